<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Model;

use Issuary\Fields;
use Issuary\Secret;

/**
 * The content of card_3ds_otp. A cardholder must confirm a purchase with a one-time password (3-D Secure).
 */
final class Card3dsOtp
{
    public function __construct(
        /** The one-time password that the cardholder must enter; JWE if the merchant’s cardData is jwe. */
        public readonly Secret $otp,
        /** The card. */
        public readonly string $cardId,
        /** The card number, masked. */
        public readonly Secret $cardNo,
        /** The currency of the purchase. */
        public readonly string $transactionCurrency,
        /** The amount of the purchase. */
        public readonly string $transactionAmount,
        /** The card acceptor. */
        public readonly string $merchantName,
    ) {
    }

    /** @internal */
    public static function from(Fields $fields): self
    {
        return new self(
            $fields->secret('otp'),
            $fields->text('cardId'),
            $fields->secret('cardNo'),
            $fields->text('transactionCurrency'),
            $fields->text('transactionAmount'),
            $fields->text('merchantName'),
        );
    }
}
