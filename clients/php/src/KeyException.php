<?php

declare(strict_types=1);

namespace Issuary;

/** A key cannot be used. The message says why and never contains key material. */
final class KeyException extends IssuaryException
{
    public function __construct(public readonly string $option, string $problem)
    {
        parent::__construct("$option: $problem");
    }
}
