<?php

declare(strict_types=1);

namespace Issuary;

/**
 * The operation may or may not have been carried out: there was no definite response, and retrying did not help. Repeat
 * the call with the same userReqNo and content, or look the order up by its userReqNo. Never repeat it under a new number.
 */
final class OutcomeUnknownException extends CallException
{
    public function __construct(Call $call, public readonly int $attempts, \Throwable $previous)
    {
        parent::__construct($call, "outcome unknown after $attempts " . ($attempts === 1 ? 'attempt' : 'attempts') . ': ' . $previous->getMessage(), $previous);
    }
}
