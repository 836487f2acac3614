<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Model;

use Issuary\Fields;

/**
 * What Api\Accounts::exchangeRate returns.
 */
final class Quote
{
    public function __construct(
        /** The quote, for Card account exchange. */
        public readonly string $quoteId,
        /** The currency or coin to sell. */
        public readonly string $sellCurrency,
        /** The currency or coin to buy. */
        public readonly string $buyCurrency,
        /** The price of one unit of the currency sold, in the currency bought. */
        public readonly string $exchangeRate,
        /** When the quote was given, yyyy-MM-dd HH:mm:ss. */
        public readonly string $quoteTime,
        /** When the quote expires, yyyy-MM-dd HH:mm:ss. */
        public readonly string $expireTime,
    ) {
    }

    /** @internal */
    public static function from(Fields $fields): self
    {
        return new self(
            $fields->text('quoteId'),
            $fields->text('sellCurrency'),
            $fields->text('buyCurrency'),
            $fields->decimal('exchangeRate'),
            $fields->text('quoteTime'),
            $fields->text('expireTime'),
        );
    }
}
