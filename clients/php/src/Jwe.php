<?php

declare(strict_types=1);

namespace Issuary;

/**
 * Single fields of card data as compact JWE (RFC 7516): RSA-OAEP-256 with A256GCM, to the receiver's key.
 *
 * @internal
 */
final class Jwe
{
    private const FIELDS = ['cardNo', 'cardVerifyNo', 'pin', 'activationCode', 'otp'];
    private const HEADER = '{"alg":"RSA-OAEP-256","enc":"A256GCM"}';
    private const FORM = '/^eyJ[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+\.[\w-]+$/D';

    public static function seal(#[\SensitiveParameter] string $text, Key $key): string
    {
        [$contentKey, $iv] = [random_bytes(32), random_bytes(12)];
        $header = self::encode(self::HEADER);
        $sealed = openssl_encrypt($text, 'aes-256-gcm', $contentKey, OPENSSL_RAW_DATA, $iv, $tag, $header);
        $parts = [RsaPadding::sealOaep($contentKey, $key), $iv, (string) $sealed, (string) $tag];
        return implode('.', [$header, ...array_map(self::encode(...), $parts)]);
    }

    /** @throws CodecException, the same whatever is wrong with it */
    public static function open(string $jwe, Key $key): string
    {
        $parts = explode('.', $jwe);
        $decoded = array_map(self::decode(...), $parts);
        if (count($parts) === 5 && !in_array(null, $decoded, true) && self::isOurs($decoded[0])) {
            [, $wrapped, $iv, $sealed, $tag] = $decoded;
            $contentKey = RsaPadding::openOaep($wrapped, $key);
            if ($contentKey !== null && strlen($contentKey) === 32 && strlen($iv) === 12 && strlen($tag) === 16) {
                $text = openssl_decrypt($sealed, 'aes-256-gcm', $contentKey, OPENSSL_RAW_DATA, $iv, $tag, $parts[0]);
            }
        }
        return is_string($text ?? false) ? $text : throw new CodecException('a JWE does not open with this key');
    }

    /**
     * Returns the fields with their card data in clear.
     *
     * @param array<mixed> $fields
     * @return array<mixed>
     */
    public static function openFields(array $fields, Key $key): array
    {
        return self::mapFields($fields, static fn (string $value) => self::is($value) ? self::open($value, $key) : $value);
    }

    /**
     * Returns the fields with their card data as JWE. Masked card numbers stay as they are.
     *
     * @param array<mixed> $fields
     * @return array<mixed>
     */
    public static function sealFields(array $fields, Key $key): array
    {
        return self::mapFields($fields, static fn (string $value) => self::is($value) || str_contains($value, '*') ? $value : self::seal($value, $key));
    }

    /**
     * @param array<mixed> $fields
     * @return array<mixed>
     */
    private static function mapFields(array $fields, callable $change): array
    {
        foreach ($fields as $name => $value) {
            if (is_array($value)) {
                $fields[$name] = self::mapFields($value, $change);
            } elseif (is_string($value) && in_array($name, self::FIELDS, true)) {
                $fields[$name] = $change($value);
            }
        }
        return $fields;
    }

    private static function is(string $value): bool
    {
        return preg_match(self::FORM, $value) === 1;
    }

    /** Whether a header names the two algorithms, and nothing that has to be understood. */
    private static function isOurs(string $header): bool
    {
        $fields = json_decode($header, true, 4);
        return is_array($fields) && ($fields['alg'] ?? '') === 'RSA-OAEP-256' && ($fields['enc'] ?? '') === 'A256GCM'
            && !isset($fields['zip']) && !isset($fields['crit']);
    }

    private static function encode(string $bytes): string
    {
        return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
    }

    private static function decode(string $text): ?string
    {
        $bytes = base64_decode(strtr($text, '-_', '+/'), true);
        return $bytes !== false && self::encode($bytes) === $text ? $bytes : null;
    }
}
