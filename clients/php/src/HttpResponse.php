<?php

declare(strict_types=1);

namespace Issuary;

/** A response as it was received. */
final class HttpResponse
{
    /** @param array<string, string|list<string>> $headers by name in any case */
    public function __construct(
        public readonly int $status,
        public readonly array $headers,
        public readonly string $body,
    ) {
    }
}
