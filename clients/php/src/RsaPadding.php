<?php

declare(strict_types=1);

namespace Issuary;

/**
 * PSS with SHA-512 and OAEP with SHA-256 (RFC 8017), which PHP's OpenSSL functions have only from 8.5 on.
 *
 * @internal
 */
final class RsaPadding
{
    private const HASH_BYTES = 64;

    /** Whether a key has room for a hash and a salt of the same length; 1024 bits have not. */
    public static function fitsPss(Key $key): bool
    {
        return $key->bytes >= 2 * self::HASH_BYTES + 2;
    }

    public static function signPss(string $text, Key $key): string
    {
        $salt = random_bytes(self::HASH_BYTES);
        $hash = hash('sha512', str_repeat("\0", 8) . hash('sha512', $text, true) . $salt, true);
        $block = str_pad("\1" . $salt, $key->bytes - self::HASH_BYTES - 1, "\0", STR_PAD_LEFT);
        $masked = $block ^ self::mask($hash, strlen($block), 'sha512');
        $masked[0] = $masked[0] & "\x7f";
        if (!openssl_private_encrypt($masked . $hash . "\xbc", $signature, $key->key, OPENSSL_NO_PADDING)) {
            throw new CodecException('OpenSSL does not sign with this key');
        }
        return $signature;
    }

    /** Some libraries use the longest salt that the key allows, which proves just as much: any length is accepted. */
    public static function isSignedPss(string $text, string $signature, Key $key): bool
    {
        if (strlen($signature) !== $key->bytes || !openssl_public_decrypt($signature, $padded, $key->key, OPENSSL_NO_PADDING)) {
            return false;
        }
        $masked = substr($padded, 0, $key->bytes - self::HASH_BYTES - 1);
        $hash = substr($padded, strlen($masked), self::HASH_BYTES);
        if ($padded[-1] !== "\xbc" || ord($masked[0]) > 0x7f) {
            return false;
        }
        $block = $masked ^ self::mask($hash, strlen($masked), 'sha512');
        $block[0] = $block[0] & "\x7f";
        $rest = ltrim($block, "\0");
        $expected = hash('sha512', str_repeat("\0", 8) . hash('sha512', $text, true) . substr($rest, 1), true);
        return str_starts_with($rest, "\1") && hash_equals($expected, $hash);
    }

    public static function sealOaep(#[\SensitiveParameter] string $secret, Key $key): string
    {
        $label = hash('sha256', '', true);
        $length = $key->bytes - 33;
        $block = $label . str_repeat("\0", $length - 32 - 1 - strlen($secret)) . "\1" . $secret;
        $seed = random_bytes(32);
        $masked = $block ^ self::mask($seed, $length, 'sha256');
        $maskedSeed = $seed ^ self::mask($masked, 32, 'sha256');
        if (!openssl_public_encrypt("\0" . $maskedSeed . $masked, $sealed, $key->key, OPENSSL_NO_PADDING)) {
            throw new CodecException('OpenSSL does not seal with this key');
        }
        return $sealed;
    }

    /** Returns null whatever is wrong: details about a ciphertext help an attacker to open it. */
    public static function openOaep(string $sealed, Key $key): ?string
    {
        if (strlen($sealed) !== $key->bytes || !openssl_private_decrypt($sealed, $padded, $key->key, OPENSSL_NO_PADDING)) {
            return null;
        }
        $masked = substr($padded, 33);
        $seed = substr($padded, 1, 32) ^ self::mask($masked, 32, 'sha256');
        $block = $masked ^ self::mask($seed, strlen($masked), 'sha256');
        $rest = ltrim(substr($block, 32), "\0");
        $isGood = hash_equals("\0" . hash('sha256', '', true), $padded[0] . substr($block, 0, 32)) && str_starts_with($rest, "\1");
        return $isGood ? substr($rest, 1) : null;
    }

    /** MGF1. */
    private static function mask(string $seed, int $length, string $algorithm): string
    {
        $mask = '';
        for ($counter = 0; strlen($mask) < $length; $counter++) {
            $mask .= hash($algorithm, $seed . pack('N', $counter), true);
        }
        return substr($mask, 0, $length);
    }
}
