<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Model;

use Issuary\Fields;

/**
 * What Api\Accounts::transfer returns.
 */
final class Transfer
{
    public function __construct(
        /** The order. */
        public readonly string $orderId,
        /** The merchant's request number. */
        public readonly string $userReqNo,
        /** The price of one unit of the currency sold, in the currency bought. */
        public readonly string $exchangeRate,
        /** 1 success: the money has arrived. */
        public readonly int $status,
        /** When the money was converted, yyyy-MM-dd HH:mm:ss. */
        public readonly string $createAt,
        /** The coin. */
        public readonly string $currency,
        /** The coins taken from the dpt account, including the fee. */
        public readonly string $amount,
        /** The fee in coins, rounded up. */
        public readonly string $fee,
        /** The currency of the card account. */
        public readonly string $targetCurrency,
        /** The amount credited to the card account. */
        public readonly string $targetAmount,
    ) {
    }

    /** @internal */
    public static function from(Fields $fields): self
    {
        return new self(
            $fields->text('orderId'),
            $fields->text('userReqNo'),
            $fields->decimal('exchangeRate'),
            $fields->integer('status'),
            $fields->text('createAt'),
            $fields->text('currency'),
            $fields->decimal('amount'),
            $fields->decimal('fee'),
            $fields->text('targetCurrency'),
            $fields->decimal('targetAmount'),
        );
    }
}
