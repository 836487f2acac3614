<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Model;

use Issuary\Fields;

/**
 * What Api\Groups::setStatus returns.
 */
final class GroupStatusResult
{
    public function __construct(
        /** The merchant's request number. */
        public readonly string $userReqNo,
        /** The group. */
        public readonly string $groupId,
        /** The new status: 0 frozen, 1 enabled. */
        public readonly int $status,
    ) {
    }

    /** @internal */
    public static function from(Fields $fields): self
    {
        return new self(
            $fields->text('userReqNo'),
            $fields->text('groupId'),
            $fields->integer('status'),
        );
    }
}
