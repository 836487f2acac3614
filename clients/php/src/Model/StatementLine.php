<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Model;

use Issuary\Fields;

/**
 * What Api\Accounts::statement returns.
 */
final class StatementLine
{
    public function __construct(
        /** The number of the line, unique within the account and increasing. An account with several shards has one sequence of numbers per shard. */
        public readonly string $entryNo,
        /** When it was booked, yyyy-MM-dd HH:mm:ss. */
        public readonly string $time,
        /** The kind of the line: deposit money paid in, payout money paid out, opening the opening of a card or group, recharge a recharge of a card or group, refund a refund from a card or group, closing the balance of a cancelled card, exchange a currency exchange, transfer coins converted into money on a card account, fee a fee, transaction a card transaction, acquiring coins received, withdrawal coins sent, correction the correction of an earlier line, suspense money that cannot be assigned yet, rebalance a transfer between the shards of one account, other anything else. */
        public readonly string $kind,
        /** The change of the total balance: negative for a debit, 0 when money was only frozen or released. */
        public readonly string $amount,
        /** The total balance after the line. */
        public readonly string $balanceAfter,
        /** The part of it held by open orders. */
        public readonly string $frozenAfter,
        /** The order that the line belongs to. */
        public readonly ?string $orderId,
        /** The card transaction that the line belongs to. */
        public readonly ?string $recordNo,
        /** Further details: a reference, a reason, the progress of the order. */
        public readonly ?string $remark,
    ) {
    }

    /** @internal */
    public static function from(Fields $fields): self
    {
        return new self(
            $fields->text('entryNo'),
            $fields->text('time'),
            $fields->text('kind'),
            $fields->decimal('amount'),
            $fields->decimal('balanceAfter'),
            $fields->decimal('frozenAfter'),
            $fields->optionalText('orderId'),
            $fields->optionalText('recordNo'),
            $fields->optionalText('remark'),
        );
    }
}
