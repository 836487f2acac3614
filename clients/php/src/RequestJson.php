<?php

declare(strict_types=1);

namespace Issuary;

/**
 * Writes requests as JSON.
 *
 * @internal
 */
final class RequestJson
{
    /**
     * Leaves out what is null. A Number is written as a JSON number with exactly its digits.
     *
     * @param array<string, mixed> $request
     * @throws RequestException
     */
    public static function of(string $operation, #[\SensitiveParameter] array $request): string
    {
        $parts = [];
        foreach ($request as $name => $value) {
            if ($value !== null) {
                $parts[] = self::encoded($operation, $name, (string) $name) . ':' . self::encoded($operation, $name, $value);
            }
        }
        return '{' . implode(',', $parts) . '}';
    }

    private static function encoded(string $operation, int|string $name, #[\SensitiveParameter] mixed $value): string
    {
        try {
            return match (true) {
                $value instanceof Number => Amount::plain($value->text),
                $value instanceof Secret => json_encode($value->reveal(), JSON_THROW_ON_ERROR),
                default => json_encode($value, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES),
            };
        } catch (\JsonException | \ValueError $problem) {
            throw new RequestException("$operation: $name: " . $problem->getMessage());
        }
    }
}
