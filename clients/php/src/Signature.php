<?php

declare(strict_types=1);

namespace Issuary;

/**
 * HTTP message signatures (RFC 9421) with digests of RFC 9530, under the label issuary.
 *
 * @internal
 */
final class Signature
{
    public const REQUEST = ['"@method"', '"@path"', '"content-digest"'];
    public const RESPONSE = ['"@status"', '"content-digest"', '"signature";req;key="issuary"'];

    private const LABEL = 'issuary';
    private const MAX_LIFETIME = 300;
    private const MAX_CLOCK_SKEW = 60;
    private const PSS = 'rsa-pss-sha512';
    private const PKCS1 = 'rsa-v1_5-sha256';

    /**
     * Signs a message and returns the headers to send with it.
     *
     * @param list<string> $components
     * @return array{content-digest: string, signature-input: string, signature: string}
     */
    public static function sign(Message $message, array $components, string $keyId, Key $key, int $now, string $nonce): array
    {
        $algorithm = RsaPadding::fitsPss($key) ? self::PSS : self::PKCS1;
        $digest = 'sha-256=:' . base64_encode(hash('sha256', $message->body, true)) . ':';
        $written = sprintf(
            '(%s);created=%d;expires=%d;nonce=%s;keyid=%s;alg=%s',
            implode(' ', $components),
            $now,
            $now + self::MAX_LIFETIME,
            StructuredField::quoted($nonce),
            StructuredField::quoted($keyId),
            StructuredField::quoted($algorithm),
        );
        $input = self::LABEL . '=' . $written;
        $text = self::base($message->with(['content-digest' => $digest]), StructuredField::dictionary($input)[self::LABEL]);
        $signature = self::signText($algorithm, $text, $key);
        return [
            'content-digest' => $digest,
            'signature-input' => $input,
            'signature' => self::LABEL . '=:' . base64_encode($signature) . ':',
        ];
    }

    public static function signText(string $algorithm, string $text, Key $key): string
    {
        if ($algorithm === self::PSS) {
            return RsaPadding::signPss($text, $key);
        }
        openssl_sign($text, $signature, $key->key, OPENSSL_ALGO_SHA256);
        return $signature;
    }

    /**
     * Checks the signature with the label issuary; others belong to proxies.
     *
     * @param list<string> $required the components that it must cover
     * @param list<Key> $keys public keys of the sender
     * @return bool false when there is none
     * @throws CodecException when there is one that is not valid
     */
    public static function verify(Message $message, array $required, string $keyId, array $keys, int $now): bool
    {
        $found = self::find($message);
        if ($found === null) {
            return false;
        }
        [$input, $signature] = $found;
        if (array_diff($required, array_map(StructuredField::text(...), $input['items'])) !== []) {
            throw new CodecException('signature component');
        }
        $algorithm = self::checkParameters($input['params'], $keyId, $now);
        self::checkDigest($message);
        $text = self::base($message, $input);
        $usable = array_filter($keys, static fn (Key $key) => $algorithm !== self::PSS || RsaPadding::fitsPss($key));
        foreach ($usable as $key) {
            if (self::isSignedBy($algorithm, $text, $signature, $key)) {
                return true;
            }
        }
        throw new CodecException($usable === [] ? 'signature alg' : 'signature signature');
    }

    private static function isSignedBy(string $algorithm, string $text, string $signature, Key $key): bool
    {
        $isSigned = $algorithm === self::PSS
            ? RsaPadding::isSignedPss($text, $signature, $key)
            : openssl_verify($text, $signature, $key->key, OPENSSL_ALGO_SHA256) === 1;
        while (openssl_error_string() !== false) {
        }
        return $isSigned;
    }

