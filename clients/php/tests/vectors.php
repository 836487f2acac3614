<?php

declare(strict_types=1);

// The vectors that every client library is tested with: php tests/vectors.php [FILE]

namespace Issuary\Tests;

use Issuary\Call;
use Issuary\Client;
use Issuary\Codec;
use Issuary\CodecException;
use Issuary\Exchange;
use Issuary\HttpResponse;
use Issuary\Jwe;
use Issuary\Key;
use Issuary\Message;
use Issuary\NotificationException;
use Issuary\RefusedException;
use Issuary\Settings;
use Issuary\Signature;
use Issuary\StructuredField;
use Issuary\Transport;
use Issuary\UnreadableException;
use Issuary\Webhooks;

require __DIR__ . '/checks.php';

$file = $argv[1] ?? (getenv('ISSUARY_VECTORS') ?: __DIR__ . '/../../vectors/vectors.json');
$vectors = json_decode((string) file_get_contents($file), true);
$publics = array_map(static fn (array $key) => Key::publics($key['publicKey']), $vectors['keys']);
$privates = array_map(static fn (array $key) => Key::private($key['privateKey']), $vectors['keys']);

foreach ($vectors['envelopes']['good'] as $good) {
    if ($good['blockType'] === 2) {
        continue; // Only the platform opens these.
    }
    same($good['json'], Codec::open($good['hex'], $publics[$good['key']]), "{$good['key']}: {$good['name']}");
    if ($good['isReproducible']) {
        same($good['hex'], Codec::seal($good['json'], $privates[$good['key']]), "seals {$good['key']}: {$good['name']}");
    }
}
foreach ($vectors['envelopes']['bad'] as $bad) {
    $message = failureOf(static fn () => Codec::open($bad['hex'], $publics[$bad['key']]), CodecException::class);
    $says = ['hex' => 'not hex', 'JSON' => 'not a JSON', 'block' => 'a block'][$bad['cause']] ?? $bad['cause'];
    check(str_contains($message, $says), "{$bad['key']}: {$bad['name']}: $message");
}
$sealed = Codec::seal('{"a":1}', $publics['rsa2048'][0]);
openssl_private_decrypt((string) hex2bin($sealed), $plain, $privates['rsa2048']->key);
same('{"a":1}', base64_decode((string) $plain), 'block type 2');

/** @param array<string, mixed> $vector */
$messageOf = static fn (array $vector) => new Message(
    $vector['body'],
    $vector['headers'],
    $vector['method'] ?? null,
    $vector['path'] ?? null,
    $vector['status'] ?? null,
    isset($vector['request']) ? new Message('', $vector['request']['headers']) : null,
);
foreach ($vectors['signatures']['good'] as $good) {
    $message = $messageOf($good['message']);
    $required = $message->status === null ? Signature::REQUEST : Signature::RESPONSE;
    $name = "signature {$good['key']}: {$good['name']}";
    check(Signature::verify($message, $required, $good['keyId'], $publics[$good['key']], $good['now']), $name);
    $input = StructuredField::dictionary($message->header('signature-input') ?? '')['issuary'];
    same($good['base'], Signature::base($message, $input), "base of $name");
    if ($good['isReproducible']) {
        $algorithm = StructuredField::unquoted($input['params']['alg']);
        $signature = Signature::signText($algorithm, $good['base'], $privates[$good['key']]);
        same($message->header('signature'), 'issuary=:' . base64_encode($signature) . ':', "signs $name");
    }
    if ($good['isReproducible'] && $good['key'] === 'rsa1024') {
        $components = array_map(StructuredField::text(...), $input['items']);
        $made = Signature::sign($message, $components, $good['keyId'], $privates[$good['key']], $good['created'], $good['nonce']);
        foreach ($made as $header => $value) {
            same($message->header($header), $value, "$header of $name");
        }
    }
    $own = Signature::sign($message, $required, $good['keyId'], $privates[$good['key']], $good['created'], $good['nonce']);
    $again = $message->with($own);
    check(Signature::verify($again, $required, $good['keyId'], $publics[$good['key']], $good['now']), "own $name");
}
foreach ($vectors['signatures']['bad'] as $bad) {
    $message = $messageOf($bad['message']);
    $required = $message->status === null ? Signature::REQUEST : Signature::RESPONSE;
    $verify = static fn () => Signature::verify($message, $required, $bad['keyId'], $publics[$bad['key']], $bad['now']);
    same("signature {$bad['cause']}", failureOf($verify, CodecException::class), "signature: {$bad['name']}");
}

foreach ($vectors['jwe'] as $vector) {
    $key = $privates[$vector['key']];
    if (isset($vector['text'])) {
        same($vector['text'], Jwe::open($vector['jwe'], $key), "JWE {$vector['name']}");
        same($vector['text'], Jwe::open(Jwe::seal($vector['text'], $publics[$vector['key']][0]), $key), "own JWE {$vector['name']}");
    } else {
        failureOf(static fn () => Jwe::open($vector['jwe'], $key), CodecException::class);
    }
}

/** Answers with a body of the vectors, and keeps what it was sent. */
final class Canned implements Transport
{
    public string $sent = '';

    public function __construct(private readonly string $body)
    {
    }

    public function post(string $url, array $headers, string $body, float $timeout, int $maxBytes): HttpResponse
    {
        $this->sent = $body;
        return new HttpResponse(200, [], $this->body);
    }
}

/** @param array<string, mixed> $options */
$clientOf = static fn (array $vector, array $options = []) => new Client(...$options + [
    'baseUrl' => 'http://127.0.0.1',
    'userNo' => $vector['userNo'],
    'privateKey' => $vectors['keys']['other1024']['privateKey'],
    'platformKey' => $vectors['keys'][$vector['key']]['publicKey'],
    'unsigned' => true,
]);
foreach ($vectors['requests'] as $vector) {
    $settings = new Settings('http://127.0.0.1', $vector['userNo'], $privates[$vector['key']], $publics['other2048'], $privates[$vector['key']], true, false, null, 1.0, 1, 0.1, time(...), usleep(...));
    $transport = new Canned('');
    failureOf(static fn () => (new Exchange($settings, $transport))->send('/', false, new Call('cardInfo'), $vector['json']), UnreadableException::class);
    same(json_decode($vector['body'], true), json_decode($transport->sent, true), "request: {$vector['name']}");
}
foreach ($vectors['responses'] as $vector) {
    $client = $clientOf($vector, ['transport' => new Canned($vector['body'])]);
    $name = "response: {$vector['name']}";
    if (isset($vector['json'])) {
        same(Codec::fields($vector['json']), $client->call('cardInfo'), $name);
    } elseif (isset($vector['errorCode'])) {
        $message = failureOf(static fn () => $client->call('cardInfo'), RefusedException::class);
        check(str_contains($message, $vector['errorCode']) && str_contains($message, $vector['errorMsg']), "$name: $message");
    } else {
        failureOf(static fn () => $client->call('cardInfo'), UnreadableException::class);
    }
}
foreach ($vectors['notifications'] as $vector) {
    $open = static fn () => $clientOf($vector)->webhooks->open($vector['body'], [], '/notify');
    if (isset($vector['json'])) {
        $opened = $open();
        same([$vector['type'], $vector['json']], [$opened->type, $opened->json], "notification: {$vector['name']}");
    } else {
        failureOf($open, NotificationException::class);
    }
}
foreach ($vectors['identities'] as $vector) {
    $fields = Codec::fields((string) json_encode($vector['content']));
    same($vector['identity'], Webhooks::identityOf($vector['type'], $fields, $vector['webhookId']), "identity: {$vector['name']}");
}

finish();
