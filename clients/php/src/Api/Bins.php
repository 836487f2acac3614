<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Api;

use Issuary\CallException;
use Issuary\Client;
use Issuary\Fields;
use Issuary\Model\BinRange;

/** The methods of a client's bins. */
final class Bins
{
    /** @internal */
    public function __construct(private readonly Client $client)
    {
    }

    /**
     * Returns the BIN ranges in which the merchant may open cards, one row per range and currency, with fees and
     * limits.
     *
     * May be refused with ErrorCode::AUTHENTICATION_FAILED, SOURCE_ADDRESS_NOT_ALLOWED, ENVELOPE_NOT_SUPPORTED,
     * TOO_MANY_REQUESTS, PARAMETER_INVALID, SYSTEM_ERROR.
     *
     * @param int|null $cardType 1 regular, 2 shared: a supplementary card of a group.
     * @return list<BinRange>
     * @throws CallException
     */
    public function list(
        ?int $cardType = null,
    ): array {
        return $this->client->send('cardBin', [
            'cardType' => $cardType,
        ], static fn (Fields $fields): array => $fields->objects('list', BinRange::from(...)));
    }
}
