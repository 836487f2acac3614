<?php

declare(strict_types=1);

namespace Issuary;

/**
 * A card number, verification number, PIN, activation code or one-time password. It prints, dumps and encodes as ***, so
 * that it does not reach a log by accident; masked card numbers print as they are. reveal() returns the text.
 */
final class Secret implements \JsonSerializable, \Stringable
{
    public function __construct(#[\SensitiveParameter] private readonly string $text)
    {
    }

    public function reveal(): string
    {
        return $this->text;
    }

    public function __toString(): string
    {
        return $this->text === '' || str_contains($this->text, '*') ? $this->text : '***';
    }

    public function jsonSerialize(): string
    {
        return (string) $this;
    }

    /** @return array{text: string} */
    public function __debugInfo(): array
    {
        return ['text' => (string) $this];
    }

    /** @return never */
    public function __serialize(): array
    {
        throw new \LogicException('a Secret is not serialized: store what reveal() returns, where that is allowed');
    }
}
