<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Model;

use Issuary\Fields;

/**
 * The content of dpt_payment_bill. Coins arrived at the address of an acquiring order.
 */
final class DptPaymentBill
{
    public function __construct(
        /** The transaction id on the blockchain. */
        public readonly string $txId,
        /** The address that sent the coins. */
        public readonly string $fromAddress,
        /** The address that received the coins. */
        public readonly string $toAddress,
        /** The amount received. */
        public readonly string $paymentAmount,
        /** The amount credited. */
        public readonly string $factAmount,
        /** The fee. */
        public readonly string $fee,
        /** The merchant's request number. */
        public readonly string $serialNumber,
        /** The acquiring order. */
        public readonly string $orderNo,
        /** When the payment was made, in ISO 8601: the time of its block. A transaction that is mined again has a later time. */
        public readonly string $transactionTime,
        /** The log index of the transfer, which distinguishes two transfers of one transaction. Without it the transaction has only one transfer. */
        public readonly ?int $logIndex,
        /** The coin. */
        public readonly ?string $currency,
        /** The network. */
        public readonly ?string $network,
        /** The number of blocks on top of the transaction. Without it the payment is final. Only sent by chain watchers. */
        public readonly ?int $confirmations,
        /** 1: the transaction was removed from the blockchain by a reorganisation, and its credit is reversed; the amounts are then negative. */
        public readonly ?int $removed,
    ) {
    }

    /** @internal */
    public static function from(Fields $fields): self
    {
        return new self(
            $fields->text('txId'),
            $fields->text('fromAddress'),
            $fields->text('toAddress'),
            $fields->decimal('paymentAmount'),
            $fields->decimal('factAmount'),
            $fields->decimal('fee'),
            $fields->text('serialNumber'),
            $fields->text('orderNo'),
            $fields->text('transactionTime'),
            $fields->optionalInteger('logIndex'),
            $fields->optionalText('currency'),
            $fields->optionalText('network'),
            $fields->optionalInteger('confirmations'),
            $fields->optionalInteger('removed'),
        );
    }
}
