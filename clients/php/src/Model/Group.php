<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Model;

use Issuary\Fields;

/**
 * What Api\Groups::list and Api\Groups::get returns.
 */
final class Group
{
    public function __construct(
        /** The group. */
        public readonly string $groupId,
        /** The name of the group; empty when it has none. */
        public readonly string $groupName,
        /** The currency of the pool and its cards. */
        public readonly string $localCurrency,
        /** The total paid into the pool, less refunds to the account. */
        public readonly string $creditLimitAmt,
        /** The amount that its cards can spend. */
        public readonly string $balanceAmt,
        /** The amount that its cards used: authorized or cleared, less reversed and refunded. */
        public readonly string $usedAuthAmt,
        /** The number of its cards that are not closed. */
        public readonly int $cardCount,
        /** 0 frozen, 1 enabled. */
        public readonly int $status,
        /** The status in words. */
        public readonly string $statusDesc,
        /** When the group was opened. */
        public readonly string $createTime,
    ) {
    }

    /** @internal */
    public static function from(Fields $fields): self
    {
        return new self(
            $fields->text('groupId'),
            $fields->text('groupName'),
            $fields->text('localCurrency'),
            $fields->decimal('creditLimitAmt'),
            $fields->decimal('balanceAmt'),
            $fields->decimal('usedAuthAmt'),
            $fields->integer('cardCount'),
            $fields->integer('status'),
            $fields->text('statusDesc'),
            $fields->text('createTime'),
        );
    }
}
