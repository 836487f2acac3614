<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Model;

use Issuary\Fields;

/**
 * What Api\Accounts::exchange returns.
 */
final class Exchange
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
        /** The currency sold. */
        public readonly string $sellCurrency,
        /** How much was sold. */
        public readonly string $sellAmount,
        /** The currency bought. */
        public readonly string $buyCurrency,
        /** How much was bought. */
        public readonly string $buyAmount,
        /** The fee in addition, in the currency sold; rounded up. */
        public readonly string $fee,
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
            $fields->text('sellCurrency'),
            $fields->decimal('sellAmount'),
            $fields->text('buyCurrency'),
            $fields->decimal('buyAmount'),
            $fields->decimal('fee'),
        );
    }
}
