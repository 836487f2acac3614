<?php

declare(strict_types=1);

namespace Issuary;

/** Receives notifications. */
final class Webhooks
{
    /** The body that acknowledges a notification. The platform sends it again until it gets this. */
    public const ACCEPTED = 'SUCCESS';

    /** Far above what a notification has. */
    private const MAX_BYTES = 1024 * 1024;

    /** @internal */
    public function __construct(private readonly Settings $settings)
    {
    }

    /**
     * Opens a notification and checks that it is from the platform and for this merchant.
     *
     * @param string $body the body exactly as it came
     * @param array<string, string|list<string>> $headers all headers, by name in any case: they hold the signature and the
     *     event's id
     * @param string $path the path of the request, with or without its query
     * @throws NotificationException
     */
    public function open(string $body, array $headers, string $path): Notification
    {
        $path = $this->settings->notificationPath ?? explode('?', $path, 2)[0];
        $request = new Message($body, $headers, 'POST', $path);
        $envelope = $this->envelopeOf($body);
        $this->checkSignature($request);
        try {
            $json = Codec::open($envelope['data'], $this->settings->platformKeys);
            $fields = Codec::fields($json);
            $fields = Jwe::openFields($fields, $this->settings->ownKey);
        } catch (CodecException $problem) {
            throw new NotificationException("the notification does not open with the platform's key", $problem);
        }
        $type = $envelope['type'];
        $class = Catalogue::NOTIFICATIONS[$type] ?? null;
        try {
            $content = $class === null ? null : $class::from(new Fields($fields));
        } catch (CodecException $problem) {
            throw new NotificationException('the content is not valid for its type', $problem);
        }
        return new Notification($type, $content, self::identityOf($type, $fields, $request->header('webhook-id')), $json);
    }

    /**
     * Serves a request to the script that it is called in: opens the notification, calls `handle` with it, and acknowledges
     * it when that returns. When it throws, the platform sends the notification again: after 5 seconds, then with growing
     * delays over 28 hours. It waits 15 seconds for an answer, so store the notification and do slow work later.
     *
     * Notifications arrive at least once and in any order, some at the same time: skip those whose id was processed.
     *
     * @param callable(Notification): void $handle
     */
    public function serve(callable $handle): void
    {
        [$status, $text] = $this->answer(
            $_SERVER['REQUEST_METHOD'] ?? '',
            (string) file_get_contents('php://input', length: self::MAX_BYTES + 1),
            self::headersOf($_SERVER),
            $_SERVER['REQUEST_URI'] ?? '/',
            $handle,
        );
        http_response_code($status);
        header('content-type: text/plain');
        echo $text;
    }

    /**
     * Does what serve() does for a request of any framework, and returns the status and the body to answer with.
     *
     * @param array<string, string|list<string>> $headers
     * @param callable(Notification): void $handle
     * @return array{int, string}
     */
    public function answer(string $method, string $body, array $headers, string $path, callable $handle): array
    {
        if ($method !== 'POST') {
            return [405, 'notifications are posted'];
        }
        if (strlen($body) > self::MAX_BYTES) {
            return [413, 'the body is too long'];
        }
        try {
            $notification = $this->open($body, $headers, $path);
        } catch (NotificationException $problem) {
            return [400, $problem->getMessage()];
        }
        try {
            $handle($notification);
        } catch (\Throwable $problem) {
            error_log('issuary: notification ' . $notification->type . ' was not processed: ' . $problem::class . ' at ' . $problem->getFile() . ':' . $problem->getLine());
            return [500, 'not processed'];
        }
        return [200, self::ACCEPTED];
    }

    /**
     * Returns the headers of a request, from $_SERVER.
     *
     * @param array<string, mixed> $server
     * @return array<string, string>
     */
    public static function headersOf(array $server): array
    {
        $headers = [];
        foreach ($server as $name => $value) {
            if (str_starts_with((string) $name, 'HTTP_')) {
                $headers[strtolower(strtr(substr($name, 5), '_', '-'))] = (string) $value;
            }
        }
        return $headers;
    }

    /** @return array{type: string, data: string} */
    private function envelopeOf(string $body): array
    {
        try {
            $envelope = Codec::fields($body);
        } catch (CodecException $problem) {
            throw new NotificationException('the body is not a notification', $problem);
        }
        if (!is_string($envelope['type'] ?? null) || !is_string($envelope['data'] ?? null)) {
            throw new NotificationException('the body is not a notification');
        }
        if (!$this->settings->isOwnNumber($envelope['userNo'] ?? null)) {
            throw new NotificationException('the notification is for another merchant');
        }
        return ['type' => $envelope['type'], 'data' => $envelope['data']];
    }

    private function checkSignature(Message $request): void
    {
        $settings = $this->settings;
        try {
            $isSigned = Signature::verify($request, Signature::REQUEST, $settings->userNo, $settings->platformKeys, $settings->now());
        } catch (CodecException $problem) {
            throw new NotificationException('the notification is not signed by the platform', $problem);
        }
        if (!$isSigned && $settings->requireSignature) {
            throw new NotificationException('the notification is not signed');
        }
    }

    /**
     * @internal
     * @param array<string, mixed> $fields
     */
    public static function identityOf(string $type, array $fields, ?string $webhookId): ?string
    {
        if ($webhookId !== null && $webhookId !== '') {
            return $webhookId;
        }
        $names = Catalogue::IDENTITIES[$type] ?? null;
        return $names === null ? null : implode('/', [$type, ...array_map(static fn (string $name) => $fields[$name] ?? '', $names)]);
    }
}
