// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** The result, or a row of the result, of Card Operation Order Inquiry. */
public final class Order extends Content {
  private Order(Map<String, ?> fields) {
    super(fields);
    orderId();
    userReqNo();
    cardId();
    groupId();
    cardType();
    opType();
    status();
    statusDesc();
    amount();
    fee();
    createAt();
  }

  /**
   * Reads the fields as they are on the wire.
   *
   * @throws IllegalArgumentException when one is missing or has another form
   */
  public static Order of(Map<String, ?> fields) {
    return new Order(fields);
  }

  /** The order. */
  public String orderId() {
    return text("orderId");
  }

  /** The merchant's request number. */
  public String userReqNo() {
    return text("userReqNo");
  }

  /** The card. */
  public Optional<String> cardId() {
    return optionalText("cardId");
  }

  /** The group. */
  public Optional<String> groupId() {
    return optionalText("groupId");
  }

  /** 1 regular, 2 shared: a supplementary card of a group. */
  public int cardType() {
    return integer("cardType");
  }

  /** 15 card application, 16 recharge, 18 refund, 19 card cancellation, 26 group application. */
  public int opType() {
    return integer("opType");
  }

  /** 0 in process, 1 success, 2 failure. */
  public int status() {
    return integer("status");
  }

  /** The status in words; after a failure, the reason. */
  public String statusDesc() {
    return text("statusDesc");
  }

  /** The amount that the card or group gained or returned. */
  public BigDecimal amount() {
    return decimal("amount");
  }

  /** The fee, in addition to the amount. */
  public BigDecimal fee() {
    return decimal("fee");
  }

  /** When the order was accepted, yyyy-MM-dd HH:mm:ss. */
  public String createAt() {
    return text("createAt");
  }
}
