<?php

declare(strict_types=1);

namespace Issuary;

/**
 * Posts over HTTP. Implement it to use the HTTP client of your framework; README.md has one for Symfony.
 */
interface Transport
{
    /**
     * Posts a body and returns the response, whatever its status. Does not follow redirects, checks certificates, and
     * ends after the seconds that are given, and beyond the bytes.
     *
     * @param array<string, string> $headers
     * @throws TransportException when there is no whole response
     */
    public function post(string $url, array $headers, string $body, float $timeout, int $maxBytes): HttpResponse;
}
