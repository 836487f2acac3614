<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Api;

use Issuary\CallException;
use Issuary\Client;
use Issuary\Fields;
use Issuary\Model\CardTransaction;
use Issuary\Page;

/** The methods of a client's transactions. */
final class Transactions
{
    /** @internal */
    public function __construct(private readonly Client $client)
    {
    }

    /**
     * Returns the transactions of the merchant’s cards that match all filters, newest first, with the fields of
     * card_transaction.
     *
     * Goes through the rows of all pages, from the one that currentPage names.
     *
     * May be refused with ErrorCode::AUTHENTICATION_FAILED, SOURCE_ADDRESS_NOT_ALLOWED, ENVELOPE_NOT_SUPPORTED,
     * TOO_MANY_REQUESTS, PARAMETER_INVALID, SYSTEM_ERROR.
     *
     * @param int|null $cardType 1 regular, 2 shared: a supplementary card of a group.
     * @param string|null $cardId The card.
     * @param string|null $groupId The group.
     * @param string|null $recordNo The transaction.
     * @param string|null $beginTime At this time or later. Requires endTime, at most 45 days after it. A date includes the whole day. Without a period and a recordNo, the last 45 days are searched.
     * @param string|null $endTime At this time or earlier. Requires beginTime. A date includes the whole day.
     * @param int|null $timeType The time that the period refers to: 0 when the transaction was made, 1 when the platform recorded it. Defaults to 0.
     * @param string|null $transType 1 consumption, 2 reversal, 3 refund, 4 settlement difference, 5 capture after reversal, 7 forced settlement.
     * @param string|null $transStatus 1 success, 2 failed.
     * @param int|null $transCategory 1 unsettled, 2 settled.
     * @param int|null $currentPage The requested page. Defaults to 1.
     * @param int|null $pageSize Rows per page. Defaults to 10.
     * @return \Generator<int, CardTransaction>
     * @throws CallException
     */
    public function list(
        ?int $cardType = null,
        ?string $cardId = null,
        ?string $groupId = null,
        ?string $recordNo = null,
        ?string $beginTime = null,
        ?string $endTime = null,
        ?int $timeType = null,
        ?string $transType = null,
        ?string $transStatus = null,
        ?int $transCategory = null,
        ?int $currentPage = null,
        ?int $pageSize = null,
    ): \Generator {
        return Page::rows(fn (int $page): Page => $this->listPage(
            cardType: $cardType,
            cardId: $cardId,
            groupId: $groupId,
            recordNo: $recordNo,
            beginTime: $beginTime,
            endTime: $endTime,
            timeType: $timeType,
            transType: $transType,
            transStatus: $transStatus,
            transCategory: $transCategory,
            currentPage: $page,
            pageSize: $pageSize,
        ), $currentPage ?? 1);
    }

    /**
     * Returns one page of what list() goes through, with the same parameters.
     *
     * @return Page<CardTransaction>
     * @throws CallException
     */
    public function listPage(
        ?int $cardType = null,
        ?string $cardId = null,
        ?string $groupId = null,
        ?string $recordNo = null,
        ?string $beginTime = null,
        ?string $endTime = null,
        ?int $timeType = null,
        ?string $transType = null,
        ?string $transStatus = null,
        ?int $transCategory = null,
        ?int $currentPage = null,
        ?int $pageSize = null,
    ): Page {
        return $this->client->send('transactionQuery', [
            'cardType' => $cardType,
            'cardId' => $cardId,
            'groupId' => $groupId,
            'recordNo' => $recordNo,
            'beginTime' => $beginTime,
            'endTime' => $endTime,
            'timeType' => $timeType,
            'transType' => $transType,
            'transStatus' => $transStatus,
            'transCategory' => $transCategory,
            'currentPage' => $currentPage,
            'pageSize' => $pageSize,
        ], static fn (Fields $fields): Page => new Page(
            $fields->integer('totalCount'),
            $fields->integer('currentPage'),
            $fields->integer('pageSize'),
            $fields->integer('totalPages'),
            $fields->objects('list', CardTransaction::from(...)),
        ));
    }
}
