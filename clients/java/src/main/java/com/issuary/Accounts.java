// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary;

import com.issuary.model.AccountBalanceRequest;
import com.issuary.model.AccountExchangeRateRequest;
import com.issuary.model.AccountExchangeRequest;
import com.issuary.model.AccountStatementRequest;
import com.issuary.model.AccountTransferRequest;
import com.issuary.model.Balance;
import com.issuary.model.Exchange;
import com.issuary.model.Quote;
import com.issuary.model.StatementLine;
import com.issuary.model.Transfer;
import java.util.List;
import java.util.function.Consumer;

/**
 * The operations Account Balance, Account Statement, Dpt Transfer Card Account, Card account exchange, Exchange
 * rate inquiry.
 */
public final class Accounts {
  private final Calls calls;

  Accounts(Calls calls) {
    this.calls = calls;
  }

  /**
   * Account Balance. Returns the balances of the merchant's accounts: total, available and frozen by open orders.
   *
   * @throws OperationRefused with one of 100002 AUTHENTICATION_FAILED, 100003 SOURCE_ADDRESS_NOT_ALLOWED, 100004
   * ENVELOPE_NOT_SUPPORTED, 100005 TOO_MANY_REQUESTS, 110001 PARAMETER_INVALID, 999999 SYSTEM_ERROR
   */
  public List<Balance> balance(AccountBalanceRequest request) {
    return calls.list(Catalogue.ACCOUNT_BALANCE, request, Balance::of);
  }

  /** Account Balance. Returns the balances of the merchant's accounts: total, available and frozen by open orders. */
  public List<Balance> balance(Consumer<AccountBalanceRequest.Builder> request) {
    AccountBalanceRequest.Builder builder = AccountBalanceRequest.builder();
    request.accept(builder);
    return balance(builder.build());
  }

  /** Account Balance. Returns the balances of the merchant's accounts: total, available and frozen by open orders. */
  public List<Balance> balance() {
    return balance(AccountBalanceRequest.builder().build());
  }

  /**
   * Account Statement. Returns the lines of one account in a period, oldest first. Each line is the change by one
   * booking, with the balance after it. Lines appear moments after their bookings.
   *
   * @throws OperationRefused with one of 100002 AUTHENTICATION_FAILED, 100003 SOURCE_ADDRESS_NOT_ALLOWED, 100004
   * ENVELOPE_NOT_SUPPORTED, 100005 TOO_MANY_REQUESTS, 110001 PARAMETER_INVALID, 999999 SYSTEM_ERROR
   */
  public Paged<StatementLine> statement(AccountStatementRequest request) {
    return calls.pages(Catalogue.ACCOUNT_STATEMENT, request, StatementLine::of);
  }

  /**
   * Account Statement. Returns the lines of one account in a period, oldest first. Each line is the change by one
   * booking, with the balance after it. Lines appear moments after their bookings.
   */
  public Paged<StatementLine> statement(Consumer<AccountStatementRequest.Builder> request) {
    AccountStatementRequest.Builder builder = AccountStatementRequest.builder();
    request.accept(builder);
    return statement(builder.build());
  }

  /**
   * Dpt Transfer Card Account. Converts coins of the dpt account into money on a card account at the current rate.
   * The fee is deducted from the coins; the target amount is rounded down to the minor unit.
   *
   * @throws OperationRefused with one of 100002 AUTHENTICATION_FAILED, 100003 SOURCE_ADDRESS_NOT_ALLOWED, 100004
   * ENVELOPE_NOT_SUPPORTED, 100005 TOO_MANY_REQUESTS, 110001 PARAMETER_INVALID, 110002 PRODUCT_NOT_ENABLED, 110003
   * FEE_RULE_MISSING, 110005 ACCOUNT_BALANCE_INSUFFICIENT, 110009 REQUEST_NUMBER_REUSED, 130001 TRY_AGAIN_LATER,
   * 999999 SYSTEM_ERROR
   */
  public Transfer transfer(AccountTransferRequest request) {
    return calls.object(Catalogue.ACCOUNT_TRANSFER, request, Transfer::of);
  }

  /**
   * Dpt Transfer Card Account. Converts coins of the dpt account into money on a card account at the current rate.
   * The fee is deducted from the coins; the target amount is rounded down to the minor unit.
   */
  public Transfer transfer(Consumer<AccountTransferRequest.Builder> request) {
    AccountTransferRequest.Builder builder = AccountTransferRequest.builder();
    request.accept(builder);
    return transfer(builder.build());
  }

  /**
   * Card account exchange. Converts money of one card account into another currency. With sellAmount the bought
   * amount is rounded down to the minor unit, with buyAmount the sold amount is rounded up. The fee is charged in
   * addition to the sold amount.
   *
   * @throws OperationRefused with one of 100002 AUTHENTICATION_FAILED, 100003 SOURCE_ADDRESS_NOT_ALLOWED, 100004
   * ENVELOPE_NOT_SUPPORTED, 100005 TOO_MANY_REQUESTS, 110001 PARAMETER_INVALID, 110002 PRODUCT_NOT_ENABLED, 110003
   * FEE_RULE_MISSING, 110005 ACCOUNT_BALANCE_INSUFFICIENT, 110009 REQUEST_NUMBER_REUSED, 110010 QUOTE_EXPIRED,
   * 130001 TRY_AGAIN_LATER, 999999 SYSTEM_ERROR
   */
  public Exchange exchange(AccountExchangeRequest request) {
    return calls.object(Catalogue.ACCOUNT_EXCHANGE, request, Exchange::of);
  }

  /**
   * Card account exchange. Converts money of one card account into another currency. With sellAmount the bought
   * amount is rounded down to the minor unit, with buyAmount the sold amount is rounded up. The fee is charged in
   * addition to the sold amount.
   */
  public Exchange exchange(Consumer<AccountExchangeRequest.Builder> request) {
    AccountExchangeRequest.Builder builder = AccountExchangeRequest.builder();
    request.accept(builder);
    return exchange(builder.build());
  }

  /**
   * Exchange rate inquiry. Returns the current rate of a currency pair with a quote that holds it for 60 seconds,
   * for one exchange of this merchant. Rates of coins are those of Dpt Transfer Card Account, which accepts no
   * quote.
   *
   * @throws OperationRefused with one of 100002 AUTHENTICATION_FAILED, 100003 SOURCE_ADDRESS_NOT_ALLOWED, 100004
   * ENVELOPE_NOT_SUPPORTED, 100005 TOO_MANY_REQUESTS, 110001 PARAMETER_INVALID, 110002 PRODUCT_NOT_ENABLED, 130001
   * TRY_AGAIN_LATER, 999999 SYSTEM_ERROR
   */
  public Quote exchangeRate(AccountExchangeRateRequest request) {
    return calls.object(Catalogue.ACCOUNT_EXCHANGE_RATE, request, Quote::of);
  }

  /**
   * Exchange rate inquiry. Returns the current rate of a currency pair with a quote that holds it for 60 seconds,
   * for one exchange of this merchant. Rates of coins are those of Dpt Transfer Card Account, which accepts no
   * quote.
   */
  public Quote exchangeRate(Consumer<AccountExchangeRateRequest.Builder> request) {
    AccountExchangeRateRequest.Builder builder = AccountExchangeRateRequest.builder();
    request.accept(builder);
    return exchangeRate(builder.build());
  }
}
