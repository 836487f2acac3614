<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary;

/** What the respCode of a card transaction means, in words. */
final class ResponseCode
{
    public const MEANINGS = [
        '000000' => 'success',
        '100001' => 'account exception',
        '200001' => 'invalid card',
        '200002' => 'insufficient balance',
        '200003' => 'invalid CVV',
        '200004' => 'invalid expiry',
        '200005' => 'invalid currency',
        '200006' => 'not a multi-use card',
        '200007' => 'over limit',
        '200008' => 'card exception',
        '200009' => 'over transaction limit',
        '300001' => 'invalid merchant',
        '400001' => 'high risk',
        '400002' => 'invalid amount',
        '400003' => 'invalid transaction',
        '400004' => 'not found',
        '400005' => 'invalid transaction status',
        '400006' => 'unsupported type',
        '400007' => 'time-out',
        '400008' => 'risk rejection',
        '400009' => 'channel interception',
        '400010' => 'refund limit exceeded',
        '400011' => 'too frequent',
        '400012' => 'decision rejection',
        '999998' => 'system upgrade',
        '999999' => 'unknown',
    ];
}
