<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary;

/** The kinds of orders. */
final class OpType
{
    /** card opening */
    public const CARD_OPENING = 15;
    /** recharge */
    public const RECHARGE = 16;
    /** refund */
    public const REFUND = 18;
    /** card cancellation */
    public const CARD_CANCELLATION = 19;
    /** group opening */
    public const GROUP_OPENING = 26;
}
