<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Api;

use Issuary\CallException;
use Issuary\Client;
use Issuary\Fields;
use Issuary\Model\AcceptedChange;
use Issuary\Model\AcceptedOrder;
use Issuary\Model\AssignedCard;
use Issuary\Model\Card;
use Issuary\Model\CardSummary;
use Issuary\Number;
use Issuary\Page;

/** The methods of a client's cards. */
final class Cards
{
    /** @internal */
    public function __construct(private readonly Client $client)
    {
    }

    /**
     * Opens a card and funds it from the card account of its currency. The outcome arrives as card_operate, opType 15.
     *
     * May be refused with ErrorCode::AUTHENTICATION_FAILED, SOURCE_ADDRESS_NOT_ALLOWED, ENVELOPE_NOT_SUPPORTED,
     * TOO_MANY_REQUESTS, PARAMETER_INVALID, PRODUCT_NOT_ENABLED, FEE_RULE_MISSING, STATUS_NOT_SUITABLE,
     * ACCOUNT_BALANCE_INSUFFICIENT, CARDHOLDER_NOT_REPORTED, REQUEST_NUMBER_REUSED, NOTHING_FOUND, TRY_AGAIN_LATER,
     * SYSTEM_ERROR.
     *
     * @param string $localCurrency The currency of the card and of the account that pays.
     * @param string $startDate The first day on which the card can be used: today or later.
     * @param string $endDate The last day on which the card can be used: startDate or later, but not after the card's expiry date.
     * @param int|null $channelType 1 a regular card, 2 a supplementary card of a group. Defaults to 1.
     * @param string|int|null $authLimitAmount For channelType 1: the initial funding, required. For channelType 2: the card’s own limit within the pool; absent or 0 means that only the pool limits it.
     * @param int|null $enableMultiUse 1 many purchases, 0 one. Defaults to 1.
     * @param int|null $enableCurrencyCheck 1 purchases in localCurrency only, 0 purchases in any currency. Required for channelType 1.
     * @param string|null $cardAlias The merchant's name for the card.
     * @param string|null $binRangeId A range of Cardbin query, or a BIN, which selects its first suitable range. Defaults to the first range for the currency; for channelType 2 to the group's range, and must have the same issuer as the group.
     * @param string|null $groupId The group, required for channelType 2.
     * @param string|null $cardUserId The cardholder.
     * @param int|null $sceneCode The purpose of the card, from Scene list query. One of 1001, 1002, 1003, 1004.
     * @param string|null $airLineCode The IATA code of the airline, for scene 1004 only.
     * @param string|null $userReqNo The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. The client generates one when there is none.
     * @throws CallException
     */
    public function apply(
        string $localCurrency,
        string $startDate,
        string $endDate,
        ?int $channelType = null,
        string|int|null $authLimitAmount = null,
        ?int $enableMultiUse = null,
        ?int $enableCurrencyCheck = null,
        ?string $cardAlias = null,
        ?string $binRangeId = null,
        ?string $groupId = null,
        ?string $cardUserId = null,
        ?int $sceneCode = null,
        ?string $airLineCode = null,
        ?string $userReqNo = null,
    ): AcceptedOrder {
        return $this->client->send('cardApply', [
            'localCurrency' => $localCurrency,
            'startDate' => $startDate,
            'endDate' => $endDate,
            'channelType' => $channelType,
            'authLimitAmount' => Number::optional($authLimitAmount),
            'enableMultiUse' => $enableMultiUse,
            'enableCurrencyCheck' => $enableCurrencyCheck,
            'cardAlias' => $cardAlias,
            'binRangeId' => $binRangeId,
            'groupId' => $groupId,
            'cardUserId' => $cardUserId,
            'sceneCode' => $sceneCode,
            'airLineCode' => $airLineCode,
            'userReqNo' => $userReqNo,
        ], AcceptedOrder::from(...));
    }

    /**
     * Cancels a card and returns its available balance to the account. The outcome arrives as card_operate, opType 19.
     *
     * May be refused with ErrorCode::AUTHENTICATION_FAILED, SOURCE_ADDRESS_NOT_ALLOWED, ENVELOPE_NOT_SUPPORTED,
     * TOO_MANY_REQUESTS, PARAMETER_INVALID, STATUS_NOT_SUITABLE, REQUEST_NUMBER_REUSED, NOTHING_FOUND,
     * TRY_AGAIN_LATER, SYSTEM_ERROR.
     *
     * @param string $cardId The card.
     * @param string|null $userReqNo The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. The client generates one when there is none.
     * @throws CallException
     */
    public function close(
        string $cardId,
        ?string $userReqNo = null,
    ): AcceptedOrder {
        return $this->client->send('cardClose', [
            'cardId' => $cardId,
            'userReqNo' => $userReqNo,
        ], AcceptedOrder::from(...));
    }

