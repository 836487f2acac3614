<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Api;

use Issuary\CallException;
use Issuary\Client;
use Issuary\Fields;
use Issuary\Model\Balance;
use Issuary\Model\Exchange;
use Issuary\Model\Quote;
use Issuary\Model\StatementLine;
use Issuary\Model\Transfer;
use Issuary\Number;
use Issuary\Page;

/** The methods of a client's accounts. */
final class Accounts
{
    /** @internal */
    public function __construct(private readonly Client $client)
    {
    }

    /**
     * Returns the balances of the merchant's accounts: total, available and frozen by open orders.
     *
     * May be refused with ErrorCode::AUTHENTICATION_FAILED, SOURCE_ADDRESS_NOT_ALLOWED, ENVELOPE_NOT_SUPPORTED,
     * TOO_MANY_REQUESTS, PARAMETER_INVALID, SYSTEM_ERROR.
     *
     * @param int|null $accountType Only accounts of this type: 1 card account, 2 dpt account. Defaults to both.
     * @param string|null $currency Only accounts in this currency or coin.
     * @return list<Balance>
     * @throws CallException
     */
    public function balance(
        ?int $accountType = null,
        ?string $currency = null,
    ): array {
        return $this->client->send('accountBalance', [
            'accountType' => $accountType,
            'currency' => $currency,
        ], static fn (Fields $fields): array => $fields->objects('list', Balance::from(...)));
    }

    /**
     * Returns the lines of one account in a period, oldest first. Each line is the change by one booking, with the
     * balance after it. Lines appear moments after their bookings.
     *
     * Goes through the rows of all pages, from the one that currentPage names.
     *
     * May be refused with ErrorCode::AUTHENTICATION_FAILED, SOURCE_ADDRESS_NOT_ALLOWED, ENVELOPE_NOT_SUPPORTED,
     * TOO_MANY_REQUESTS, PARAMETER_INVALID, SYSTEM_ERROR.
     *
     * @param int $accountType 1 card account, 2 dpt account.
     * @param string $currency The currency or coin of the account.
     * @param string $beginTime Booked at this time or later; a date includes the whole day.
     * @param string $endTime Booked at this time or earlier, not before beginTime; a date includes the whole day.
     * @param int|null $currentPage The requested page. Defaults to 1.
     * @param int|null $pageSize Rows per page. Defaults to 10.
     * @return \Generator<int, StatementLine>
     * @throws CallException
     */
    public function statement(
        int $accountType,
        string $currency,
        string $beginTime,
        string $endTime,
        ?int $currentPage = null,
        ?int $pageSize = null,
    ): \Generator {
        return Page::rows(fn (int $page): Page => $this->statementPage(
            accountType: $accountType,
            currency: $currency,
            beginTime: $beginTime,
            endTime: $endTime,
            currentPage: $page,
            pageSize: $pageSize,
        ), $currentPage ?? 1);
    }

    /**
     * Returns one page of what statement() goes through, with the same parameters.
     *
     * @return Page<StatementLine>
     * @throws CallException
     */
    public function statementPage(
        int $accountType,
        string $currency,
        string $beginTime,
        string $endTime,
        ?int $currentPage = null,
        ?int $pageSize = null,
    ): Page {
        return $this->client->send('accountStatement', [
            'accountType' => $accountType,
            'currency' => $currency,
            'beginTime' => $beginTime,
            'endTime' => $endTime,
            'currentPage' => $currentPage,
            'pageSize' => $pageSize,
        ], static fn (Fields $fields): Page => new Page(
            $fields->integer('totalCount'),
            $fields->integer('currentPage'),
            $fields->integer('pageSize'),
            $fields->integer('totalPages'),
            $fields->objects('list', StatementLine::from(...)),
        ));
    }

