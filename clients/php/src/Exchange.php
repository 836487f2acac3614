<?php

declare(strict_types=1);

namespace Issuary;

/**
 * Posts sealed requests until there is a definite response.
 *
 * @internal
 */
final class Exchange
{
    /** Above what the platform can send at once. */
    private const MAX_RESPONSE_BYTES = 8 * 1024 * 1024;
    private const MAX_RETRY_DELAY = 8.0;
    /** How many seconds a call waits at most because the platform asks for it. */
    private const MAX_RETRY_AFTER = 60;
    /** The platform did nothing, and the request may succeed later. */
    private const RETRYABLE = ['100005', '130001'];
    /** The platform does not know whether the operation was carried out. */
    private const OUTCOME_UNKNOWN = ['140001', '999999'];
    /** Failures that the platform may send before it knows the sender, and cannot sign. */
    private const UNSIGNED = ['100001', '100002', '100005', '130001', '999999'];

    public function __construct(private readonly Settings $settings, private readonly Transport $transport)
    {
    }

    /**
     * Returns the JSON of the result, and the call with the platform's id of the request.
     *
     * @return array{string, Call}
     */
    public function send(string $path, bool $changes, Call $call, #[\SensitiveParameter] string $json): array
    {
        $body = $this->seal($json);
        $isSafe = !$changes || $call->userReqNo !== null;
        $mayBeDone = false;
        for ($attempt = 1;; $attempt++) {
            try {
                return $this->attempt($path, $call, $body);
            } catch (AttemptFailed $failed) {
                $call = $failed->call;
                $mayBeDone = $mayBeDone || ($failed->mayBeDone && $changes);
                if (!$isSafe || $attempt >= $this->settings->maxAttempts || $failed->retryAfter > self::MAX_RETRY_AFTER) {
                    throw self::gaveUp($call, $attempt, $mayBeDone, $failed);
                }
                ($this->settings->sleep)($this->delay($attempt, $failed));
            }
        }
    }

    private function seal(#[\SensitiveParameter] string $json): string
    {
        return (string) json_encode([
            'version' => '1.0.0',
            'userNo' => (int) $this->settings->userNo,
            'dataType' => 'JSON',
            'dataContent' => Codec::seal($json, $this->settings->requestKey),
        ]);
    }

    private static function gaveUp(Call $call, int $attempts, bool $mayBeDone, AttemptFailed $last): CallException
    {
        $reason = $last->getPrevious() ?? $last;
        return match (true) {
            $mayBeDone => new OutcomeUnknownException($call, $attempts, $reason),
            $reason instanceof RefusedException => $reason,
            default => new NoResponseException($call, $attempts, $last->retryAfter, $reason),
        };
    }

    /** Returns seconds, with jitter so that clients do not retry at the same moment. */
    private function delay(int $attempt, AttemptFailed $failed): float
    {
        $delay = min(self::MAX_RETRY_DELAY, $this->settings->retryDelay * 2 ** ($attempt - 1));
        return max((float) $failed->retryAfter, $delay / 2 * (1 + random_int(0, 1000) / 1000));
    }

    /**
     * Posts the request once, under a new signature.
     *
     * @return array{string, Call}
     */
    private function attempt(string $path, Call $call, string $body): array
    {
        $url = $this->settings->baseUrl . $path;
        $sent = new Message($body, [], 'POST', (string) parse_url($url, PHP_URL_PATH));
        $headers = $this->settings->unsigned
            ? []
            : Signature::sign($sent, Signature::REQUEST, $this->settings->userNo, $this->settings->ownKey, $this->settings->now(), Client::newRequestNumber());
        $sent = $sent->with($headers);
        // The digest of the answer is over the bytes on the wire: they are not to be compressed.
        $headers += ['content-type' => 'application/json', 'accept' => '*/*', 'accept-encoding' => 'identity', 'user-agent' => 'issuary-php/' . Catalogue::VERSION];
        try {
            $response = $this->transport->post($url, $headers, $body, $this->settings->timeout, self::MAX_RESPONSE_BYTES);
        } catch (TransportException $problem) {
            throw $problem->isTooLong
                ? new UnreadableException($call, 'the response is too long', $problem)
                : new AttemptFailed($call, $problem->getMessage(), mayBeDone: !$problem->nothingSent, previous: $problem);
        }
        $received = new Message($response->body, $response->headers, status: $response->status, request: $sent);
        $call = new Call($call->operation, $call->userReqNo, $received->header('issuary-request-id'));
        return [$this->open($received, $call), $call];
    }

    /** Checks a response and returns the JSON of its result. */
    private function open(Message $received, Call $call): string
    {
        $envelope = self::envelopeOf($received->body) ?? throw $this->withoutEnvelope($received, $call);
        $isSuccess = $envelope['success'];
        if (!$this->settings->unsigned) {
            try {
                $isSigned = Signature::verify($received, Signature::RESPONSE, $this->settings->userNo, $this->settings->platformKeys, $this->settings->now());
            } catch (CodecException $problem) {
                throw new UnreadableException($call, 'the response is not signed by the platform', $problem);
            }
            if (!$isSigned && ($isSuccess || !in_array($envelope['errorCode'] ?? '', self::UNSIGNED, true))) {
                throw new UnreadableException($call, 'the response is not signed');
            }
        }
        // Failures that reached no operation have no userNo.
        if (!$this->settings->isOwnNumber($envelope['userNo'] ?? '') && ($isSuccess || ($envelope['userNo'] ?? '') !== '')) {
            throw new UnreadableException($call, 'the response is for another merchant');
        }
        if (!$isSuccess) {
            throw $this->refusal($received, $call, $envelope);
        }
        try {
            return Codec::open($envelope['result'], $this->settings->platformKeys);
        } catch (CodecException $problem) {
            throw new UnreadableException($call, "the result does not open with the platform's key", $problem);
        }
    }

    /** @return array<string, mixed>|null */
    private static function envelopeOf(string $body): ?array
    {
        try {
            $fields = Codec::fields($body);
        } catch (CodecException) {
            return null;
        }
        $isEnvelope = is_bool($fields['success'] ?? null) && is_bool($fields['async'] ?? null)
            && (!$fields['success'] || (is_string($fields['result'] ?? null) && $fields['result'] !== ''));
        return $isEnvelope ? $fields : null;
    }

    /** @param array<string, mixed> $envelope */
    private function refusal(Message $received, Call $call, array $envelope): \Exception
    {
        $texts = array_map(static fn (mixed $text) => is_string($text) ? $text : '', $envelope);
        $code = $texts['errorCode'] ?? '';
        $refused = new RefusedException($call, $code, $texts['errorMsg'] ?? '', $received->header('issuary-hint'));
        $mayBeDone = in_array($code, self::OUTCOME_UNKNOWN, true);
        return $mayBeDone || in_array($code, self::RETRYABLE, true)
            ? new AttemptFailed($call, $refused->getMessage(), $this->retryAfter($received), $mayBeDone, $refused)
            : $refused;
    }

    private function withoutEnvelope(Message $received, Call $call): \Exception
    {
        $status = $received->status;
        return match (true) {
            // 429 comes from the gateway before the platform, which did nothing.
            $status >= 500, $status === 429 => new AttemptFailed($call, "HTTP $status", $this->retryAfter($received), $status !== 429),
            $status >= 300 && $status < 400 => new UnreadableException($call, "HTTP $status is a redirect, which is not followed: is baseUrl right?"),
            default => new UnreadableException($call, "HTTP $status without an envelope: is baseUrl right?"),
        };
    }

    /** Reads seconds or a date; null when there is none. */
    private function retryAfter(Message $received): ?int
    {
        $value = $received->header('retry-after') ?? '';
        if (ctype_digit($value)) {
            return (int) $value;
        }
        $at = $value === '' ? false : strtotime($value);
        return $at === false ? null : max(0, $at - $this->settings->now());
    }
}
