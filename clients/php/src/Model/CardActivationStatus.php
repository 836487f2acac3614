<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Model;

use Issuary\Fields;

/**
 * The content of card_activation_status. The activation of a physical card succeeded or failed.
 */
final class CardActivationStatus
{
    public function __construct(
        /** The physical card. */
        public readonly int $cardId,
        /** 1 success, 2 failure. The name is misspelt for compatibility. */
        public readonly int $staus,
        /** The same as staus. */
        public readonly ?int $status,
    ) {
    }

    /** @internal */
    public static function from(Fields $fields): self
    {
        return new self(
            $fields->integer('cardId'),
            $fields->integer('staus'),
            $fields->optionalInteger('status'),
        );
    }
}