    /**
     * Adds authLimitAmount to a card from the card account of its currency. The outcome arrives as card_operate,
     * opType 16.
     *
     * May be refused with ErrorCode::AUTHENTICATION_FAILED, SOURCE_ADDRESS_NOT_ALLOWED, ENVELOPE_NOT_SUPPORTED,
     * TOO_MANY_REQUESTS, PARAMETER_INVALID, FEE_RULE_MISSING, STATUS_NOT_SUITABLE, ACCOUNT_BALANCE_INSUFFICIENT,
     * REQUEST_NUMBER_REUSED, NOTHING_FOUND, TRY_AGAIN_LATER, SYSTEM_ERROR.
     *
     * @param string|int $authLimitAmount The amount to add, from minAmount to maxAmount of the BIN range. The fee is charged in addition.
     * @param int|null $channelType 1 a card, identified by cardId; 2 a group, identified by groupId. Defaults to 1.
     * @param string|null $cardId The card, for channelType 1.
     * @param string|null $groupId The group, for channelType 2.
     * @param string|null $userReqNo The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. The client generates one when there is none.
     * @throws CallException
     */
    public function recharge(
        string|int $authLimitAmount,
        ?int $channelType = null,
        ?string $cardId = null,
        ?string $groupId = null,
        ?string $userReqNo = null,
    ): AcceptedOrder {
        return $this->client->send('cardRecharge', [
            'authLimitAmount' => new Number($authLimitAmount),
            'channelType' => $channelType,
            'cardId' => $cardId,
            'groupId' => $groupId,
            'userReqNo' => $userReqNo,
        ], AcceptedOrder::from(...));
    }

    /**
     * Freezes or enables a card, or changes its alias, label or limit. At least one of them is required.
     *
     * May be refused with ErrorCode::AUTHENTICATION_FAILED, SOURCE_ADDRESS_NOT_ALLOWED, ENVELOPE_NOT_SUPPORTED,
     * TOO_MANY_REQUESTS, PARAMETER_INVALID, STATUS_NOT_SUITABLE, LIMIT_BELOW_USED, REQUEST_NUMBER_REUSED,
     * NOTHING_FOUND, TRY_AGAIN_LATER, SYSTEM_ERROR.
     *
     * @param string $cardId The card.
     * @param string|null $cardAlias The merchant's name for the card.
     * @param string|null $cardLabel The merchant's label for the card.
     * @param int|null $status 0 freeze, 1 enable.
     * @param string|int|null $authLimitAmount The limit of a supplementary card within its pool, not below the used amount; 0 means no limit. Other cards have no limit.
     * @param string|null $userReqNo The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. The client generates one when there is none.
     * @throws CallException
     */
    public function modify(
        string $cardId,
        ?string $cardAlias = null,
        ?string $cardLabel = null,
        ?int $status = null,
        string|int|null $authLimitAmount = null,
        ?string $userReqNo = null,
    ): AcceptedChange {
        return $this->client->send('cardModify', [
            'cardId' => $cardId,
            'cardAlias' => $cardAlias,
            'cardLabel' => $cardLabel,
            'status' => $status,
            'authLimitAmount' => Number::optional($authLimitAmount),
            'userReqNo' => $userReqNo,
        ], AcceptedChange::from(...));
    }

    /**
     * Returns a card with its number, verification number, balance and status. A closed or expired card has no
     * verification number.
     *
     * May be refused with ErrorCode::AUTHENTICATION_FAILED, SOURCE_ADDRESS_NOT_ALLOWED, ENVELOPE_NOT_SUPPORTED,
     * TOO_MANY_REQUESTS, PARAMETER_INVALID, NOTHING_FOUND, TRY_AGAIN_LATER, SYSTEM_ERROR.
     *
     * @param string $cardId The card.
     * @throws CallException
     */
    public function get(
        string $cardId,
    ): Card {
        return $this->client->send('cardInfo', [
            'cardId' => $cardId,
        ], Card::from(...));
    }

