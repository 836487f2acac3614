<?php

declare(strict_types=1);

namespace Issuary;

/**
 * An HTTP message as its signature covers it: a request has a method and a path, a response a status and its request.
 *
 * @internal
 */
final class Message
{
    /** @var array<string, list<string>> lines by lower-case name */
    public readonly array $headers;

    /** @param array<string, string|list<string>> $headers */
    public function __construct(
        public readonly string $body,
        array $headers,
        public readonly ?string $method = null,
        public readonly ?string $path = null,
        public readonly ?int $status = null,
        public readonly ?self $request = null,
    ) {
        $lines = [];
        foreach ($headers as $name => $value) {
            $name = strtolower((string) $name);
            $lines[$name] = [...($lines[$name] ?? []), ...array_values((array) $value)];
        }
        $this->headers = $lines;
    }

    /** @param array<string, string> $headers further headers */
    public function with(array $headers): self
    {
        return new self($this->body, [...$this->headers, ...$headers], $this->method, $this->path, $this->status, $this->request);
    }

    /** Returns a header with its lines joined; null when it is absent. */
    public function header(string $name): ?string
    {
        return isset($this->headers[$name]) ? implode(', ', array_map('trim', $this->headers[$name])) : null;
    }

    /** Returns the value of a component without parameters; null when there is none. */
    public function component(string $name): ?string
    {
        return match (true) {
            $name === '@method' => $this->method,
            $name === '@path' => $this->path === '' ? '/' : $this->path,
            $name === '@authority' => $this->method === null ? null : strtolower($this->header('host') ?? ''),
            $name === '@status' => $this->status === null ? null : (string) $this->status,
            default => $this->header($name),
        };
    }
}
