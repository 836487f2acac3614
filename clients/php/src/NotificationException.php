<?php

declare(strict_types=1);

namespace Issuary;

/** A message is not a notification from the platform to this merchant. Do not answer it with SUCCESS. */
final class NotificationException extends IssuaryException
{
    public function __construct(string $problem, ?\Throwable $previous = null)
    {
        parent::__construct($problem . ($previous === null ? '' : ': ' . $previous->getMessage()), 0, $previous);
    }
}
