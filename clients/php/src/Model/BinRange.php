<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Model;

use Issuary\Fields;

/**
 * What Api\Bins::list returns.
 */
final class BinRange
{
    public function __construct(
        /** The id of the range, for card openings. */
        public readonly string $binRangeId,
        /** The leading digits of its card numbers. */
        public readonly string $cardBin,
        /** The card network. */
        public readonly string $cardBrand,
        /** 1 regular, 2 shared: a supplementary card of a group. */
        public readonly int $cardType,
        /** 1 virtual, 2 physical. */
        public readonly int $cardForm,
        /** Whether an opening requires a cardholder: 0 no, 1 yes. */
        public readonly int $needCardholder,
        /**
         * The fields that the cardholder must have, as named in Cardholder Application.
         *
         * @var list<string>
         */
        public readonly array $requiredFields,
        /** The currency of the cards and of the amounts below. */
        public readonly string $currency,
        /** The fee of an opening. */
        public readonly string $openFee,
        /** The fee of a recharge as a share of its amount: 0.01 is 1 %. Rounded up to the minor unit. */
        public readonly string $rechargeFeeRate,
        /** The minimum fee of a recharge, if the range has one. */
        public readonly ?string $minRechargeFee,
        /** The smallest amount for funding or recharging a card. */
        public readonly string $minAmount,
        /** The largest amount for funding or recharging a card. */
        public readonly string $maxAmount,
        /** 0 closed for new cards, 1 open. */
        public readonly int $status,
    ) {
    }

    /** @internal */
    public static function from(Fields $fields): self
    {
        return new self(
            $fields->text('binRangeId'),
            $fields->text('cardBin'),
            $fields->text('cardBrand'),
            $fields->integer('cardType'),
            $fields->integer('cardForm'),
            $fields->integer('needCardholder'),
            $fields->texts('requiredFields'),
            $fields->text('currency'),
            $fields->decimal('openFee'),
            $fields->decimal('rechargeFeeRate'),
            $fields->optionalDecimal('minRechargeFee'),
            $fields->decimal('minAmount'),
            $fields->decimal('maxAmount'),
            $fields->integer('status'),
        );
    }
}
