<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Model;

use Issuary\Fields;

/**
 * What Api\Orders::list returns.
 */
final class Order
{
    public function __construct(
        /** The order. */
        public readonly string $orderId,
        /** The merchant's request number. */
        public readonly string $userReqNo,
        /** The card. */
        public readonly ?string $cardId,
        /** The group. */
        public readonly ?string $groupId,
        /** 1 regular, 2 shared: a supplementary card of a group. */
        public readonly int $cardType,
        /** 15 card application, 16 recharge, 18 refund, 19 card cancellation, 26 group application. */
        public readonly int $opType,
        /** 0 in process, 1 success, 2 failure. */
        public readonly int $status,
        /** The status in words; after a failure, the reason. */
        public readonly string $statusDesc,
        /** The amount that the card or group gained or returned. */
        public readonly string $amount,
        /** The fee, in addition to the amount. */
        public readonly string $fee,
        /** When the order was accepted, yyyy-MM-dd HH:mm:ss. */
        public readonly string $createAt,
    ) {
    }

    /** @internal */
    public static function from(Fields $fields): self
    {
        return new self(
            $fields->text('orderId'),
            $fields->text('userReqNo'),
            $fields->optionalText('cardId'),
            $fields->optionalText('groupId'),
            $fields->integer('cardType'),
            $fields->integer('opType'),
            $fields->integer('status'),
            $fields->text('statusDesc'),
            $fields->decimal('amount'),
            $fields->decimal('fee'),
            $fields->text('createAt'),
        );
    }
}
