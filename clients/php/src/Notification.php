<?php

declare(strict_types=1);

namespace Issuary;

/**
 * A message from the platform. The class of the content tells its type:
 *
 *     match (true) {
 *         $notification->content instanceof CardOperate => …,
 *         $notification->content instanceof CardTransaction => …,
 *         default => …,
 *     }
 */
final class Notification
{
    /**
     * @param string $type its name on the wire: card_operate
     * @param object|null $content null for types that are newer than this library
     * @param string|null $id the same whenever the same event is notified: process each once, and acknowledge every one.
     *     The header webhook-id, or without it what identifies the event in its content; null when neither is there.
     * @param string $json the content, with the fields that are newer than this library
     */
    public function __construct(
        public readonly string $type,
        public readonly ?object $content,
        public readonly ?string $id,
        #[\SensitiveParameter] public readonly string $json,
    ) {
    }

    /** @return array<string, mixed> without the JSON, which may hold secrets */
    public function __debugInfo(): array
    {
        return ['type' => $this->type, 'content' => $this->content, 'id' => $this->id];
    }
}
