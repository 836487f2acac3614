<?php

declare(strict_types=1);

// The client against a platform over real HTTP, with both transports: php tests/client.php

namespace Issuary\Tests;

use Issuary\Amount;
use Issuary\CallException;
use Issuary\Client;
use Issuary\CurlTransport;
use Issuary\ErrorCode;
use Issuary\KeyException;
use Issuary\NoResponseException;
use Issuary\OrderFailedException;
use Issuary\OutcomeUnknownException;
use Issuary\RefusedException;
use Issuary\RequestException;
use Issuary\StreamTransport;
use Issuary\Transport;
use Issuary\UnreadableException;

require __DIR__ . '/checks.php';
require __DIR__ . '/bodies.php';
require __DIR__ . '/server.php';

makeKeys('MERCHANT', 'PLATFORM', 'FOREIGN');
$log = (string) tempnam(sys_get_temp_dir(), 'issuary');
putenv("ISSUARY_TEST_LOG=$log");
$server = Server::start(__DIR__ . '/platform.php');
$address = $server->address;

final class Waits
{
    /** @var list<float> */
    public static array $seconds = [];
}

/** @param array<string, mixed> $options */
function client(string $baseUrl, Transport $transport, array $options = []): Client
{
    return new Client(...$options + [
        'baseUrl' => $baseUrl,
        'userNo' => '10000001',
        'privateKey' => (string) getenv('ISSUARY_TEST_MERCHANT'),
        'platformKey' => publicPem('PLATFORM'),
        'transport' => $transport,
        'timeout' => 10.0,
        'sleep' => static function (float $seconds): void {
            Waits::$seconds[] = $seconds;
        },
    ]);
}

function apply(Client $client): object
{
    return $client->cards->apply(localCurrency: 'USD', startDate: '2030-01-01', endDate: '2031-01-01', authLimitAmount: '100.50', enableCurrencyCheck: 0);
}

/** @return list<array<string, mixed>> what the platform got in a scenario since the last call */
function received(string $log, string $scenario): array
{
    $all = array_map(static fn (string $line) => json_decode($line, true), array_filter(explode("\n", (string) file_get_contents($log))));
    file_put_contents($log, '');
    return array_values(array_filter($all, static fn (array $one) => $one['scenario'] === $scenario));
}

function exceptionOf(callable $work, string $class): ?\Throwable
{
    try {
        $work();
    } catch (\Throwable $problem) {
        check($problem instanceof $class, "expected $class: got " . $problem::class . ' ' . $problem->getMessage());
        return $problem instanceof $class ? $problem : null;
    }
    check(false, "expected $class");
    return null;
}

