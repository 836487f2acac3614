<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary;

/** How far an order is. */
final class OrderStatus
{
    /** in process */
    public const IN_PROCESS = 0;
    /** success */
    public const SUCCESS = 1;
    /** failure */
    public const FAILURE = 2;
}
