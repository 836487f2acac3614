<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary;

/** The codes of refusals. */
final class ErrorCode
{
    /** malformed envelope */
    public const ENVELOPE_MALFORMED = '100001';
    /** authentication failed */
    public const AUTHENTICATION_FAILED = '100002';
    /** source address not allowed */
    public const SOURCE_ADDRESS_NOT_ALLOWED = '100003';
    /** version or dataType not supported */
    public const ENVELOPE_NOT_SUPPORTED = '100004';
    /** too many requests */
    public const TOO_MANY_REQUESTS = '100005';
    /** parameter validation failed */
    public const PARAMETER_INVALID = '110001';
    /** product not enabled */
    public const PRODUCT_NOT_ENABLED = '110002';
    /** fee rules missing */
    public const FEE_RULE_MISSING = '110003';
    /** card, group or holder status not suitable */
    public const STATUS_NOT_SUITABLE = '110004';
    /** account balance insufficient */
    public const ACCOUNT_BALANCE_INSUFFICIENT = '110005';
    /** card or group balance insufficient */
    public const CARD_BALANCE_INSUFFICIENT = '110006';
    /** cardholder not reported */
    public const CARDHOLDER_NOT_REPORTED = '110007';
    /** limit below the used amount */
    public const LIMIT_BELOW_USED = '110008';
    /** request number already used with other content */
    public const REQUEST_NUMBER_REUSED = '110009';
    /** quote expired or unknown */
    public const QUOTE_EXPIRED = '110010';
    /** activation locked or code wrong */
    public const ACTIVATION_REFUSED = '110011';
    /** nothing found */
    public const NOTHING_FOUND = '120001';
    /** failed, try again later */
    public const TRY_AGAIN_LATER = '130001';
    /** order state unknown, query for the outcome */
    public const ORDER_STATE_UNKNOWN = '140001';
    /** system error */
    public const SYSTEM_ERROR = '999999';
}
