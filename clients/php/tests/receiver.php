<?php

declare(strict_types=1);

// A merchant's own endpoint, a script for php -S: appends each notification to the file ISSUARY_TEST_LOG, one a line.

namespace Issuary\Tests;

use Issuary\Notification;

require_once __DIR__ . '/local.php';

localClient()->webhooks->serve(static function (Notification $one): void {
    file_put_contents((string) getenv('ISSUARY_TEST_LOG'), json_encode([$one->type, $one->content]) . "\n", FILE_APPEND | LOCK_EX);
});
