<?php

declare(strict_types=1);

// Notifications as the platform signs them, and as it does not: php tests/webhooks.php

namespace Issuary\Tests;

use Issuary\Client;
use Issuary\Codec;
use Issuary\Message;
use Issuary\Model\CardOperate;
use Issuary\Notification;
use Issuary\Signature;

require __DIR__ . '/checks.php';
require __DIR__ . '/bodies.php';

makeKeys('MERCHANT', 'PLATFORM', 'FOREIGN');
/** @param array<string, mixed> $options */
$client = static fn (array $options = []) => new Client(...$options + [
    'baseUrl' => 'https://api.example',
    'userNo' => '10000001',
    'privateKey' => (string) getenv('ISSUARY_TEST_MERCHANT'),
    'platformKey' => publicPem('PLATFORM'),
]);
ini_set('error_log', '/dev/null');
$json = '{"orderId":"7","userReqNo":"R-1","opType":16,"status":1,"amount":50.25,"fee":0.51,"createAt":"2026-01-01 08:00:00"}';
$body = (string) json_encode(['type' => 'card_operate', 'data' => Codec::seal($json, privateKey('PLATFORM')), 'version' => '1.0.0', 'userNo' => 10000001]);
$headers = static fn (string $key = 'PLATFORM', int $age = 0) => ['Webhook-Id' => 'card_operate/7']
    + Signature::sign(new Message($body, [], 'POST', '/notify'), Signature::REQUEST, '10000001', privateKey($key), time() - $age, bin2hex(random_bytes(8)));

$opened = $client(['requireSignature' => true])->webhooks->open($body, $headers(), '/notify?x=1');
check($opened->content instanceof CardOperate && $opened->content->amount === '50.25', 'a signed notification is opened');
same(['card_operate', 'card_operate/7', $json], [$opened->type, $opened->id, $opened->json], 'its type, identity and content');

$answer = static fn (array $headers, array $options = [], string $path = '/notify', ?string $text = null, string $method = 'POST', ?callable $handle = null): array
    => $client($options)->webhooks->answer($method, $text ?? $body, $headers, $path, $handle ?? static fn (Notification $one) => null);
same([200, 'SUCCESS'], $answer($headers()), 'it is acknowledged');
same([200, 'SUCCESS'], $answer($headers(), ['notificationPath' => '/notify'], '/behind/a/proxy'), 'a proxy changed the path');
same([200, 'SUCCESS'], $answer(array_map(static fn (string $line) => [$line], $headers())), 'headers as lists');
same([200, 'SUCCESS'], $answer([]), 'signatures are needed only where they are required');
same(500, $answer($headers(), handle: static fn () => throw new \RuntimeException('no database'))[0], 'a handler that throws');
$refused = [
    'unsigned' => $answer([], ['requireSignature' => true]),
    'signed by someone else' => $answer($headers('FOREIGN')),
    'signed for another path' => $answer($headers(), path: '/other'),
    'signed an hour ago' => $answer($headers(age: 3600)),
    'changed' => $answer($headers(), text: str_replace('1.0.0', '1.0.1', $body)),
    'no JSON' => $answer($headers(), text: 'rubbish'),
    'for another merchant' => $answer([], ['userNo' => '10000002']),
];
foreach ($refused as $name => [$status, $text]) {
    same(400, $status, "a notification $name: $text");
}
same(405, $answer($headers(), method: 'GET')[0], 'not posted');
same(413, $answer($headers(), text: str_repeat(' ', 1024 * 1024 + 1))[0], 'too long');
finish();
