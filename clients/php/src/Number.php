<?php

declare(strict_types=1);

namespace Issuary;

/**
 * An amount of a request on its way into JSON.
 *
 * @internal
 */
final class Number
{
    public function __construct(public readonly string|int $text)
    {
    }

    public static function optional(string|int|null $text): ?self
    {
        return $text === null || $text === '' ? null : new self($text);
    }
}
