<?php

declare(strict_types=1);

namespace Issuary;

/**
 * The platform could not be reached or did not respond in time. Nothing was changed: the operation is a query, or no
 * connection was ever made.
 */
final class NoResponseException extends CallException
{
    /** @param int|null $retryAfter how many seconds the platform asks to wait, if it said so */
    public function __construct(Call $call, public readonly int $attempts, public readonly ?int $retryAfter, \Throwable $previous)
    {
        parent::__construct($call, "no response after $attempts " . ($attempts === 1 ? 'attempt' : 'attempts') . ': ' . $previous->getMessage(), $previous);
    }
}
