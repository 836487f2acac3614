<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Api;

use Issuary\CallException;
use Issuary\Client;
use Issuary\Model\Cardholder;
use Issuary\Model\CardholderApplyResult;
use Issuary\Model\CardholderDeleteResult;

/** The methods of a client's holders. */
final class Holders
{
    /** @internal */
    public function __construct(private readonly Client $client)
    {
    }

    /**
     * Reports a cardholder, who is enabled immediately. Email and mobile identify the cardholder: repeating the same
     * application, with or without a userReqNo, returns the same cardholder.
     *
     * May be refused with ErrorCode::AUTHENTICATION_FAILED, SOURCE_ADDRESS_NOT_ALLOWED, ENVELOPE_NOT_SUPPORTED,
     * TOO_MANY_REQUESTS, PARAMETER_INVALID, REQUEST_NUMBER_REUSED, TRY_AGAIN_LATER, SYSTEM_ERROR.
     *
     * @param string $firstName Given name.
     * @param string $lastName Family name.
     * @param string $email E-mail address. Unique among the cardholders of the merchant, regardless of case.
     * @param string $mobilePrefix ITU calling code of the mobile number without plus, for example 86.
     * @param string $mobile Mobile number without its prefix. Unique among the cardholders of the merchant, with or without a trunk prefix 0.
     * @param string $birthDate Date of birth; the cardholder must be 18 or older.
     * @param string $countryCode ISO 3166-1 alpha-3 code of the billing address, or XKX for Kosovo. CNH is accepted for CHN.
     * @param string $billingState State or province. In the United States a two-letter code of the appendix.
     * @param string $billingCity City.
     * @param string $billingAddress Street and number.
     * @param string|null $middleName Middle name.
     * @param string|null $billingZipCode Postal code. May be omitted for countries and regions without postal codes, such as Hong Kong.
     * @param string|null $remark The merchant's own note.
     * @param int|null $gender 1 male, 2 female.
     * @param int|null $certificateType 1 identity card, 2 passport. Requires certificateNo.
     * @param string|null $certificateNo Number of the document. Requires certificateType.
     * @param string|null $certificateFrontImageBase64 The front of the document: a JPEG or PNG of at most 512 KiB, as Base64 or as a data: URI. Never returned.
     * @param string|null $certificateBackImageBase64 The back of the document: a JPEG or PNG of at most 512 KiB, as Base64 or as a data: URI. Never returned.
     * @param string|null $certificateHoldImageBase64 The cardholder holding the document: a JPEG or PNG of at most 512 KiB, as Base64 or as a data: URI. Never returned.
     * @param string|null $userReqNo The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. The client generates one when there is none.
     * @throws CallException
     */
    public function create(
        string $firstName,
        string $lastName,
        string $email,
        string $mobilePrefix,
        string $mobile,
        string $birthDate,
        string $countryCode,
        string $billingState,
        string $billingCity,
        string $billingAddress,
        ?string $middleName = null,
        ?string $billingZipCode = null,
        ?string $remark = null,
        ?int $gender = null,
        ?int $certificateType = null,
        ?string $certificateNo = null,
        ?string $certificateFrontImageBase64 = null,
        ?string $certificateBackImageBase64 = null,
        ?string $certificateHoldImageBase64 = null,
        ?string $userReqNo = null,
    ): CardholderApplyResult {
        return $this->client->send('cardholderApply', [
            'firstName' => $firstName,
            'lastName' => $lastName,
            'email' => $email,
            'mobilePrefix' => $mobilePrefix,
            'mobile' => $mobile,
            'birthDate' => $birthDate,
            'countryCode' => $countryCode,
            'billingState' => $billingState,
            'billingCity' => $billingCity,
            'billingAddress' => $billingAddress,
            'middleName' => $middleName,
            'billingZipCode' => $billingZipCode,
            'remark' => $remark,
            'gender' => $gender,
            'certificateType' => $certificateType,
            'certificateNo' => $certificateNo,
            'certificateFrontImageBase64' => $certificateFrontImageBase64,
            'certificateBackImageBase64' => $certificateBackImageBase64,
            'certificateHoldImageBase64' => $certificateHoldImageBase64,
            'userReqNo' => $userReqNo,
        ], CardholderApplyResult::from(...));
    }

    /**
     * Returns what was reported about a cardholder, without images, and the BIN ranges that accept the cardholder.
     *
     * May be refused with ErrorCode::AUTHENTICATION_FAILED, SOURCE_ADDRESS_NOT_ALLOWED, ENVELOPE_NOT_SUPPORTED,
     * TOO_MANY_REQUESTS, PARAMETER_INVALID, NOTHING_FOUND, SYSTEM_ERROR.
     *
     * @param string $cardUserId The cardholder.
     * @throws CallException
     */
    public function get(
        string $cardUserId,
    ): Cardholder {
        return $this->client->send('cardholderInfo', [
            'cardUserId' => $cardUserId,
        ], Cardholder::from(...));
    }

    /**
     * Deletes a cardholder without live cards. Email and mobile become available again. Deleting again changes
     * nothing.
     *
     * May be refused with ErrorCode::AUTHENTICATION_FAILED, SOURCE_ADDRESS_NOT_ALLOWED, ENVELOPE_NOT_SUPPORTED,
     * TOO_MANY_REQUESTS, PARAMETER_INVALID, STATUS_NOT_SUITABLE, REQUEST_NUMBER_REUSED, NOTHING_FOUND,
     * TRY_AGAIN_LATER, SYSTEM_ERROR.
     *
     * @param string $cardUserId The cardholder.
     * @param string|null $userReqNo The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. The client generates one when there is none.
     * @throws CallException
     */
    public function delete(
        string $cardUserId,
        ?string $userReqNo = null,
    ): CardholderDeleteResult {
        return $this->client->send('cardholderDelete', [
            'cardUserId' => $cardUserId,
            'userReqNo' => $userReqNo,
        ], CardholderDeleteResult::from(...));
    }
}
