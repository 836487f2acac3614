<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Model;

use Issuary\Fields;

/**
 * The content of card_operate. An order on a card or group succeeded or failed.
 */
final class CardOperate
{
    public function __construct(
        /** The order. */
        public readonly string $orderId,
        /** The card of the order. */
        public readonly ?string $cardId,
        /** The group of the order. */
        public readonly ?string $groupId,
        /** The merchant's request number. */
        public readonly string $userReqNo,
        /** 15 card application, 16 recharge, 18 refund, 19 card cancellation, 26 group application. */
        public readonly int $opType,
        /** 1 success, 2 failure. */
        public readonly int $status,
        /** The amount that the card or group gained or returned. */
        public readonly string $amount,
        /** The fee, in addition to the amount. */
        public readonly string $fee,
        /** The new card, for an opening. */
        public readonly ?CardInfo $cardInfo,
        /** When the order was accepted. */
        public readonly string $createAt,
    ) {
    }

    /** @internal */
    public static function from(Fields $fields): self
    {
        return new self(
            $fields->text('orderId'),
            $fields->optionalText('cardId'),
            $fields->optionalText('groupId'),
            $fields->text('userReqNo'),
            $fields->integer('opType'),
            $fields->integer('status'),
            $fields->decimal('amount'),
            $fields->decimal('fee'),
            $fields->optionalObject('cardInfo', CardInfo::from(...)),
            $fields->text('createAt'),
        );
    }
}
