<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Model;

use Issuary\Fields;

/**
 * What Api\Holders::delete returns.
 */
final class CardholderDeleteResult
{
    public function __construct(
        /** The cardholder. */
        public readonly string $cardUserId,
    ) {
    }

    /** @internal */
    public static function from(Fields $fields): self
    {
        return new self(
            $fields->text('cardUserId'),
        );
    }
}
