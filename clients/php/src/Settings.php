<?php

declare(strict_types=1);

namespace Issuary;

/**
 * What a client was constructed with.
 *
 * @internal
 */
final class Settings
{
    /**
     * @param non-empty-list<Key> $platformKeys
     * @param \Closure(): int $clock
     * @param \Closure(float): void $sleep
     */
    public function __construct(
        public readonly string $baseUrl,
        public readonly string $userNo,
        public readonly Key $ownKey,
        public readonly array $platformKeys,
        public readonly Key $requestKey,
        public readonly bool $unsigned,
        public readonly bool $requireSignature,
        public readonly ?string $notificationPath,
        public readonly float $timeout,
        public readonly int $maxAttempts,
        public readonly float $retryDelay,
        public readonly \Closure $clock,
        public readonly \Closure $sleep,
    ) {
    }

    public function now(): int
    {
        return ($this->clock)();
    }

    /** Whether a number on the wire, in JSON a number or a text, is this merchant's. */
    public function isOwnNumber(mixed $userNo): bool
    {
        return is_string($userNo) && preg_match('/^\d{1,11}$/D', $userNo) === 1 && (int) $userNo === (int) $this->userNo;
    }
}
