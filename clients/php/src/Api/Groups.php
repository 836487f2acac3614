<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Api;

use Issuary\CallException;
use Issuary\Client;
use Issuary\Fields;
use Issuary\Model\AcceptedOrder;
use Issuary\Model\Group;
use Issuary\Model\GroupStatusResult;
use Issuary\Number;
use Issuary\Page;

/** The methods of a client's groups. */
final class Groups
{
    /** @internal */
    public function __construct(private readonly Client $client)
    {
    }

    /**
     * Opens a group: a pool that is funded from the card account of its currency and shared by supplementary cards.
     * The outcome arrives as card_operate, opType 26.
     *
     * May be refused with ErrorCode::AUTHENTICATION_FAILED, SOURCE_ADDRESS_NOT_ALLOWED, ENVELOPE_NOT_SUPPORTED,
     * TOO_MANY_REQUESTS, PARAMETER_INVALID, PRODUCT_NOT_ENABLED, FEE_RULE_MISSING, ACCOUNT_BALANCE_INSUFFICIENT,
     * REQUEST_NUMBER_REUSED, TRY_AGAIN_LATER, SYSTEM_ERROR.
     *
     * @param string $localCurrency The currency of the pool and its cards.
     * @param string|int $authLimitAmount The initial funding of the pool, within the limits of the BIN range.
     * @param string|null $groupName The merchant's name for the group.
     * @param string|null $binRangeId A BIN range for shared cards, or its BIN. Defaults to the first range for the currency.
     * @param string|null $userReqNo The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. The client generates one when there is none.
     * @throws CallException
     */
    public function apply(
        string $localCurrency,
        string|int $authLimitAmount,
        ?string $groupName = null,
        ?string $binRangeId = null,
        ?string $userReqNo = null,
    ): AcceptedOrder {
        return $this->client->send('groupApply', [
            'localCurrency' => $localCurrency,
            'authLimitAmount' => new Number($authLimitAmount),
            'groupName' => $groupName,
            'binRangeId' => $binRangeId,
            'userReqNo' => $userReqNo,
        ], AcceptedOrder::from(...));
    }

    /**
     * Returns the merchant's groups, newest first.
     *
     * Goes through the rows of all pages, from the one that currentPage names.
     *
     * May be refused with ErrorCode::AUTHENTICATION_FAILED, SOURCE_ADDRESS_NOT_ALLOWED, ENVELOPE_NOT_SUPPORTED,
     * TOO_MANY_REQUESTS, PARAMETER_INVALID, SYSTEM_ERROR.
     *
     * @param int|null $status 0 frozen, 1 enabled.
     * @param string|null $beginTime Opened at this time or later; a date includes the whole day.
     * @param string|null $endTime Opened at this time or earlier, not before beginTime; a date includes the whole day.
     * @param int|null $currentPage The requested page. Defaults to 1.
     * @param int|null $pageSize Rows per page. Defaults to 10.
     * @return \Generator<int, Group>
     * @throws CallException
     */
    public function list(
        ?int $status = null,
        ?string $beginTime = null,
        ?string $endTime = null,
        ?int $currentPage = null,
        ?int $pageSize = null,
    ): \Generator {
        return Page::rows(fn (int $page): Page => $this->listPage(
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
     * @return Page<Group>
     * @throws CallException
     */
    public function listPage(
        ?int $status = null,
        ?string $beginTime = null,
        ?string $endTime = null,
        ?int $currentPage = null,
        ?int $pageSize = null,
    ): Page {
        return $this->client->send('groupPage', [
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
            $fields->objects('list', Group::from(...)),
        ));
    }

    /**
     * Returns a group with the balance of its pool and the amount its cards used.
     *
     * May be refused with ErrorCode::AUTHENTICATION_FAILED, SOURCE_ADDRESS_NOT_ALLOWED, ENVELOPE_NOT_SUPPORTED,
     * TOO_MANY_REQUESTS, PARAMETER_INVALID, NOTHING_FOUND, SYSTEM_ERROR.
     *
     * @param string $groupId The group.
     * @throws CallException
     */
    public function get(
        string $groupId,
    ): Group {
        return $this->client->send('groupInfo', [
            'groupId' => $groupId,
        ], Group::from(...));
    }

    /**
     * Freezes or enables a group. Purchases with cards of a frozen group are declined.
     *
     * May be refused with ErrorCode::AUTHENTICATION_FAILED, SOURCE_ADDRESS_NOT_ALLOWED, ENVELOPE_NOT_SUPPORTED,
     * TOO_MANY_REQUESTS, PARAMETER_INVALID, STATUS_NOT_SUITABLE, REQUEST_NUMBER_REUSED, NOTHING_FOUND,
     * TRY_AGAIN_LATER, SYSTEM_ERROR.
     *
     * @param string $groupId The group.
     * @param int $status 0 freeze, 1 enable.
     * @param string|null $userReqNo The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. The client generates one when there is none.
     * @throws CallException
     */
    public function setStatus(
        string $groupId,
        int $status,
        ?string $userReqNo = null,
    ): GroupStatusResult {
        return $this->client->send('groupStatus', [
            'groupId' => $groupId,
            'status' => $status,
            'userReqNo' => $userReqNo,
        ], GroupStatusResult::from(...));
    }
}
