<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Model;

use Issuary\Fields;
use Issuary\Secret;

/**
 * Part of CardOperate.
 */
final class CardInfo
{
    public function __construct(
        /** The card number: masked unless the merchant is configured to receive it, and JWE if its cardData is jwe. */
        public readonly Secret $cardNo,
        /** The CVV2, only for merchants that are configured to receive it; JWE if their cardData is jwe. */
        public readonly ?Secret $cardVerifyNo,
        /** The expiry date on the card, yyyy-MM. */
        public readonly string $cardExpiryDate,
        /** The merchant's name for the card. */
        public readonly string $cardAlias,
        /** The merchant's label for the card. */
        public readonly string $cardLabel,
        /** The currency of the card. */
        public readonly string $localCurrency,
        /** The first day on which the card can be used, yyyy-MM-dd. */
        public readonly string $startActiveDate,
        /** The last day on which the card can be used, yyyy-MM-dd. */
        public readonly string $endCloseDate,
    ) {
    }

    /** @internal */
    public static function from(Fields $fields): self
    {
        return new self(
            $fields->secret('cardNo'),
            $fields->optionalSecret('cardVerifyNo'),
            $fields->text('cardExpiryDate'),
            $fields->text('cardAlias'),
            $fields->text('cardLabel'),
            $fields->text('localCurrency'),
            $fields->text('startActiveDate'),
            $fields->text('endCloseDate'),
        );
    }
}
