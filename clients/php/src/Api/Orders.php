<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Api;

use Issuary\CallException;
use Issuary\Client;
use Issuary\Fields;
use Issuary\Model\Order;
use Issuary\OrderWaiting;
use Issuary\Page;

/** The methods of a client's orders. */
final class Orders
{
    use OrderWaiting;

    /** @internal */
    public function __construct(private readonly Client $client)
    {
    }

    /**
     * Returns orders on cards and groups that match at least one filter, newest first. With an endTime in the past,
     * pages do not shift while orders are added. A query by orderId or userReqNo finds its order directly. Other
     * queries take time in proportion to the orders of the card or group, or without either of the merchant within the
     * period.
     *
     * Goes through the rows of all pages, from the one that currentPage names.
     *
     * May be refused with ErrorCode::AUTHENTICATION_FAILED, SOURCE_ADDRESS_NOT_ALLOWED, ENVELOPE_NOT_SUPPORTED,
     * TOO_MANY_REQUESTS, PARAMETER_INVALID, SYSTEM_ERROR.
     *
     * @param string|null $userReqNo The merchant's request number, unique for ever. Repeating a request under the same number changes nothing.
     * @param string|null $orderId The order.
     * @param string|null $cardId The card.
     * @param string|null $groupId The group.
     * @param int|null $opType 15 card application, 16 recharge, 18 refund, 19 card cancellation, 26 group application.
     * @param int|null $status 0 in process, 1 success, 2 failure.
     * @param string|null $beginTime Accepted at this time or later; a date includes the whole day.
     * @param string|null $endTime Accepted at this time or earlier, not before beginTime; a date includes the whole day.
     * @param int|null $currentPage The requested page. Defaults to 1.
     * @param int|null $pageSize Rows per page. Defaults to 10.
     * @return \Generator<int, Order>
     * @throws CallException
     */
    public function list(
        ?string $userReqNo = null,
        ?string $orderId = null,
        ?string $cardId = null,
        ?string $groupId = null,
        ?int $opType = null,
        ?int $status = null,
        ?string $beginTime = null,
        ?string $endTime = null,
        ?int $currentPage = null,
        ?int $pageSize = null,
    ): \Generator {
        return Page::rows(fn (int $page): Page => $this->listPage(
            userReqNo: $userReqNo,
            orderId: $orderId,
            cardId: $cardId,
            groupId: $groupId,
            opType: $opType,
            status: $status,
            beginTime: $beginTime,
            endTime: $endTime,
            currentPage: $page,
            pageSize: $pageSize,
        ), $currentPage ?? 1);
    }

    /**
     * Returns one page of what list() goes through, with the same parameters.
     *
     * @return Page<Order>
     * @throws CallException
     */
    public function listPage(
        ?string $userReqNo = null,
        ?string $orderId = null,
        ?string $cardId = null,
        ?string $groupId = null,
        ?int $opType = null,
        ?int $status = null,
        ?string $beginTime = null,
        ?string $endTime = null,
        ?int $currentPage = null,
        ?int $pageSize = null,
    ): Page {
        return $this->client->send('cardOperateQuery', [
            'userReqNo' => $userReqNo,
            'orderId' => $orderId,
            'cardId' => $cardId,
            'groupId' => $groupId,
            'opType' => $opType,
            'status' => $status,
            'beginTime' => $beginTime,
            'endTime' => $endTime,
            'currentPage' => $currentPage,
            'pageSize' => $pageSize,
        ], static fn (Fields $fields): Page => new Page(
            $fields->integer('totalCount'),
            $fields->integer('currentPage'),
            $fields->integer('pageSize'),
            $fields->integer('totalPages'),
            $fields->objects('list', Order::from(...)),
        ));
    }
}
