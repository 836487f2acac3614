<?php

declare(strict_types=1);

// A platform that answers as a test says, over real HTTP: a script for php -S. The first part of the path is the scenario.
// Everything that it gets is in the file ISSUARY_TEST_LOG, one JSON object a line.

namespace Issuary\Tests;

use Issuary\Codec;
use Issuary\Key;
use Issuary\Message;
use Issuary\Signature;

require __DIR__ . '/../src/autoload.php';
require __DIR__ . '/bodies.php';

[$platform, $merchant, $foreign] = [privateKey('PLATFORM'), publicKey('MERCHANT'), privateKey('FOREIGN')];
$path = $_SERVER['REQUEST_URI'];
[, $scenario] = explode('/', $path, 3);
$body = (string) file_get_contents('php://input');
$request = new Message($body, \Issuary\Webhooks::headersOf($_SERVER), 'POST', $path);
$isSigned = Signature::verify($request, Signature::REQUEST, '10000001', [$merchant], time());
$json = Codec::open(json_decode($body, true)['dataContent'], [$merchant]);
$log = (string) getenv('ISSUARY_TEST_LOG');
file_put_contents($log, json_encode(['scenario' => $scenario, 'json' => $json, 'body' => $body, 'signed' => $isSigned]) . "\n", FILE_APPEND);
$nth = substr_count((string) file_get_contents($log), '"scenario":"' . $scenario . '"');

header('issuary-request-id: request-1');
header('content-type: application/json');

/** Answers with a body that is signed as the answer to the request. */
$answer = static function (string $body, ?Key $key = null, ?Message $to = null, ?string $instead = null) use ($platform, $request): void {
    $message = new Message($body, [], status: 200, request: $to ?? $request);
    foreach (Signature::sign($message, Signature::RESPONSE, '10000001', $key ?? $platform, time(), bin2hex(random_bytes(8))) as $name => $value) {
        header("$name: $value");
    }
    echo $instead ?? $body;
};
$accepted = '{"orderId":"1241313420577585","userReqNo":"R-1"}';
$success = static fn (string $json): string => success($json, $platform);

match ($scenario) {
    'accepted' => $answer($success($accepted)),
    'refused' => $answer(failure('110001', 'startDate: must not be in the past; cardAlias: has 70')),
    'later' => $answer(failure('130001', 'failed, try again later')),
    'unknown' => $answer(failure('140001', 'order state unknown')),
    'balance' => $answer($success('{"list":[{"accountType":1,"currency":"USD","currentBalance":123456789012345.67,"availableBalance":0.1,"frozenBalance":1e-7}]}')),
    'card' => $answer($success(cardJson())),
    'pages' => $answer($success(json_decode($json, true)['currentPage'] === 1 ? groupPage(1, '1', '2') : groupPage(2, '3'))),
    'order' => $answer($success([1 => orderPage(null), 2 => orderPage(0)][$nth] ?? orderPage(1))),
    'failed-order' => $answer($success(orderPage(2))),
    'no-order' => $answer($success(orderPage(null))),
    'recovers' => match ($nth) {
        1 => [header('retry-after: 7'), http_response_code(503)],
        2 => $answer(failure('130001', 'failed, try again later')),
        default => $answer($success($accepted)),
    },
    'down' => http_response_code(503),
    'busy' => [header('retry-after: 3600'), http_response_code(429)],
    'unsigned' => print($success($accepted)),
    'unsigned-refusal' => print(failure('110005', 'account balance insufficient')),
    'unknown-sender' => print(failure('100002', 'authentication failed')),
    'foreign' => $answer($success($accepted), $foreign),
    'tampered' => $answer($success($accepted), null, null, str_replace('false', 'true', $success($accepted))),
    'replayed' => $answer($success($accepted), null, $request->with(['signature' => 'issuary=:AAAA:'])),
    'another-merchant' => $answer(str_replace('10000001', '10000002', $success($accepted))),
    'redirect' => [header('location: /accepted/openapi/vcc/card/apply'), http_response_code(307)],
    'web-page' => print('<html>'),
    'deep' => print('{"a":' . str_repeat('[', 1_000_000)),
    'huge' => print(str_repeat(' ', 8 * 1024 * 1024 + 1)),
    'no-field' => $answer($success('{"orderId":"1"}')),
    'another-type' => $answer($success('{"orderId":["1"],"userReqNo":"R-1"}')),
    default => http_response_code(404),
};
