<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary;

/** @internal what the library knows of the API */
final class Catalogue
{
    public const VERSION = '0.1.0';

    /** Path, whether it changes something, and whether it takes a userReqNo, by name. */
    public const OPERATIONS = [
        'accountBalance' => ['/openapi/account/balance', false, false],
        'accountStatement' => ['/openapi/account/statement', false, false],
        'accountTransfer' => ['/openapi/account/transfer', true, true],
        'accountExchange' => ['/openapi/account/exchange', true, true],
        'accountExchangeRate' => ['/openapi/account/exchangeRate', true, false],
        'scene' => ['/openapi/vcc/scene', false, false],
        'cardBin' => ['/openapi/vcc/cardBin', false, false],
        'cardApply' => ['/openapi/vcc/card/apply', true, true],
        'cardClose' => ['/openapi/vcc/card/close', true, true],
        'cardRecharge' => ['/openapi/vcc/card/recharge', true, true],
        'cardModify' => ['/openapi/vcc/card/modify', true, true],
        'cardInfo' => ['/openapi/vcc/card/info', false, false],
        'cardRefund' => ['/openapi/vcc/card/refund', true, true],
        'cardOperateQuery' => ['/openapi/vcc/card/operate/query', false, false],
        'cardPage' => ['/openapi/vcc/card/page', false, false],
        'transactionQuery' => ['/openapi/vcc/transaction/query', false, false],
        'groupApply' => ['/openapi/vcc/group/apply', true, true],
        'groupPage' => ['/openapi/vcc/group/page', false, false],
        'groupInfo' => ['/openapi/vcc/group/info', false, false],
        'groupStatus' => ['/openapi/vcc/group/status', true, true],
        'dptAcquire' => ['/openapi/dpt/acquire', true, true],
        'dptWithdraw' => ['/openapi/dpt/withdraw', true, true],
        'dptOrderQuery' => ['/openapi/dpt/order/query', false, false],
        'cardholderApply' => ['/openapi/vcc/cardholder/apply', true, true],
        'cardholderInfo' => ['/openapi/vcc/cardholder/info', false, false],
        'cardholderDelete' => ['/openapi/vcc/cardholder/delete', true, true],
        'cardAssign' => ['/openapi/vcc/card/assign', true, true],
        'cardActive' => ['/openapi/vcc/card/active', true, true],
        'cardPinReset' => ['/openapi/vcc/card/pin/reset', true, true],
    ];

    /** The class of the content, by type. */
    public const NOTIFICATIONS = [
        'card_transaction' => Model\CardTransaction::class,
        'card_operate' => Model\CardOperate::class,
        'trade_fee' => Model\TradeFee::class,
        'card_3ds_otp' => Model\Card3dsOtp::class,
        'dpt_payment_bill' => Model\DptPaymentBill::class,
        'card_activation_code' => Model\CardActivationCode::class,
        'card_activation_status' => Model\CardActivationStatus::class,
    ];

    /** The fields that together identify an event, by type. */
    public const IDENTITIES = [
        'card_transaction' => ['recordNo', 'transCategory', 'cardId'],
        'card_operate' => ['orderId'],
        'trade_fee' => ['receiptNo', 'cardId'],
        'dpt_payment_bill' => ['txId', 'logIndex', 'orderNo', 'transactionTime', 'removed'],
    ];
}