$transports = ['streams' => new StreamTransport()] + (extension_loaded('curl') ? ['curl' => new CurlTransport()] : []);
foreach ($transports as $name => $transport) {
    $to = static fn (string $scenario, array $options = []) => client("http://$address/$scenario", $transport, $options);

    same('1241313420577585', apply($to('accepted'))->orderId, "$name: an order is accepted");
    [$one] = received($log, 'accepted');
    $sent = json_decode($one['json'], true);
    same([true, 36, 100.5, 0], [$one['signed'], strlen($sent['userReqNo']), $sent['authLimitAmount'], $sent['enableCurrencyCheck']], "$name: what is sent");
    check(!array_key_exists('groupId', $sent), "$name: absent is not sent");

    $refused = exceptionOf(static fn () => apply($to('refused')), RefusedException::class);
    same([ErrorCode::PARAMETER_INVALID, 'startDate', 2, 'request-1'], [$refused?->errorCode, $refused?->field(), count($refused?->faults() ?? []), $refused?->call->requestId], "$name: a refusal");
    same(1, count(received($log, 'refused')), "$name: a refusal ends the call");

    Waits::$seconds = [];
    apply($to('recovers'));
    $bodies = array_column(received($log, 'recovers'), 'body');
    same([3, 1], [count($bodies), count(array_unique($bodies))], "$name: retries repeat number and content");
    check(Waits::$seconds[0] === 7.0 && Waits::$seconds[1] >= 0.5 && Waits::$seconds[1] <= 1, "$name: waits " . json_encode(Waits::$seconds));

    $unknown = exceptionOf(static fn () => apply($to('down')), OutcomeUnknownException::class);
    same([5, 36], [$unknown?->attempts, strlen($unknown?->call->userReqNo ?? '')], "$name: outcome unknown");
    exceptionOf(static fn () => $to('down')->cards->get('7'), NoResponseException::class);
    received($log, '');
    exceptionOf(static fn () => $to('down')->accounts->exchangeRate('USD', 'EUR'), OutcomeUnknownException::class);
    same(1, count(received($log, 'down')), "$name: what cannot be repeated safely is sent once");
    same(ErrorCode::TRY_AGAIN_LATER, exceptionOf(static fn () => apply($to('later')), RefusedException::class)?->errorCode, "$name: later");
    exceptionOf(static fn () => apply($to('unknown')), OutcomeUnknownException::class);
    received($log, '');
    same(3600, exceptionOf(static fn () => apply($to('busy')), NoResponseException::class)?->retryAfter, "$name: a long Retry-After");
    same(1, count(received($log, 'busy')), "$name: a long Retry-After ends the call");
    same(ErrorCode::AUTHENTICATION_FAILED, exceptionOf(static fn () => apply($to('unknown-sender')), RefusedException::class)?->errorCode, "$name: unknown sender");

    foreach (['unsigned', 'unsigned-refusal', 'foreign', 'tampered', 'replayed', 'another-merchant', 'redirect', 'web-page', 'deep', 'huge', 'no-field', 'another-type', 'nowhere'] as $scenario) {
        received($log, '');
        exceptionOf(static fn () => apply($to($scenario)), UnreadableException::class);
        same([1, 0], [count(received($log, $scenario)), 0], "$name: $scenario is asked once");
    }

    [$balance] = $to('balance')->accounts->balance();
    same(['123456789012345.67', '0.1', '0.0000001'], [$balance->currentBalance, $balance->availableBalance, $balance->frozenBalance], "$name: amounts are exact");
    $card = $to('card')->cards->get('7');
    same(['4999001234567890', '123', 'Ada', null, '100.5'], [$card->cardNo->reveal(), $card->cardVerifyNo?->reveal(), $card->cardUserInfo?->firstName, $card->groupId, $card->balanceAmt], "$name: a card");
    $printed = print_r($card, true) . json_encode($card) . "$card->cardNo" . var_export(exceptionOf(static fn () => serialize($card), \LogicException::class)?->getMessage(), true);
    check(!str_contains($printed, '4999001234567890') && !str_contains($printed, '"123"'), "$name: secrets do not print");
    same('100.5', $to('card')->call('cardInfo', ['cardId' => '7'])['balanceAmt'], "$name: call");

    received($log, '');
    $ids = array_map(static fn (object $group) => $group->groupId, iterator_to_array($to('pages')->groups->list(pageSize: 2)));
    same([['1', '2', '3'], 2], [$ids, count(received($log, 'pages'))], "$name: all pages");
    foreach ($to('pages')->groups->list() as $group) {
        break;
    }
    same(1, count(received($log, 'pages')), "$name: pages are asked for when they are needed");

    same(1, $to('order')->orders->wait('R-1')?->status, "$name: wait");
    same('R-1', json_decode(received($log, 'order')[0]['json'], true)['userReqNo'], "$name: waits for the number");
    same('card is closed', exceptionOf(static fn () => $to('failed-order')->orders->wait('R-1'), OrderFailedException::class)?->order->statusDesc, "$name: a failed order");
    same(ErrorCode::NOTHING_FOUND, exceptionOf(static fn () => $to('no-order')->orders->wait('R-1'), RefusedException::class)?->errorCode, "$name: no order");

    // Connections are accepted by the system and nobody answers.
    $silent = stream_socket_server('tcp://127.0.0.1:0');
    $hanging = client('http://' . stream_socket_get_name($silent, false), $transport, ['timeout' => 0.1, 'maxAttempts' => 2]);
    same(2, exceptionOf(static fn () => apply($hanging), OutcomeUnknownException::class)?->attempts, "$name: a server that hangs");
    $gone = 'http://' . stream_socket_get_name($silent, false);
    fclose($silent);
    exceptionOf(static fn () => apply(client($gone, $transport)), NoResponseException::class);
}

