<?php

declare(strict_types=1);

// The client of the local cloud that npm run test:sdks starts.

namespace Issuary\Tests;

use Issuary\Client;

require_once __DIR__ . '/../src/autoload.php';

function localClient(): Client
{
    return new Client(
        baseUrl: (string) getenv('ISSUARY_API'),
        userNo: (string) getenv('ISSUARY_USER_NO'),
        privateKey: (string) file_get_contents((string) getenv('ISSUARY_MERCHANT_KEY')),
        platformKey: (string) file_get_contents((string) getenv('ISSUARY_PLATFORM_KEY')),
    );
}
