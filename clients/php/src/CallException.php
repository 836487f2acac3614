<?php

declare(strict_types=1);

namespace Issuary;

/** A call did not end with a result. */
abstract class CallException extends IssuaryException
{
    public function __construct(public readonly Call $call, string $problem, ?\Throwable $previous = null)
    {
        parent::__construct($call->says($problem), 0, $previous);
    }
}