    /**
     * Converts coins of the dpt account into money on a card account at the current rate. The fee is deducted from the
     * coins; the target amount is rounded down to the minor unit.
     *
     * May be refused with ErrorCode::AUTHENTICATION_FAILED, SOURCE_ADDRESS_NOT_ALLOWED, ENVELOPE_NOT_SUPPORTED,
     * TOO_MANY_REQUESTS, PARAMETER_INVALID, PRODUCT_NOT_ENABLED, FEE_RULE_MISSING, ACCOUNT_BALANCE_INSUFFICIENT,
     * REQUEST_NUMBER_REUSED, TRY_AGAIN_LATER, SYSTEM_ERROR.
     *
     * @param string $currency The coin: USDT or USDC.
     * @param string|int $amount The coins to take from the dpt account, including the fee.
     * @param string|null $targetCurrency The currency of the card account. Defaults to USD.
     * @param string|null $userReqNo The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. The client generates one when there is none.
     * @throws CallException
     */
    public function transfer(
        string $currency,
        string|int $amount,
        ?string $targetCurrency = null,
        ?string $userReqNo = null,
    ): Transfer {
        return $this->client->send('accountTransfer', [
            'currency' => $currency,
            'amount' => new Number($amount),
            'targetCurrency' => $targetCurrency,
            'userReqNo' => $userReqNo,
        ], Transfer::from(...));
    }

    /**
     * Converts money of one card account into another currency. With sellAmount the bought amount is rounded down to
     * the minor unit, with buyAmount the sold amount is rounded up. The fee is charged in addition to the sold amount.
     *
     * May be refused with ErrorCode::AUTHENTICATION_FAILED, SOURCE_ADDRESS_NOT_ALLOWED, ENVELOPE_NOT_SUPPORTED,
     * TOO_MANY_REQUESTS, PARAMETER_INVALID, PRODUCT_NOT_ENABLED, FEE_RULE_MISSING, ACCOUNT_BALANCE_INSUFFICIENT,
     * REQUEST_NUMBER_REUSED, QUOTE_EXPIRED, TRY_AGAIN_LATER, SYSTEM_ERROR.
     *
     * @param string $sellCurrency The currency to sell.
     * @param string $buyCurrency The currency to buy; must differ from sellCurrency.
     * @param string|int|null $sellAmount How much to sell. Exactly one of sellAmount and buyAmount is required.
     * @param string|int|null $buyAmount How much to buy. Exactly one of sellAmount and buyAmount is required.
     * @param string|null $quoteId An unexpired and unused quote of Exchange rate inquiry. Defaults to the current rate.
     * @param string|null $userReqNo The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. The client generates one when there is none.
     * @throws CallException
     */
    public function exchange(
        string $sellCurrency,
        string $buyCurrency,
        string|int|null $sellAmount = null,
        string|int|null $buyAmount = null,
        ?string $quoteId = null,
        ?string $userReqNo = null,
    ): Exchange {
        return $this->client->send('accountExchange', [
            'sellCurrency' => $sellCurrency,
            'buyCurrency' => $buyCurrency,
            'sellAmount' => Number::optional($sellAmount),
            'buyAmount' => Number::optional($buyAmount),
            'quoteId' => $quoteId,
            'userReqNo' => $userReqNo,
        ], Exchange::from(...));
    }

    /**
     * Returns the current rate of a currency pair with a quote that holds it for 60 seconds, for one exchange of this
     * merchant. Rates of coins are those of Dpt Transfer Card Account, which accepts no quote.
     *
     * May be refused with ErrorCode::AUTHENTICATION_FAILED, SOURCE_ADDRESS_NOT_ALLOWED, ENVELOPE_NOT_SUPPORTED,
     * TOO_MANY_REQUESTS, PARAMETER_INVALID, PRODUCT_NOT_ENABLED, TRY_AGAIN_LATER, SYSTEM_ERROR.
     *
     * @param string $sellCurrency The currency or coin to sell.
     * @param string $buyCurrency The currency or coin to buy; must differ from sellCurrency.
     * @throws CallException
     */
    public function exchangeRate(
        string $sellCurrency,
        string $buyCurrency,
    ): Quote {
        return $this->client->send('accountExchangeRate', [
            'sellCurrency' => $sellCurrency,
            'buyCurrency' => $buyCurrency,
        ], Quote::from(...));
    }
}