    /**
     * Moves refundAmount of a card's available balance back to the account. The outcome arrives as card_operate,
     * opType 18.
     *
     * May be refused with ErrorCode::AUTHENTICATION_FAILED, SOURCE_ADDRESS_NOT_ALLOWED, ENVELOPE_NOT_SUPPORTED,
     * TOO_MANY_REQUESTS, PARAMETER_INVALID, STATUS_NOT_SUITABLE, CARD_BALANCE_INSUFFICIENT, REQUEST_NUMBER_REUSED,
     * NOTHING_FOUND, TRY_AGAIN_LATER, SYSTEM_ERROR.
     *
     * @param string|int $refundAmount The amount to return, at most the available balance.
     * @param int|null $channelType 1 a card, identified by cardId; 2 a group, identified by groupId. Defaults to 1.
     * @param string|null $cardId The card, for channelType 1.
     * @param string|null $groupId The group, for channelType 2.
     * @param string|null $userReqNo The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. The client generates one when there is none.
     * @throws CallException
     */
    public function refund(
        string|int $refundAmount,
        ?int $channelType = null,
        ?string $cardId = null,
        ?string $groupId = null,
        ?string $userReqNo = null,
    ): AcceptedOrder {
        return $this->client->send('cardRefund', [
            'refundAmount' => new Number($refundAmount),
            'channelType' => $channelType,
            'cardId' => $cardId,
            'groupId' => $groupId,
            'userReqNo' => $userReqNo,
        ], AcceptedOrder::from(...));
    }

    /**
     * Returns the merchant's cards, newest first, with masked numbers. With an endTime in the past, pages do not shift
     * while cards are added. Without one, new cards push the others towards later pages, but none is skipped. Without
     * filters, or with a period alone, every page takes the same time. With other filters the time is proportional to
     * the cards of the cardholder or group, or for cardType and status alone of the merchant within the period.
     *
     * Goes through the rows of all pages, from the one that currentPage names.
     *
     * May be refused with ErrorCode::AUTHENTICATION_FAILED, SOURCE_ADDRESS_NOT_ALLOWED, ENVELOPE_NOT_SUPPORTED,
     * TOO_MANY_REQUESTS, PARAMETER_INVALID, SYSTEM_ERROR.
     *
     * @param int|null $cardType 1 regular, 2 shared: a supplementary card of a group.
     * @param string|null $groupId The group.
     * @param string|null $status 0 closed, 1 in use, 2 frozen, 3 awaiting activation.
     * @param string|null $cardUserId The cardholder.
     * @param string|null $beginTime Opened at this time or later; a date includes the whole day.
     * @param string|null $endTime Opened at this time or earlier, not before beginTime; a date includes the whole day.
     * @param int|null $currentPage The requested page. Defaults to 1.
     * @param int|null $pageSize Rows per page. Defaults to 10.
     * @return \Generator<int, CardSummary>
     * @throws CallException
     */
    public function list(
        ?int $cardType = null,
        ?string $groupId = null,
        ?string $status = null,
        ?string $cardUserId = null,
        ?string $beginTime = null,
        ?string $endTime = null,
        ?int $currentPage = null,
        ?int $pageSize = null,
    ): \Generator {
        return Page::rows(fn (int $page): Page => $this->listPage(
            cardType: $cardType,
            groupId: $groupId,
            status: $status,
            cardUserId: $cardUserId,
            beginTime: $beginTime,
            endTime: $endTime,
            currentPage: $page,
            pageSize: $pageSize,
        ), $currentPage ?? 1);
    }

    /**
     * Returns one page of what list() goes through, with the same parameters.
     *
     * @return Page<CardSummary>
     * @throws CallException
     */
    public function listPage(
        ?int $cardType = null,
        ?string $groupId = null,
        ?string $status = null,
        ?string $cardUserId = null,
        ?string $beginTime = null,
        ?string $endTime = null,
        ?int $currentPage = null,
        ?int $pageSize = null,
    ): Page {
        return $this->client->send('cardPage', [
            'cardType' => $cardType,
            'groupId' => $groupId,
            'status' => $status,
            'cardUserId' => $cardUserId,
            'beginTime' => $beginTime,
            'endTime' => $endTime,
            'currentPage' => $currentPage,
            'pageSize' => $pageSize,
        ], static fn (Fields $fields): Page => new Page(
            $fields->integer('totalCount'),
            $fields->integer('currentPage'),
            $fields->integer('pageSize'),
            $fields->integer('totalPages'),
            $fields->objects('list', CardSummary::from(...)),
        ));
    }

