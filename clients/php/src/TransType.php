<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary;

/** The kinds of card transactions. */
final class TransType
{
    /** consumption */
    public const CONSUMPTION = '1';
    /** reversal */
    public const REVERSAL = '2';
    /** refund */
    public const REFUND = '3';
    /** settlement difference */
    public const SETTLEMENT_DIFFERENCE = '4';
    /** capture after reversal */
    public const CAPTURE_AFTER_REVERSAL = '5';
    /** forced settlement */
    public const FORCED_SETTLEMENT = '7';
}
