// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The result, or a row of the result, of Digital Order Inquiry. */
public final class DptOrder extends Content {
  private DptOrder(Map<String, ?> fields) {
    super(fields);
    orderNo();
    userReqNo();
    currency();
    network();
    orderType();
    address();
    amount();
    receivedAmount();
    factAmount();
    fee();
    status();
    statusDesc();
    txIds();
    createAt();
    expireTime();
  }

  /**
   * Reads the fields as they are on the wire.
   *
   * @throws IllegalArgumentException when one is missing or has another form
   */
  public static DptOrder of(Map<String, ?> fields) {
    return new DptOrder(fields);
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

  /** 1 acquiring, 2 withdrawal. */
  public int orderType() {
    return integer("orderType");
  }

  /** The address that receives the coins. */
  public String address() {
    return text("address");
  }

  /** The requested or withdrawn amount, in coins. */
  public Optional<BigDecimal> amount() {
    return optionalDecimal("amount");
  }

  /** Acquiring: the amount received so far, in coins. */
  public Optional<BigDecimal> receivedAmount() {
    return optionalDecimal("receivedAmount");
  }

  /** Acquiring: the amount credited so far, in coins. */
  public Optional<BigDecimal> factAmount() {
    return optionalDecimal("factAmount");
  }

  /** The fee in coins; for a failed withdrawal, the fee that would have been charged. */
  public BigDecimal fee() {
    return decimal("fee");
  }

  /**
   * 0 in process; 1 success, for acquiring the full amount received, or any amount when none was requested; 2
   * failure, for acquiring expired with nothing received.
   */
  public int status() {
    return integer("status");
  }

  /** The status in words; for a failed withdrawal, the reason. */
  public String statusDesc() {
    return text("statusDesc");
  }

  /** The transaction ids on the blockchain, at most 100. */
  public List<String> txIds() {
    return texts("txIds");
  }

  /** When the order was accepted, yyyy-MM-dd HH:mm:ss. */
  public String createAt() {
    return text("createAt");
  }

  /** Acquiring: when the order expires. */
  public Optional<String> expireTime() {
    return optionalText("expireTime");
  }
}
