<?php

declare(strict_types=1);

namespace Issuary;

/**
 * An RSA key that the platform accepts.
 *
 * @internal
 */
final class Key
{
    private const SIZES = [1024, 2048, 4096];
    private const RSA_IDENTIFIER = "\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00";

    private function __construct(
        public readonly \OpenSSLAsymmetricKey $key,
        public readonly bool $isPrivate,
        /** Size of the modulus and of each block, in bytes. */
        public readonly int $bytes,
        public readonly string $modulus,
    ) {
    }

    /** Reads PKCS#8 or PKCS#1, as PEM, bare Base64 or DER. */
    public static function private(#[\SensitiveParameter] string $input): self
    {
        $option = 'privateKey';
        foreach (self::blocks($input, $option) as [$label, $der]) {
            if (str_contains($label, 'ENCRYPTED') || str_contains($input, 'DEK-Info')) {
                throw new KeyException($option, 'the key is encrypted: decrypt it with openssl pkey -in FILE, or keep it in a secret store');
            }
            if (($key = self::parsePrivate($der)) !== false) {
                return self::checked($key, true, $option);
            }
            if (self::parsePublic($der) !== false) {
                throw new KeyException($option, 'this is a public key, but your own private key is needed here: are privateKey and platformKey swapped?');
            }
        }
        throw new KeyException($option, self::unknownFormat($input, 'PRIVATE KEY'));
    }

    /**
     * Reads SubjectPublicKeyInfos, PKCS#1 public keys or certificates: PEM blocks one after the other, or one key as
     * bare Base64 or DER.
     *
     * @param string|list<string> $input
     * @return non-empty-list<self>
     */
    public static function publics(string|array $input): array
    {
        $option = 'platformKey';
        $keys = [];
        foreach ((array) $input ?: [''] as $each) {
            foreach (self::blocks($each, $option) as [$label, $der]) {
                if (str_contains($label, 'PRIVATE KEY') || self::parsePrivate($der) !== false) {
                    throw new KeyException($option, "this is a private key, but the platform's public key is needed here: are privateKey and platformKey swapped?");
                }
                $key = self::parsePublic($der);
                $keys[] = self::checked($key ?: throw new KeyException($option, self::unknownFormat($each, 'PUBLIC KEY')), false, $option);
            }
        }
        return $keys;
    }

    /** @return non-empty-list<array{string, string}> labels and DER */
    private static function blocks(string $input, string $option): array
    {
        if (trim($input) === '') {
            throw new KeyException($option, 'no key given');
        }
        if ($input[0] === "\x30") {
            return [['', $input]];
        }
        $form = '/-----BEGIN ([A-Z0-9 ]+)-----(?:\s*(?:[\w-]+: .*\s)*)([A-Za-z0-9+\/=\s]+)-----END \1-----/';
        if (preg_match_all($form, $input, $found, PREG_SET_ORDER) > 0) {
            return array_map(static fn (array $block): array => [$block[1], (string) base64_decode($block[2])], $found);
        }
        $der = base64_decode((string) preg_replace('/\s+/', '', $input), true);
        if ($der === false || !str_starts_with($der, "\x30")) {
            $label = $option === 'privateKey' ? 'PRIVATE KEY' : 'PUBLIC KEY';
            throw new KeyException($option, self::unknownFormat($input, $label));
        }
        return [['', $der]];
    }

    private static function parsePrivate(string $der): \OpenSSLAsymmetricKey|false
    {
        return self::firstOf($der, ['PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY'], static fn (string $pem) => openssl_pkey_get_private($pem, ''));
    }

    private static function parsePublic(string $der): \OpenSSLAsymmetricKey|false
    {
        $read = static fn (string $pem) => openssl_pkey_get_public($pem);
        return self::firstOf($der, ['PUBLIC KEY', 'CERTIFICATE'], $read)
            ?: self::firstOf(self::sequence(self::RSA_IDENTIFIER . self::tagged("\x03", "\0" . $der)), ['PUBLIC KEY'], $read);
    }

    /** @param list<string> $labels */
    private static function firstOf(string $der, array $labels, callable $read): \OpenSSLAsymmetricKey|false
    {
        foreach ($labels as $label) {
            // Always as PEM made here: OpenSSL would open a file for text that begins with file://.
            $key = @$read("-----BEGIN $label-----\n" . chunk_split(base64_encode($der), 64, "\n") . "-----END $label-----\n");
            if ($key !== false) {
                return $key;
            }
            while (openssl_error_string() !== false) {
            }
        }
        return false;
    }

    private static function sequence(string $content): string
    {
        return self::tagged("\x30", $content);
    }

    private static function tagged(string $tag, string $content): string
    {
        return $tag . "\x82" . pack('n', strlen($content)) . $content;
    }

    private static function checked(\OpenSSLAsymmetricKey $key, bool $isPrivate, string $option): self
    {
        $details = openssl_pkey_get_details($key) ?: [];
        if (($details['type'] ?? null) !== OPENSSL_KEYTYPE_RSA) {
            throw new KeyException($option, 'a key for another algorithm, not RSA');
        }
        if (!in_array($details['bits'], self::SIZES, true)) {
            throw new KeyException($option, "RSA of {$details['bits']} bits; allowed are 1024, 2048, 4096");
        }
        $exponent = hexdec(bin2hex($details['rsa']['e']));
        if ($exponent < 65537 || ord($details['rsa']['e'][-1]) % 2 === 0) {
            throw new KeyException($option, 'RSA with a public exponent that is even or below 65537; 65537 is usual');
        }
        return new self($key, $isPrivate, intdiv($details['bits'], 8), $details['rsa']['n']);
    }

    private static function unknownFormat(#[\SensitiveParameter] string $input, string $label): string
    {
        $text = trim($input);
        return match (true) {
            str_starts_with($text, 'ssh-') => 'an OpenSSH public key: convert it with ssh-keygen -e -m PKCS8',
            str_contains($text, 'OPENSSH PRIVATE KEY') => 'an OpenSSH private key: convert it with ssh-keygen -p -m PKCS8',
            strlen($text) < 256 && str_ends_with($text, '.pem') => 'this is the name of a file: give its content, which file_get_contents returns',
            default => "neither DER, Base64 nor a PEM block \"$label\"",
        };
    }
}
