<?php

declare(strict_types=1);

// A merchant's first day against a local cloud, as npm run test:sdks starts it.

namespace Issuary\Tests;

use Issuary\Amount;
use Issuary\Client;
use Issuary\ErrorCode;
use Issuary\OpType;
use Issuary\OrderStatus;
use Issuary\RefusedException;

require __DIR__ . '/checks.php';
require __DIR__ . '/local.php';
require __DIR__ . '/server.php';

const SECONDS_TO_ARRIVE = 60;

$log = (string) tempnam(sys_get_temp_dir(), 'issuary');
register_shutdown_function(static fn () => unlink($log));
putenv("ISSUARY_TEST_LOG=$log");
$port = (int) getenv('ISSUARY_RECEIVER_PORT');
$receiver = Server::start(__DIR__ . '/receiver.php', $port);
$client = localClient();

/** @return array<string, mixed> the content of the notification in which a field has a value */
$notified = static function (string $type, string $field, string $value) use ($log): array {
    for ($deadline = microtime(true) + SECONDS_TO_ARRIVE; microtime(true) < $deadline; usleep(100_000)) {
        foreach (array_filter(explode("\n", (string) file_get_contents($log))) as $line) {
            [$itsType, $content] = json_decode($line, true);
            if ($itsType === $type && $content[$field] === $value) {
                return $content;
            }
        }
    }
    throw new \RuntimeException("the notification $type of $value did not come");
};
$network = static function (string ...$args): string {
    $process = proc_open(['npm', 'run', '--silent', 'network', '--', ...$args], [1 => ['pipe', 'w']], $pipes, (string) getenv('ISSUARY_PROJECT'));
    $printed = trim((string) stream_get_contents($pipes[1]));
    same(0, proc_close($process), 'npm run network');
    return $printed;
};
$available = static fn (): int => Amount::minor($client->accounts->balance(accountType: 1, currency: 'USD')[0]->availableBalance, 2);

$before = $available();
$today = new \DateTimeImmutable('now', new \DateTimeZone('+08:00'));
$accepted = $client->cards->apply(
    localCurrency: 'USD',
    binRangeId: 'V1',
    authLimitAmount: '100.00',
    startDate: $today->format('Y-m-d'),
    endDate: $today->modify('+1 year')->format('Y-m-d'),
    enableCurrencyCheck: 0,
    cardAlias: 'Zoë’s card',
);
$opened = $notified('card_operate', 'userReqNo', $accepted->userReqNo);
same([OpType::CARD_OPENING, OrderStatus::SUCCESS], [$opened['opType'], $opened['status']], 'the card is opened');
$cardId = $opened['cardId'];
$balance = static fn (): int => Amount::minor($client->cards->get($cardId)->balanceAmt, 2);
same([10000, 'Zoë’s card'], [$balance(), $client->cards->get($cardId)->cardAlias], 'the card');

foreach ([['40.25', 'approved', '1', '000000'], ['500', 'declined with 200002', '2', '200002']] as [$amount, $says, $status, $code]) {
    $printed = $network('authorize', '--card', $cardId, '--amount', $amount);
    check(str_starts_with($printed, $says), $printed);
    $content = $notified('card_transaction', 'recordNo', (string) substr((string) strrchr($printed, ' '), 1));
    same([$status, $code], [$content['transStatus'], $content['respCode']], "the purchase of $amount");
}
$statuses = array_map(static fn (object $one) => $one->transStatus, iterator_to_array($client->transactions->list(cardId: $cardId, pageSize: 1)));
same(['2', '1'], $statuses, 'transactions, page by page');

$recharge = static fn () => $client->cards->recharge(cardId: $cardId, authLimitAmount: '50', userReqNo: "php-$cardId");
$first = $recharge();
same($first->orderId, $recharge()->orderId, 'a repeat is the same order');
$order = $client->orders->wait($first->userReqNo);
same(5000, Amount::minor((string) $order?->amount, 2), 'the recharge');
$refund = $client->cards->refund('30.00', cardId: $cardId);
same(3000, Amount::minor($notified('card_operate', 'userReqNo', $refund->userReqNo)['amount'], 2), 'the refund');
same(7975, $balance(), 'the card at the end');
same($before - 12000 - Amount::minor($opened['fee'], 2) - Amount::minor((string) $order?->fee, 2), $available(), 'the account at the end');

try {
    $client->cards->apply(localCurrency: 'USX', startDate: '2020-01-01', endDate: '2030-01-01');
    check(false, 'a wrong request is refused');
} catch (RefusedException $refused) {
    same(ErrorCode::PARAMETER_INVALID, $refused->errorCode, 'a wrong request is refused');
    check($refused->field() === 'localCurrency' && $refused->call->requestId !== null, 'a refusal names the field and the request');
}
$receiver->stop();

// The programs of README.md, in a folder of their own.
preg_match_all('/```php\n(.*?)```/s', (string) file_get_contents(__DIR__ . '/../README.md'), $found);
$folder = sys_get_temp_dir() . '/' . Client::newRequestNumber();
mkdir("$folder/vendor", recursive: true);
register_shutdown_function(static function () use ($folder): void {
    array_map(unlink(...), array_filter([...glob("$folder/*") ?: [], ...glob("$folder/vendor/*") ?: []], is_file(...)));
    rmdir("$folder/vendor");
    rmdir($folder);
});
file_put_contents("$folder/vendor/autoload.php", '<?php require ' . var_export(__DIR__ . '/../src/autoload.php', true) . ';');
[$call, $notify, $apply] = array_map(static fn (string $program) => strtr($program, [
    'http://127.0.0.1:8080' => (string) getenv('ISSUARY_API'),
    '.issuary/keys' => dirname((string) getenv('ISSUARY_MERCHANT_KEY')),
    "'vendor/" => "'$folder/vendor/",
    "'notifications.log'" => "'$folder/notifications.log'",
]), $found[1]);
file_put_contents("$folder/notify.php", $notify);
file_put_contents("$folder/call.php", $call . $apply);
$server = Server::start("$folder/notify.php", $port);
exec(escapeshellarg(PHP_BINARY) . ' ' . escapeshellarg("$folder/call.php") . ' 2>&1', $lines, $status);
$printed = implode("\n", $lines);
check($status === 0 && preg_match('/USD \d.*accepted: (\d+)/s', $printed, $matched) === 1, "README.md: $printed");
$expected = 'card_operate/' . ($matched[1] ?? '');
for ($deadline = microtime(true) + SECONDS_TO_ARRIVE; microtime(true) < $deadline; usleep(100_000)) {
    $arrived = is_file("$folder/notifications.log") ? (string) file_get_contents("$folder/notifications.log") : '';
    if (str_contains($arrived, $expected)) {
        break;
    }
}
check(str_contains($arrived, $expected), "README.md: $expected arrived: $arrived");
$server->stop();
finish();