exceptionOf(static fn () => $to('accepted')->cards->refund('1,5', cardId: '7'), RequestException::class);
exceptionOf(static fn () => $to('accepted')->cards->refund('NaN', cardId: '7'), RequestException::class);
exceptionOf(static fn () => $to('accepted')->call('nothing'), RequestException::class);

[$own, $theirs] = [(string) getenv('ISSUARY_TEST_MERCHANT'), publicPem('PLATFORM')];
$der = static fn (string $pem) => (string) base64_decode((string) preg_replace('/-----.*?-----|\s/', '', $pem));
$pkcs1 = substr($der($theirs), 24);
foreach ([[$own, $theirs], [$der($own), $der($theirs)], [base64_encode($der($own)), chunk_split(base64_encode($der($theirs)))], [$own, "-----BEGIN RSA PUBLIC KEY-----\n" . base64_encode($pkcs1) . "\n-----END RSA PUBLIC KEY-----"], [$own, $theirs . publicPem('FOREIGN')], [$own, [$theirs, publicPem('FOREIGN')]]] as $nth => [$privateKey, $platformKey]) {
    client('https://api.example', $transport, ['privateKey' => $privateKey, 'platformKey' => $platformKey]);
    check(true, "keys in form $nth");
}
$key = privateKey('PLATFORM')->key;
$certificate = openssl_csr_sign(openssl_csr_new(['commonName' => 'platform'], $key), null, $key, 1);
openssl_x509_export($certificate, $pem);
client('https://api.example', $transport, ['platformKey' => $pem]);
openssl_pkey_export(privateKey('MERCHANT')->key, $encrypted, 'password');
openssl_pkey_export(openssl_pkey_new(['curve_name' => 'prime256v1', 'private_key_type' => OPENSSL_KEYTYPE_EC]), $elliptic);
openssl_pkey_export(openssl_pkey_new(['private_key_bits' => 1536]), $odd);
$faults = [
    'privateKey: this is a public key' => ['privateKey' => $theirs, 'platformKey' => $own],
    'platformKey: this is a private key' => ['platformKey' => (string) getenv('ISSUARY_TEST_PLATFORM')],
    'public half of your own' => ['platformKey' => publicPem('MERCHANT')],
    'name of a file' => ['privateKey' => 'keys/merchant-private.pem'],
    'no key given' => ['privateKey' => ''],
    'platformKey: no key given' => ['platformKey' => []],
    'neither DER, Base64 nor a PEM block' => ['platformKey' => 'rubbish'],
    'ssh-keygen -e -m PKCS8' => ['platformKey' => 'ssh-rsa AAAA me@here'],
    'the key is encrypted' => ['privateKey' => $encrypted],
    'not RSA' => ['privateKey' => $elliptic],
    'RSA of 1536 bits' => ['privateKey' => $odd],
];
foreach ($faults as $says => $options) {
    $message = failureOf(static fn () => client('https://api.example', $transport, $options), KeyException::class);
    check(str_contains($message, $says), "$says: $message");
}
foreach (['https://api.example/openapi/' => 'must not end with /openapi', 'api.example' => 'must begin with https://'] as $url => $says) {
    check(str_contains(failureOf(static fn () => client($url, $transport), \ValueError::class), $says), $says);
}

same([10050, -5, 0], [Amount::minor('100.5', 2), Amount::minor('-0.05', 2), Amount::minor('0', 2)], 'minor units');
same(['100.50', '-0.05', '7'], [Amount::fromMinor(10050, 2), Amount::fromMinor(-5, 2), Amount::fromMinor(7, 0)], 'from minor units');
same(['1500', '0.0000015', '-12.5', '1000000000000000000000'], array_map(Amount::plain(...), ['1.5e3', '1.5e-6', '-1.25E1', '1e21']), 'exponents');
foreach (['1.005', '99999999999999999'] as $amount) {
    failureOf(static fn () => Amount::minor($amount, 2), \ValueError::class);
}

unlink($log);
finish();
