<?php

declare(strict_types=1);

namespace Issuary;

/** Posts with ext-curl, over one connection for all calls. */
final class CurlTransport implements Transport
{
    /** No connection was made: the name, the address, the handshake of TLS. */
    private const NOTHING_SENT = [CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT, CURLE_SSL_CONNECT_ERROR, 60];

    private ?\CurlHandle $handle = null;

    /** @param array<int, mixed> $options further options of curl: a proxy, certificate authorities */
    public function __construct(private readonly array $options = [])
    {
    }

    public function post(string $url, array $headers, string $body, float $timeout, int $maxBytes): HttpResponse
    {
        $this->handle ??= curl_init();
        curl_reset($this->handle);
        [$received, $text] = [[], ''];
        curl_setopt_array($this->handle, $this->options + [
            CURLOPT_URL => $url,
            CURLOPT_POST => true,
            CURLOPT_POSTFIELDS => $body,
            // Without an empty Expect, curl waits a second for large bodies.
            CURLOPT_HTTPHEADER => [...array_map(static fn (string $name) => "$name: $headers[$name]", array_keys($headers)), 'expect:'],
            CURLOPT_FOLLOWLOCATION => false,
            CURLOPT_PROTOCOLS => CURLPROTO_HTTP | CURLPROTO_HTTPS,
            CURLOPT_TIMEOUT_MS => max(1, (int) ($timeout * 1000)),
            CURLOPT_NOSIGNAL => true,
            CURLOPT_HEADERFUNCTION => static function ($handle, string $line) use (&$received): int {
                if (str_starts_with($line, 'HTTP/')) {
                    $received = []; // An interim response came before.
                } elseif (str_contains($line, ':')) {
                    [$name, $value] = explode(':', $line, 2);
                    $received[strtolower(trim($name))][] = trim($value);
                }
                return strlen($line);
            },
            CURLOPT_WRITEFUNCTION => static function ($handle, string $part) use (&$text, $maxBytes): int {
                $text .= $part;
                return strlen($text) > $maxBytes ? 0 : strlen($part);
            },
        ]);
        if (curl_exec($this->handle) === false) {
            if (strlen($text) > $maxBytes) {
                throw new TransportException("a response of more than $maxBytes bytes", isTooLong: true);
            }
            throw new TransportException(curl_error($this->handle), in_array(curl_errno($this->handle), self::NOTHING_SENT, true));
        }
        return new HttpResponse(curl_getinfo($this->handle, CURLINFO_RESPONSE_CODE), $received, $text);
    }
}
