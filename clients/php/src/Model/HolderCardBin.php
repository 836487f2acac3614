<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Model;

use Issuary\Fields;

/**
 * Part of Cardholder.
 */
final class HolderCardBin
{
    public function __construct(
        /** The BIN range. */
        public readonly string $binRangeId,
        /** The leading digits of its card numbers. */
        public readonly string $cardBin,
        /** 0 disabled, 1 enabled, 2 deleted, 3 in process. */
        public readonly int $holderStatus,
        /** The status in words. */
        public readonly string $holderStatusDesc,
    ) {
    }

    /** @internal */
    public static function from(Fields $fields): self
    {
        return new self(
            $fields->text('binRangeId'),
            $fields->text('cardBin'),
            $fields->integer('holderStatus'),
            $fields->text('holderStatusDesc'),
        );
    }
}
