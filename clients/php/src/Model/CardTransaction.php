<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Model;

use Issuary\Fields;

/**
 * The content of card_transaction. A card transaction was approved, declined, settled, reversed or refunded. What
 * Api\Transactions::list returns.
 */
final class CardTransaction
{
    public function __construct(
        /** The transaction. Its settlement is notified again under the same number. */
        public readonly string $recordNo,
        /** The card that was used. */
        public readonly string $cardId,
        /** When the transaction was made. */
        public readonly string $transactionTime,
        /** The card acceptor's currency, which may be a withdrawn one. */
        public readonly ?string $transCurrency,
        /** The amount in transCurrency. */
        public readonly string $transCurrencyAmt,
        /** The card's currency. */
        public readonly string $localCurrency,
        /** The amount in the card's currency. */
        public readonly string $localCurrencyAmt,
        /** The approval code of the authorization. */
        public readonly ?string $approvalCode,
        /** The card acceptor. */
        public readonly string $merchantName,
        /** The card acceptor's ISO 18245 category. */
        public readonly ?string $merchantCategoryCode,
        /** 0 domestic, 1 overseas. */
        public readonly ?string $crossBoardType,
        /** 1 consumption, 2 reversal, 3 refund, 4 settlement difference, 5 capture after reversal, 7 forced settlement. */
        public readonly string $transType,
        /** 1 success, 2 failed. */
        public readonly string $transStatus,
        /** The transaction that this one reverses, refunds or clears. */
        public readonly ?string $originRecordNo,
        /** 1 unsettled, 2 settled. */
        public readonly int $transCategory,
        /** Where fees are charged: 1 card, 2 account. */
        public readonly ?int $feeType,
        /** Where the money is booked: 1 card, 2 account. */
        public readonly ?int $fundsType,
        /** 0 out, 1 in. */
        public readonly ?int $fundsDirection,
        /** The settled amount in the card's currency. An upstream may send a negative amount, which moves in the opposite direction. */
        public readonly ?string $settleAmount,
        /** When the transaction was settled. */
        public readonly ?string $settleTime,
        /** The response code; 000000 means success. */
        public readonly string $respCode,
        /** The response code in words. */
        public readonly string $respCodeDesc,
    ) {
    }

    /** @internal */
    public static function from(Fields $fields): self
    {
        return new self(
            $fields->text('recordNo'),
            $fields->text('cardId'),
            $fields->text('transactionTime'),
            $fields->optionalText('transCurrency'),
            $fields->decimal('transCurrencyAmt'),
            $fields->text('localCurrency'),
            $fields->decimal('localCurrencyAmt'),
            $fields->optionalText('approvalCode'),
            $fields->text('merchantName'),
            $fields->optionalText('merchantCategoryCode'),
            $fields->optionalText('crossBoardType'),
            $fields->text('transType'),
            $fields->text('transStatus'),
            $fields->optionalText('originRecordNo'),
            $fields->integer('transCategory'),
            $fields->optionalInteger('feeType'),
            $fields->optionalInteger('fundsType'),
            $fields->optionalInteger('fundsDirection'),
            $fields->optionalDecimal('settleAmount'),
            $fields->optionalText('settleTime'),
            $fields->text('respCode'),
            $fields->text('respCodeDesc'),
        );
    }
}
