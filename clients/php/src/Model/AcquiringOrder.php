<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Model;

use Issuary\Fields;

/**
 * What Api\Dpt::acquire returns.
 */
final class AcquiringOrder
{
    public function __construct(
        /** The order. */
        public readonly string $orderNo,
        /** The merchant's request number. */
        public readonly string $userReqNo,
        /** The coin. */
        public readonly string $currency,
        /** The network. */
        public readonly string $network,
        /** The address to which the payer sends the coins. It belongs to this order only. */
        public readonly string $address,
        /** The requested amount in coins. */
        public readonly ?string $amount,
        /** When the order expires, yyyy-MM-dd HH:mm:ss: after 24 hours. Later payments are still credited. */
        public readonly string $expireTime,
    ) {
    }

    /** @internal */
    public static function from(Fields $fields): self
    {
        return new self(
            $fields->text('orderNo'),
            $fields->text('userReqNo'),
            $fields->text('currency'),
            $fields->text('network'),
            $fields->text('address'),
            $fields->optionalDecimal('amount'),
            $fields->text('expireTime'),
        );
    }
}
