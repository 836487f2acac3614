// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.math.BigDecimal;
import java.util.Map;

/** The result, or a row of the result, of Dpt Transfer Card Account. */
public final class Transfer extends Content {
  private Transfer(Map<String, ?> fields) {
    super(fields);
    orderId();
    userReqNo();
    exchangeRate();
    status();
    createAt();
    currency();
    amount();
    fee();
    targetCurrency();
    targetAmount();
  }

  /**
   * Reads the fields as they are on the wire.
   *
   * @throws IllegalArgumentException when one is missing or has another form
   */
  public static Transfer of(Map<String, ?> fields) {
    return new Transfer(fields);
  }

  /** The order. */
  public String orderId() {
    return text("orderId");
  }

  /** The merchant's request number. */
  public String userReqNo() {
    return text("userReqNo");
  }

  /** The price of one unit of the currency sold, in the currency bought. */
  public BigDecimal exchangeRate() {
    return decimal("exchangeRate");
  }

  /** 1 success: the money has arrived. */
  public int status() {
    return integer("status");
  }

  /** When the money was converted, yyyy-MM-dd HH:mm:ss. */
  public String createAt() {
    return text("createAt");
  }

  /** The coin. */
  public String currency() {
    return text("currency");
  }

  /** The coins taken from the dpt account, including the fee. */
  public BigDecimal amount() {
    return decimal("amount");
  }

  /** The fee in coins, rounded up. */
  public BigDecimal fee() {
    return decimal("fee");
  }

  /** The currency of the card account. */
  public String targetCurrency() {
    return text("targetCurrency");
  }

  /** The amount credited to the card account. */
  public BigDecimal targetAmount() {
    return decimal("targetAmount");
  }
}
