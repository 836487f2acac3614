<?php

declare(strict_types=1);

namespace Issuary;

/** Posts with PHP's own streams, for installations without ext-curl. Needs allow_url_fopen. */
final class StreamTransport implements Transport
{
    public function post(string $url, array $headers, string $body, float $timeout, int $maxBytes): HttpResponse
    {
        $lines = array_map(static fn (string $name) => "$name: $headers[$name]", array_keys($headers));
        $context = stream_context_create(['http' => [
            'method' => 'POST',
            'header' => [...$lines, 'connection: close'],
            'content' => $body,
            'timeout' => $timeout,
            'follow_location' => 0,
            'max_redirects' => 1,
            'ignore_errors' => true,
            'protocol_version' => 1.1,
        ]]);
        $deadline = microtime(true) + $timeout;
        $problem = '';
        set_error_handler(static function (int $level, string $message) use (&$problem): bool {
            $problem = $problem === '' ? $message : $problem;
            return true;
        });
        try {
            $stream = fopen($url, 'r', false, $context);
        } finally {
            restore_error_handler();
        }
        if ($stream === false) {
            $reason = preg_replace('/^fopen\([^)]*\): (?:Failed to open stream: )?/', '', $problem);
            throw new TransportException((string) $reason, str_contains($problem, 'refused') || str_contains($problem, 'getaddrinfo'));
        }
        [$status, $received] = self::headersOf(stream_get_meta_data($stream)['wrapper_data'] ?? []);
        return new HttpResponse($status, $received, self::bodyOf($stream, $deadline, $maxBytes));
    }

    /** @param resource $stream */
    private static function bodyOf($stream, float $deadline, int $maxBytes): string
    {
        $text = '';
        try {
            while (!feof($stream)) {
                $left = $deadline - microtime(true);
                if ($left <= 0) {
                    throw new TransportException('timed out');
                }
                stream_set_timeout($stream, (int) $left, (int) (fmod($left, 1) * 1_000_000));
                $text .= (string) fread($stream, 65536);
                if (strlen($text) > $maxBytes) {
                    throw new TransportException("a response of more than $maxBytes bytes", isTooLong: true);
                }
            }
        } finally {
            fclose($stream);
        }
        return $text;
    }

    /**
     * @param list<string> $lines
     * @return array{int, array<string, list<string>>}
     */
    private static function headersOf(array $lines): array
    {
        [$status, $headers] = [0, []];
        foreach ($lines as $line) {
            if (preg_match('/^HTTP\/\S+ (\d{3})/', $line, $found) === 1) {
                [$status, $headers] = [(int) $found[1], []];
            } elseif (str_contains($line, ':')) {
                [$name, $value] = explode(':', $line, 2);
                $headers[strtolower(trim($name))][] = trim($value);
            }
        }
        return [$status, $headers];
    }
}
