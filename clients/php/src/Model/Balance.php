<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Model;

use Issuary\Fields;

/**
 * What Api\Accounts::balance returns.
 */
final class Balance
{
    public function __construct(
        /** 1 card account, 2 dpt account. */
        public readonly int $accountType,
        /** The currency or coin of the account. */
        public readonly string $currency,
        /** The total balance. Of a sum with more than 15 digits all but the first 15 are zeros. */
        public readonly string $currentBalance,
        /** The part that can be spent. */
        public readonly string $availableBalance,
        /** The part held by open orders. */
        public readonly string $frozenBalance,
    ) {
    }

    /** @internal */
    public static function from(Fields $fields): self
    {
        return new self(
            $fields->integer('accountType'),
            $fields->text('currency'),
            $fields->decimal('currentBalance'),
            $fields->decimal('availableBalance'),
            $fields->decimal('frozenBalance'),
        );
    }
}
