<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Model;

use Issuary\Fields;

/**
 * What Api\Cards::apply and Api\Cards::close and Api\Cards::recharge and Api\Cards::refund and Api\Groups::apply
 * returns.
 */
final class AcceptedOrder
{
    public function __construct(
        /** The order. */
        public readonly string $orderId,
        /** The merchant's request number. */
        public readonly string $userReqNo,
    ) {
    }

    /** @internal */
    public static function from(Fields $fields): self
    {
        return new self(
            $fields->text('orderId'),
            $fields->text('userReqNo'),
        );
    }
}
