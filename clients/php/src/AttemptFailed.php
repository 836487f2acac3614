<?php

declare(strict_types=1);

namespace Issuary;

/**
 * An attempt failed that may be made again. Callers see its previous exception.
 *
 * @internal
 */
final class AttemptFailed extends \RuntimeException
{
    /** @param bool $mayBeDone the platform may have carried the operation out although the attempt failed */
    public function __construct(
        public readonly Call $call,
        string $problem,
        public readonly ?int $retryAfter = null,
        public readonly bool $mayBeDone = false,
        ?\Throwable $previous = null,
    ) {
        parent::__construct($problem, 0, $previous);
    }
}
