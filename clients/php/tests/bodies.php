<?php

declare(strict_types=1);

// Keys and bodies for the tests. The keys are made for each run and are in the environment.

namespace Issuary\Tests;

use Issuary\Codec;
use Issuary\Key;

function privateKey(string $name): Key
{
    return Key::private((string) getenv("ISSUARY_TEST_$name"));
}

function publicKey(string $name): Key
{
    return Key::publics(publicPem($name))[0];
}

function publicPem(string $name): string
{
    return openssl_pkey_get_details(privateKey($name)->key)['key'];
}

function makeKeys(string ...$names): void
{
    foreach ($names as $name) {
        openssl_pkey_export(openssl_pkey_new(['private_key_bits' => 2048, 'private_key_type' => OPENSSL_KEYTYPE_RSA]), $pem);
        putenv("ISSUARY_TEST_$name=$pem");
    }
}

function success(string $json, Key $key): string
{
    return (string) json_encode(['success' => true, 'result' => Codec::seal($json, $key), 'userNo' => '10000001', 'async' => false]);
}

function failure(string $code, string $message): string
{
    return (string) json_encode(['success' => false, 'errorCode' => $code, 'errorMsg' => $message, 'result' => '', 'userNo' => '10000001', 'async' => false]);
}

function cardJson(): string
{
    return '{"cardId":"7","userNo":"10000001","cardNo":"4999001234567890","cardAlias":"","cardLabel":"","cardExpiryDate":"2030-01","localCurrency":"USD","startActiveDate":"2026-03-01","endCloseDate":"2030-01-31","cardType":1,"cardForm":1,"minAuthAmt":10,"maxAuthAmt":10000,"balanceAmt":100.5,"usedAuthAmt":0,"enableMultiUse":1,"enableCurrencyCheck":0,"cardStatus":"1","cardStatusDesc":"in use","createTime":"2026-03-01 00:00:00","cardVerifyNo":"123","cardUserInfo":{"firstName":"Ada","lastName":"Lovelace","email":"a@example.com","mobile":"44123","birthDate":"1990-12-10"}}';
}

function groupPage(int $number, string ...$ids): string
{
    $row = ['groupName' => '', 'localCurrency' => 'USD', 'creditLimitAmt' => 1, 'balanceAmt' => 1, 'usedAuthAmt' => 0, 'cardCount' => 0, 'status' => 1, 'statusDesc' => 'enabled', 'createTime' => '2026-03-01 00:00:00'];
    return page(3, $number, array_map(static fn (string $id) => ['groupId' => $id] + $row, $ids));
}

function orderPage(?int $status): string
{
    $row = ['orderId' => '7', 'userReqNo' => 'R-1', 'cardType' => 1, 'opType' => 15, 'status' => $status, 'statusDesc' => 'card is closed', 'amount' => 100, 'fee' => 1, 'createAt' => '2026-03-01 00:00:00'];
    return page(1, 1, $status === null ? [] : [$row]);
}

/** @param list<array<string, mixed>> $rows */
function page(int $count, int $number, array $rows): string
{
    return (string) json_encode(['totalCount' => $count, 'currentPage' => $number, 'pageSize' => 2, 'totalPages' => intdiv($count + 1, 2), 'list' => $rows]);
}
