<?php

declare(strict_types=1);

namespace Issuary;

/**
 * Calls the Merchant API as one merchant. Its methods are grouped as the API is: $client->cards->apply(…).
 *
 * It seals and signs every request, and verifies and opens every response. Opening, recharging, refunding and cancelling
 * are orders: the result says that the order is accepted, and a notification says how it ended.
 *
 * Operations that change something happen once for each userReqNo. The client generates one where a call has none, and
 * repeats a request only under the same number. A program that may crash before it learns the outcome should make the
 * number itself with Client::newRequestNumber() and store it before the call.
 */
final class Client
{
    use Api\GroupProperties;

    public readonly Webhooks $webhooks;

    private readonly Exchange $exchange;
    /** @var \Closure(float): void */
    private readonly \Closure $sleep;
    private readonly Key $ownKey;
    /** @var non-empty-list<Key> */
    private readonly array $platformKeys;

    /**
     * Reads the keys. Connects to nothing yet.
     *
     * @param string $baseUrl the address of the API, without /openapi
     * @param string $userNo your merchant number, 1 to 11 digits
     * @param string $privateKey your own private key, which seals and signs requests: PKCS#8 or PKCS#1, as PEM, Base64 or DER
     * @param string|list<string> $platformKey the platform's public key for you, which opens and verifies what it sends:
     *     PEM, Base64 or DER. While the platform changes its key, both, the current one first.
     * @param bool $platformCipher seals requests with the platform's public key, for merchants that were opened with
     *     --cipher platform-public. Requests are signed all the same.
     * @param bool $sealCardData seals card data in requests as JWE to the platform's key, for merchants whose cardData is
     *     jwe. Card data that arrives as JWE is opened in any case.
     * @param bool $unsigned neither signs requests nor checks the signatures of responses, for platforms without signatures
     * @param bool $requireSignature refuses notifications without a signature, for merchants that have to sign: the
     *     platform signs all of theirs. Signatures that are there are checked in any case.
     * @param string|null $notificationPath the path under which the platform calls you, if a proxy changes it on the way
     * @param Transport|null $transport makes the connections; defaults to ext-curl, or to streams without it
     * @param float $timeout limits one attempt, in seconds
     * @param int $maxAttempts counts the first attempt as well
     * @param float $retryDelay pause before the second attempt, in seconds; it doubles with each one, up to 8
     * @param (\Closure(): int)|null $clock returns epoch seconds
     * @param (\Closure(float): void)|null $sleep waits for some seconds
     * @throws KeyException when a key cannot be used
     * @throws \ValueError when another option cannot be
     */
    public function __construct(
        string $baseUrl,
        string $userNo,
        #[\SensitiveParameter] string $privateKey,
        string|array $platformKey,
        bool $platformCipher = false,
        private readonly bool $sealCardData = false,
        bool $unsigned = false,
        bool $requireSignature = false,
        ?string $notificationPath = null,
        ?Transport $transport = null,
        float $timeout = 30.0,
        int $maxAttempts = 5,
        float $retryDelay = 0.5,
        ?\Closure $clock = null,
        ?\Closure $sleep = null,
    ) {
        $this->sleep = $sleep ?? static fn (float $seconds) => usleep((int) ($seconds * 1_000_000));
        self::checkAddress($baseUrl, $userNo);
        $this->ownKey = Key::private($privateKey);
        $this->platformKeys = Key::publics($platformKey);
        foreach ($this->platformKeys as $key) {
            if ($key->modulus === $this->ownKey->modulus) {
                throw new KeyException('platformKey', "this is the public half of your own privateKey: use the public key that the platform's operator handed to you");
            }
        }
        $settings = new Settings(
            baseUrl: rtrim($baseUrl, '/'),
            userNo: $userNo,
            ownKey: $this->ownKey,
            platformKeys: $this->platformKeys,
            requestKey: $platformCipher ? $this->platformKeys[0] : $this->ownKey,
            unsigned: $unsigned,
            requireSignature: $requireSignature,
            notificationPath: $notificationPath,
            timeout: $timeout,
            maxAttempts: max(1, $maxAttempts),
            retryDelay: $retryDelay,
            clock: $clock ?? time(...),
            sleep: $this->sleep,
        );
        $transport ??= extension_loaded('curl') ? new CurlTransport() : new StreamTransport();
        $this->exchange = new Exchange($settings, $transport);
        $this->webhooks = new Webhooks($settings);
        $this->createGroups();
    }

    /** Returns a userReqNo that was never used before. */
    public static function newRequestNumber(): string
    {
        $random = random_bytes(16);
        $random[6] = chr(ord($random[6]) & 0x0f | 0x40);
        $random[8] = chr(ord($random[8]) & 0x3f | 0x80);
        return implode('-', sscanf(bin2hex($random), '%8s%4s%4s%4s%12s') ?? []);
    }

    /**
     * Calls an operation by its name in the API's catalogue, such as cardApply, and returns the fields of its result, with
     * numbers as text. The methods of the groups do the same with types.
     *
     * @param array<string, mixed> $request amounts as text; null is the same as absent
     * @return array<string, mixed>
     * @throws RefusedException when the platform refuses the operation
     * @throws OutcomeUnknownException when a change got no definite response
     * @throws NoResponseException when a query got no response, or a change was never sent
     * @throws UnreadableException when the response is not the platform's
     * @throws RequestException when the request cannot be written as JSON
     */
    public function call(string $name, #[\SensitiveParameter] array $request = []): array
    {
        return $this->send($name, $request, static fn (Fields $fields, array $raw): array => $raw);
    }

    /**
     * @internal for the groups
     * @template Result
     * @param array<string, mixed> $request
     * @param callable(Fields, array<string, mixed>): Result $read
     * @return Result
     */
    public function send(string $name, #[\SensitiveParameter] array $request, callable $read): mixed
    {
        [$path, $changes, $takesNumber] = Catalogue::OPERATIONS[$name] ?? throw new RequestException("there is no operation $name");
        if ($takesNumber && ($request['userReqNo'] ?? '') === '') {
            $request['userReqNo'] = self::newRequestNumber();
        }
        if ($this->sealCardData) {
            $request = Jwe::sealFields($request, $this->platformKeys[0]);
        }
        $call = new Call($name, $takesNumber ? (string) $request['userReqNo'] : null);
        [$json, $answered] = $this->exchange->send($path, $changes, $call, RequestJson::of($name, $request));
        try {
            $fields = Jwe::openFields(Codec::fields($json), $this->ownKey);
            return $read(new Fields($fields), $fields);
        } catch (CodecException $problem) {
            throw new UnreadableException($answered, 'the result violates the contract', $problem);
        }
    }

    /** @internal for Orders::wait */
    public function pause(float $seconds): void
    {
        ($this->sleep)($seconds);
    }

    private static function checkAddress(string $baseUrl, string $userNo): void
    {
        if (preg_match('/^https?:\/\/[^\/\s]/', $baseUrl) !== 1) {
            throw new \ValueError('baseUrl: must begin with https:// or http://');
        }
        if (str_ends_with(rtrim($baseUrl, '/'), '/openapi')) {
            throw new \ValueError("baseUrl: must not end with /openapi, which every operation's path begins with");
        }
        if (preg_match('/^\d{1,11}$/D', $userNo) !== 1) {
            throw new \ValueError('userNo: must be 1 to 11 digits');
        }
    }
}
