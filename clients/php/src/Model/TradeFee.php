<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Model;

use Issuary\Fields;

/**
 * The content of trade_fee. A fee was charged for a transaction or returned.
 */
final class TradeFee
{
    public function __construct(
        /** The card of the transaction. */
        public readonly string $cardId,
        /** 91 reversal processing, 92 forced settlement, 93 exception settlement, 94 settlement after reversal, 95 settlement exchange difference, 96 small transaction, 97 cross-border, 98 refund processing, 99 transaction processing. */
        public readonly int $opType,
        /** The fee. */
        public readonly string $receiptNo,
        /** The transaction of the fee. */
        public readonly string $recordNo,
        /** The merchant. */
        public readonly string $userNo,
        /** The currency of the fee. */
        public readonly string $realCcy,
        /** The fee; negative when one is returned. */
        public readonly string $realFee,
        /** When the fee was charged. */
        public readonly string $createAt,
    ) {
    }

    /** @internal */
    public static function from(Fields $fields): self
    {
        return new self(
            $fields->text('cardId'),
            $fields->integer('opType'),
            $fields->text('receiptNo'),
            $fields->text('recordNo'),
            $fields->text('userNo'),
            $fields->text('realCcy'),
            $fields->text('realFee'),
            $fields->text('createAt'),
        );
    }
}
