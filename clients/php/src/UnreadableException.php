<?php

declare(strict_types=1);

namespace Issuary;

/**
 * The response is not the platform's, not for this merchant, or not as the API promises. An operation that changes
 * something may have been carried out: treat it like an OutcomeUnknownException.
 */
final class UnreadableException extends CallException
{
    public function __construct(Call $call, string $problem, ?\Throwable $previous = null)
    {
        parent::__construct($call, $problem . ($previous === null ? '' : ': ' . $previous->getMessage()), $previous);
    }
}
