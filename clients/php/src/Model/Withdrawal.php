<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Model;

use Issuary\Fields;

/**
 * What Api\Dpt::withdraw returns.
 */
final class Withdrawal
{
    public function __construct(
        /** The order. Digital Order Inquiry returns its outcome; there is no notification. */
        public readonly string $orderNo,
        /** The merchant's request number. */
        public readonly string $userReqNo,
        /** The coin. */
        public readonly string $currency,
        /** The amount to send, in coins. */
        public readonly string $amount,
        /** The fee in addition, in coins. */
        public readonly string $fee,
        /** 0 in process. */
        public readonly int $status,
    ) {
    }

    /** @internal */
    public static function from(Fields $fields): self
    {
        return new self(
            $fields->text('orderNo'),
            $fields->text('userReqNo'),
            $fields->text('currency'),
            $fields->decimal('amount'),
            $fields->decimal('fee'),
            $fields->integer('status'),
        );
    }
}
