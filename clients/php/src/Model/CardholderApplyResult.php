<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Model;

use Issuary\Fields;

/**
 * What Api\Holders::create returns.
 */
final class CardholderApplyResult
{
    public function __construct(
        /** The cardholder. */
        public readonly string $cardUserId,
        /** 0 disabled, 1 enabled, 2 deleted, 3 in process. */
        public readonly int $status,
    ) {
    }

    /** @internal */
    public static function from(Fields $fields): self
    {
        return new self(
            $fields->text('cardUserId'),
            $fields->integer('status'),
        );
    }
}
