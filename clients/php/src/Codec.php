<?php

declare(strict_types=1);

namespace Issuary;

/**
 * Seals and opens the content of envelopes: JSON, as UTF-8, in Base64, in RSA blocks with PKCS#1 v1.5 padding, in
 * lower-case hex.
 *
 * @internal
 */
final class Codec
{
    /** Overhead of a block: two leading bytes, at least eight bytes of padding, and a zero. */
    private const PADDING_BYTES = 11;
    /** Limit for the nesting of content. The API's own messages need five levels. */
    private const MAX_JSON_DEPTH = 64;

    /** Seals JSON with the sender's private key (block type 1) or the receiver's public key (type 2). */
    public static function seal(string $json, Key $key): string
    {
        $sealed = '';
        foreach (str_split(base64_encode($json), $key->bytes - self::PADDING_BYTES) as $chunk) {
            $isSealed = $key->isPrivate
                ? openssl_private_encrypt($chunk, $block, $key->key, OPENSSL_PKCS1_PADDING)
                : openssl_public_encrypt($chunk, $block, $key->key, OPENSSL_PKCS1_PADDING);
            if (!$isSealed) {
                throw self::failure('OpenSSL does not seal with this key');
            }
            $sealed .= $block;
        }
        return bin2hex($sealed);
    }

    /**
     * Opens what the first key that works opens, and returns its JSON text.
     *
     * @param list<Key> $keys public keys
     * @throws CodecException
     */
    public static function open(string $sealed, array $keys): string
    {
        $failure = new CodecException('no key to open with');
        foreach ($keys as $key) {
            try {
                return self::openText(self::openBlocks($sealed, $key));
            } catch (CodecException $failure) {
            }
        }
        throw $failure;
    }

    private static function openBlocks(string $sealed, Key $key): string
    {
        if ($sealed !== '' && !ctype_xdigit($sealed)) {
            throw new CodecException('not hex');
        }
        $length = strlen($sealed);
        if ($length === 0 || $length % (2 * $key->bytes) !== 0) {
            throw new CodecException('length ' . $length . ' is not a multiple of ' . 2 * $key->bytes);
        }
        $plain = '';
        foreach (str_split((string) hex2bin($sealed), $key->bytes) as $block) {
            // OpenSSL checks every byte of the padding. A block may be empty: clients exist that end with such a one.
            if (!openssl_public_decrypt($block, $payload, $key->key, OPENSSL_PKCS1_PADDING)) {
                throw self::failure(self::isType2($block, $key) ? 'block type 2' : 'a block does not open with this key');
            }
            $plain .= $payload;
        }
        return $plain === '' ? throw new CodecException('a block does not open with this key') : $plain;
    }

    private static function isType2(string $block, Key $key): bool
    {
        return openssl_public_decrypt($block, $padded, $key->key, OPENSSL_NO_PADDING) && str_starts_with($padded, "\0\2");
    }

    private static function openText(string $plain): string
    {
        $base64 = str_replace(["\r", "\n"], '', $plain);
        $text = base64_decode($base64, true);
        if ($text === false || base64_encode($text) !== $base64) {
            throw new CodecException('not Base64');
        }
        if (str_starts_with($text, "\u{FEFF}")) {
            $text = substr($text, 3);
        }
        if (preg_match('//u', $text) !== 1) {
            throw new CodecException('not UTF-8');
        }
        self::checkObject($text);
        return $text;
    }

    /** @throws CodecException unless the text is one JSON object of acceptable depth */
    public static function checkObject(string $text): void
    {
        json_decode($text, true, self::MAX_JSON_DEPTH);
        if (json_last_error() !== JSON_ERROR_NONE || !str_starts_with(ltrim($text), '{')) {
            throw new CodecException('not a JSON object of acceptable depth');
        }
    }

    /**
     * Returns the fields of a JSON object, with every number as text with exactly its digits.
     *
     * @return array<string, mixed>
     * @throws CodecException unless it is one JSON object of acceptable depth
     */
    public static function fields(string $text): array
    {
        self::checkObject($text);
        $strings = '"(?:[^"\\\\]++|\\\\.)*+"(*SKIP)(*FAIL)';
        $numbers = '-?\d++(?:\.\d++)?(?:[eE][+-]?\d++)?';
        $quoted = preg_replace("/$strings|$numbers/s", '"$0"', $text);
        return (array) json_decode((string) $quoted, true, self::MAX_JSON_DEPTH);
    }

    /** Returns the exception, and drops what OpenSSL has noted about it: the next call would find it. */
    private static function failure(string $problem): CodecException
    {
        while (openssl_error_string() !== false) {
        }
        return new CodecException($problem);
    }
}
