<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Model;

use Issuary\Fields;

/**
 * What Api\Holders::get returns.
 */
final class Cardholder
{
    public function __construct(
        /** The cardholder. */
        public readonly string $cardUserId,
        /** Given name. */
        public readonly string $firstName,
        /** Middle name. */
        public readonly ?string $middleName,
        /** Family name. */
        public readonly string $lastName,
        /** E-mail address. */
        public readonly string $email,
        /** Calling code of the mobile number without plus. */
        public readonly string $mobilePrefix,
        /** Mobile number without its prefix. */
        public readonly string $mobile,
        /** Date of birth. */
        public readonly string $birthDate,
        /** ISO 3166-1 alpha-3 code of the billing address. */
        public readonly string $countryCode,
        /** State or province. */
        public readonly string $billingState,
        /** City. */
        public readonly string $billingCity,
        /** Street and number. */
        public readonly string $billingAddress,
        /** Postal code; empty when the country has none. */
        public readonly string $billingZipCode,
        /** The merchant's own note. */
        public readonly ?string $remark,
        /** 1 male, 2 female. */
        public readonly ?int $gender,
        /** 1 identity card, 2 passport. */
        public readonly ?int $certificateType,
        /** Number of the document. */
        public readonly ?string $certificateNo,
        /** 0 disabled, 1 enabled, 2 deleted, 3 in process. */
        public readonly int $status,
        /**
         * The BIN ranges in which the merchant can open cards for this cardholder.
         *
         * @var list<HolderCardBin>
         */
        public readonly array $holderCardBins,
        /** When the cardholder was reported. */
        public readonly string $createAt,
    ) {
    }

    /** @internal */
    public static function from(Fields $fields): self
    {
        return new self(
            $fields->text('cardUserId'),
            $fields->text('firstName'),
            $fields->optionalText('middleName'),
            $fields->text('lastName'),
            $fields->text('email'),
            $fields->text('mobilePrefix'),
            $fields->text('mobile'),
            $fields->text('birthDate'),
            $fields->text('countryCode'),
            $fields->text('billingState'),
            $fields->text('billingCity'),
            $fields->text('billingAddress'),
            $fields->text('billingZipCode'),
            $fields->optionalText('remark'),
            $fields->optionalInteger('gender'),
            $fields->optionalInteger('certificateType'),
            $fields->optionalText('certificateNo'),
            $fields->integer('status'),
            $fields->objects('holderCardBins', HolderCardBin::from(...)),
            $fields->text('createAt'),
        );
    }
}