    /** @return array{array<string, mixed>, string}|null both halves, or null when neither is there */
    private static function find(Message $message): ?array
    {
        $input = StructuredField::dictionary($message->header('signature-input') ?? '')[self::LABEL] ?? null;
        $signature = StructuredField::dictionary($message->header('signature') ?? '')[self::LABEL] ?? null;
        if ($input === null && $signature === null) {
            return null;
        }
        if ($input === null || $signature === null) {
            throw new CodecException('signature incomplete');
        }
        foreach (['signature-input', 'signature', 'content-digest'] as $name) {
            if (count($message->headers[$name] ?? []) > 1) {
                throw new CodecException('signature duplicate');
            }
        }
        $value = $signature['value'] ?? '';
        if (!isset($input['items']) || !str_starts_with($value, ':') || $signature['params'] !== []) {
            throw new CodecException('signature malformed');
        }
        return [$input, (string) base64_decode(trim($value, ':'), true)];
    }

    /**
     * @param array<string, string> $params
     * @return string the algorithm
     */
    private static function checkParameters(array $params, string $keyId, int $now): string
    {
        $nonce = strlen(StructuredField::unquoted($params['nonce'] ?? null) ?? '');
        [$created, $expires] = [$params['created'] ?? '', $params['expires'] ?? ''];
        $algorithm = StructuredField::unquoted($params['alg'] ?? null);
        $fault = match (true) {
            $nonce < 16, $nonce > 64, !ctype_digit($created), !ctype_digit($expires) => 'parameter',
            $expires <= $created, $expires > $created + self::MAX_LIFETIME => 'lifetime',
            $now < $created - self::MAX_CLOCK_SKEW => 'early',
            $now > $expires + self::MAX_CLOCK_SKEW => 'expired',
            StructuredField::unquoted($params['keyid'] ?? null) !== $keyId => 'keyid',
            $algorithm !== self::PSS && $algorithm !== self::PKCS1 => 'alg',
            default => null,
        };
        return $fault === null ? (string) $algorithm : throw new CodecException("signature $fault");
    }

    /** Checks that there is a digest of a known algorithm, and that all of these match the body. */
    private static function checkDigest(Message $message): void
    {
        $members = StructuredField::dictionary($message->header('content-digest') ?? '');
        $known = array_intersect_key(['sha-256' => 'sha256', 'sha-512' => 'sha512'], $members);
        foreach ($known as $name => $algorithm) {
            $digest = ':' . base64_encode(hash($algorithm, $message->body, true)) . ':';
            if (($members[$name]['value'] ?? '') !== $digest) {
                throw new CodecException('signature digest');
            }
        }
        if ($known === []) {
            throw new CodecException('signature digest');
        }
    }

    /**
     * Builds the text that is signed (RFC 9421 section 2.5).
     *
     * @param array<string, mixed> $input
     */
    public static function base(Message $message, array $input): string
    {
        $lines = [];
        foreach ($input['items'] as $item) {
            $name = StructuredField::text($item);
            if (isset($lines[$name])) {
                throw new CodecException('signature duplicate');
            }
            $value = self::covered($message, $item);
            // A line break would start a line that nobody signed.
            if ($value === null || strpbrk($value, "\r\n") !== false) {
                throw new CodecException('signature component');
            }
            $lines[$name] = "$name: $value";
        }
        return implode("\n", [...array_values($lines), '"@signature-params": ' . StructuredField::text($input)]);
    }

    /** @param array{value: string, params: array<string, string>} $item */
    private static function covered(Message $message, array $item): ?string
    {
        $name = StructuredField::unquoted($item['value']);
        $from = isset($item['params']['req']) ? $message->request : $message;
        $isKnown = array_diff_key($item['params'], ['req' => '', 'key' => '']) === [] && ($item['params']['req'] ?? '?1') === '?1';
        if ($name === null || $from === null || !$isKnown) {
            return null;
        }
        if (!isset($item['params']['key'])) {
            return $from->component($name);
        }
        $member = StructuredField::dictionary($from->header($name) ?? '')[StructuredField::unquoted($item['params']['key']) ?? ''] ?? null;
        return $member === null ? null : StructuredField::text($member);
    }
}