    /**
     * Assigns a physical card from stock to a cardholder and charges the opening fee. The card awaits activation; its
     * code arrives as card_activation_code.
     *
     * May be refused with ErrorCode::AUTHENTICATION_FAILED, SOURCE_ADDRESS_NOT_ALLOWED, ENVELOPE_NOT_SUPPORTED,
     * TOO_MANY_REQUESTS, PARAMETER_INVALID, PRODUCT_NOT_ENABLED, FEE_RULE_MISSING, ACCOUNT_BALANCE_INSUFFICIENT,
     * CARDHOLDER_NOT_REPORTED, REQUEST_NUMBER_REUSED, NOTHING_FOUND, TRY_AGAIN_LATER, SYSTEM_ERROR.
     *
     * @param string $localCurrency The currency of the card.
     * @param string $cardUserId The cardholder.
     * @param string|null $binRangeId A BIN range of physical cards, or its BIN. Optional with cardNo; defaults to the range of that card.
     * @param string|null $cardNo The number printed on a card in stock. Defaults to any free card. As JWE if the merchant’s cardData is jwe; not allowed if it is masked.
     * @param string|null $userReqNo The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. The client generates one when there is none.
     * @throws CallException
     */
    public function assign(
        string $localCurrency,
        string $cardUserId,
        ?string $binRangeId = null,
        #[\SensitiveParameter] ?string $cardNo = null,
        ?string $userReqNo = null,
    ): AssignedCard {
        return $this->client->send('cardAssign', [
            'localCurrency' => $localCurrency,
            'cardUserId' => $cardUserId,
            'binRangeId' => $binRangeId,
            'cardNo' => $cardNo,
            'userReqNo' => $userReqNo,
        ], AssignedCard::from(...));
    }

    /**
     * Activates a physical card with its code and sets its PIN. The outcome arrives as card_activation_status. Five
     * wrong codes lock the activation. A repeated userReqNo gets the first result, whatever code and PIN it carries,
     * and does not set another PIN.
     *
     * May be refused with ErrorCode::AUTHENTICATION_FAILED, SOURCE_ADDRESS_NOT_ALLOWED, ENVELOPE_NOT_SUPPORTED,
     * TOO_MANY_REQUESTS, PARAMETER_INVALID, STATUS_NOT_SUITABLE, REQUEST_NUMBER_REUSED, ACTIVATION_REFUSED,
     * NOTHING_FOUND, TRY_AGAIN_LATER, SYSTEM_ERROR.
     *
     * @param string $cardId The card.
     * @param string $activationCode The 8-digit code from card_activation_code. As JWE if the merchant’s cardData is jwe.
     * @param string $pin The PIN: 6 digits, not all the same and not a run. As JWE if the merchant’s cardData is jwe.
     * @param string|null $userReqNo The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. The client generates one when there is none.
     * @throws CallException
     */
    public function activate(
        string $cardId,
        #[\SensitiveParameter] string $activationCode,
        #[\SensitiveParameter] string $pin,
        ?string $userReqNo = null,
    ): AcceptedChange {
        return $this->client->send('cardActive', [
            'cardId' => $cardId,
            'activationCode' => $activationCode,
            'pin' => $pin,
            'userReqNo' => $userReqNo,
        ], AcceptedChange::from(...));
    }

    /**
     * Sets a new PIN for an activated physical card. PINs are stored sealed and never returned. A repeated userReqNo
     * gets the first result, whatever PIN it carries, and does not set another PIN.
     *
     * May be refused with ErrorCode::AUTHENTICATION_FAILED, SOURCE_ADDRESS_NOT_ALLOWED, ENVELOPE_NOT_SUPPORTED,
     * TOO_MANY_REQUESTS, PARAMETER_INVALID, STATUS_NOT_SUITABLE, REQUEST_NUMBER_REUSED, NOTHING_FOUND,
     * TRY_AGAIN_LATER, SYSTEM_ERROR.
     *
     * @param string $cardId The card.
     * @param string $pin The PIN: 6 digits, not all the same and not a run. As JWE if the merchant’s cardData is jwe.
     * @param string|null $userReqNo The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. The client generates one when there is none.
     * @throws CallException
     */
    public function resetPin(
        string $cardId,
        #[\SensitiveParameter] string $pin,
        ?string $userReqNo = null,
    ): AcceptedChange {
        return $this->client->send('cardPinReset', [
            'cardId' => $cardId,
            'pin' => $pin,
            'userReqNo' => $userReqNo,
        ], AcceptedChange::from(...));
    }
}
