<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Api;

use Issuary\CallException;
use Issuary\Client;
use Issuary\Fields;
use Issuary\Model\Scene;

/** The methods of a client's scenes. */
final class Scenes
{
    /** @internal */
    public function __construct(private readonly Client $client)
    {
    }

    /**
     * Returns the purposes for which a card can be opened.
     *
     * May be refused with ErrorCode::AUTHENTICATION_FAILED, SOURCE_ADDRESS_NOT_ALLOWED, ENVELOPE_NOT_SUPPORTED,
     * TOO_MANY_REQUESTS, SYSTEM_ERROR.
     *
     * @return list<Scene>
     * @throws CallException
     */
    public function list(): array
    {
        return $this->client->send('scene', [], static fn (Fields $fields): array => $fields->objects('list', Scene::from(...)));
    }
}
