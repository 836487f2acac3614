<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Model;

use Issuary\Fields;
use Issuary\Secret;

/**
 * The content of card_activation_code. A physical card was assigned and awaits activation with this code.
 */
final class CardActivationCode
{
    public function __construct(
        /** The physical card. */
        public readonly string $cardId,
        /** The card number, masked. */
        public readonly Secret $cardNo,
        /** The 8-digit code that activates the card; JWE if the merchant’s cardData is jwe. */
        public readonly Secret $activationCode,
        /** When the code expires. */
        public readonly ?string $expireTime,
    ) {
    }

    /** @internal */
    public static function from(Fields $fields): self
    {
        return new self(
            $fields->text('cardId'),
            $fields->secret('cardNo'),
            $fields->secret('activationCode'),
            $fields->optionalText('expireTime'),
        );
    }
}
