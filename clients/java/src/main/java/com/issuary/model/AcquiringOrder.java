// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** The result, or a row of the result, of Digital currency acquiring. */
public final class AcquiringOrder extends Content {
  private AcquiringOrder(Map<String, ?> fields) {
    super(fields);
    orderNo();
    userReqNo();
    currency();
    network();
    address();
    amount();
    expireTime();
  }

  /**
   * Reads the fields as they are on the wire.
   *
   * @throws IllegalArgumentException when one is missing or has another form
   */
  public static AcquiringOrder of(Map<String, ?> fields) {
    return new AcquiringOrder(fields);
  }

  /** The order. */
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

  /** The network. */
  public String network() {
    return text("network");
  }

  /** The address to which the payer sends the coins. It belongs to this order only. */
  public String address() {
    return text("address");
  }

  /** The requested amount in coins. */
  public Optional<BigDecimal> amount() {
    return optionalDecimal("amount");
  }

  /** When the order expires, yyyy-MM-dd HH:mm:ss: after 24 hours. Later payments are still credited. */
  public String expireTime() {
    return text("expireTime");
  }
}
