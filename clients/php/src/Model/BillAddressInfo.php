<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Model;

use Issuary\Fields;

/**
 * Part of Card.
 */
final class BillAddressInfo
{
    public function __construct(
        /** ISO 3166-1 alpha-3 code. */
        public readonly string $countryCode,
        /** The country's name in English. */
        public readonly string $country,
        /** State or province. */
        public readonly string $billingState,
        /** City. */
        public readonly string $billingCity,
        /** Street and number. */
        public readonly string $billingAddress,
        /** Postal code; empty when the country has none. */
        public readonly string $billingZipCode,
    ) {
    }

    /** @internal */
    public static function from(Fields $fields): self
    {
        return new self(
            $fields->text('countryCode'),
            $fields->text('country'),
            $fields->text('billingState'),
            $fields->text('billingCity'),
            $fields->text('billingAddress'),
            $fields->text('billingZipCode'),
        );
    }
}
