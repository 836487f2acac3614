// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.math.BigDecimal;
import java.util.Map;

/** The result, or a row of the result, of Card account exchange. */
public final class Exchange extends Content {
  private Exchange(Map<String, ?> fields) {
    super(fields);
    orderId();
    userReqNo();
    exchangeRate();
    status();
    createAt();
    sellCurrency();
    sellAmount();
    buyCurrency();
    buyAmount();
    fee();
  }

  /**
   * Reads the fields as they are on the wire.
   *
   * @throws IllegalArgumentException when one is missing or has another form
   */
  public static Exchange of(Map<String, ?> fields) {
    return new Exchange(fields);
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

  /** The currency sold. */
  public String sellCurrency() {
    return text("sellCurrency");
  }

  /** How much was sold. */
  public BigDecimal sellAmount() {
    return decimal("sellAmount");
  }

  /** The currency bought. */
  public String buyCurrency() {
    return text("buyCurrency");
  }

  /** How much was bought. */
  public BigDecimal buyAmount() {
    return decimal("buyAmount");
  }

  /** The fee in addition, in the currency sold; rounded up. */
  public BigDecimal fee() {
    return decimal("fee");
  }
}
