<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Model;

use Issuary\Fields;

/**
 * What Api\Cards::assign returns.
 */
final class AssignedCard
{
    public function __construct(
        /** The merchant's request number. */
        public readonly string $userReqNo,
        /** The card. */
        public readonly string $cardId,
        /** 3 awaiting activation. */
        public readonly string $status,
    ) {
    }

    /** @internal */
    public static function from(Fields $fields): self
    {
        return new self(
            $fields->text('userReqNo'),
            $fields->text('cardId'),
            $fields->text('status'),
        );
    }
}
