// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.math.BigDecimal;
import java.util.Map;

/** The result, or a row of the result, of Digital Withdraw. */
public final class Withdrawal extends Content {
  private Withdrawal(Map<String, ?> fields) {
    super(fields);
    orderNo();
    userReqNo();
    currency();
    amount();
    fee();
    status();
  }

  /**
   * Reads the fields as they are on the wire.
   *
   * @throws IllegalArgumentException when one is missing or has another form
   */
  public static Withdrawal of(Map<String, ?> fields) {
    return new Withdrawal(fields);
  }

  /** The order. Digital Order Inquiry returns its outcome; there is no notification. */
  public String orderNo() {
    return text("orderNo");
  }

  /** The merchant's request number. */
  public String userReqNo() {
    return text("userReqNo");
  }

  /** The coin. */
  public String currency() {
    return text("currency");
  }

  /** The amount to send, in coins. */
  public BigDecimal amount() {
    return decimal("amount");
  }

  /** The fee in addition, in coins. */
  public BigDecimal fee() {
    return decimal("fee");
  }

  /** 0 in process. */
  public int status() {
    return integer("status");
  }
}
