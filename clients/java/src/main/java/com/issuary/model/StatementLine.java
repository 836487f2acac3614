// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** The result, or a row of the result, of Account Statement. */
public final class StatementLine extends Content {
  private StatementLine(Map<String, ?> fields) {
    super(fields);
    entryNo();
    time();
    kind();
    amount();
    balanceAfter();
    frozenAfter();
    orderId();
    recordNo();
    remark();
  }

  /**
   * Reads the fields as they are on the wire.
   *
   * @throws IllegalArgumentException when one is missing or has another form
   */
  public static StatementLine of(Map<String, ?> fields) {
    return new StatementLine(fields);
  }

  /**
   * The number of the line, unique within the account and increasing. An account with several shards has one
   * sequence of numbers per shard.
   */
  public String entryNo() {
    return text("entryNo");
  }

  /** When it was booked, yyyy-MM-dd HH:mm:ss. */
  public String time() {
    return text("time");
  }

  /**
   * The kind of the line: deposit money paid in, payout money paid out, opening the opening of a card or group,
   * recharge a recharge of a card or group, refund a refund from a card or group, closing the balance of a cancelled
   * card, exchange a currency exchange, transfer coins converted into money on a card account, fee a fee,
   * transaction a card transaction, acquiring coins received, withdrawal coins sent, correction the correction of an
   * earlier line, suspense money that cannot be assigned yet, rebalance a transfer between the shards of one
   * account, other anything else.
   */
  public String kind() {
    return text("kind");
  }

  /** The change of the total balance: negative for a debit, 0 when money was only frozen or released. */
  public BigDecimal amount() {
    return decimal("amount");
  }

  /** The total balance after the line. */
  public BigDecimal balanceAfter() {
    return decimal("balanceAfter");
  }

  /** The part of it held by open orders. */
  public BigDecimal frozenAfter() {
    return decimal("frozenAfter");
  }

  /** The order that the line belongs to. */
  public Optional<String> orderId() {
    return optionalText("orderId");
  }

  /** The card transaction that the line belongs to. */
  public Optional<String> recordNo() {
    return optionalText("recordNo");
  }

  /** Further details: a reference, a reason, the progress of the order. */
  public Optional<String> remark() {
    return optionalText("remark");
  }
}
