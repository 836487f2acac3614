<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Model;

use Issuary\Fields;

/**
 * Part of Card.
 */
final class CardUserInfo
{
    public function __construct(
        /** Given name. */
        public readonly string $firstName,
        /** Family name. */
        public readonly string $lastName,
        /** E-mail address. */
        public readonly string $email,
        /** Mobile number with its calling code. */
        public readonly string $mobile,
        /** Date of birth, yyyy-MM-dd. */
        public readonly string $birthDate,
    ) {
    }

    /** @internal */
    public static function from(Fields $fields): self
    {
        return new self(
            $fields->text('firstName'),
            $fields->text('lastName'),
            $fields->text('email'),
            $fields->text('mobile'),
            $fields->text('birthDate'),
        );
    }
}
