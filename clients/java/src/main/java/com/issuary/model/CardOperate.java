// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** The content of card_operate. An order on a card or group succeeded or failed. */
public final class CardOperate extends Content {
  private CardOperate(Map<String, ?> fields) {
    super(fields);
    orderId();
    cardId();
    groupId();
    userReqNo();
    opType();
    status();
    amount();
    fee();
    cardInfo();
    createAt();
  }

  /**
   * Reads the fields as they are on the wire.
   *
   * @throws IllegalArgumentException when one is missing or has another form
   */
  public static CardOperate of(Map<String, ?> fields) {
    return new CardOperate(fields);
  }

  /** The order. */
  public String orderId() {
    return text("orderId");
  }

  /** The card of the order. */
  public Optional<String> cardId() {
    return optionalText("cardId");
  }

  /** The group of the order. */
  public Optional<String> groupId() {
    return optionalText("groupId");
  }

  /** The merchant's request number. */
  public String userReqNo() {
    return text("userReqNo");
  }

  /** 15 card application, 16 recharge, 18 refund, 19 card cancellation, 26 group application. */
  public int opType() {
    return integer("opType");
  }

  /** 1 success, 2 failure. */
  public int status() {
    return integer("status");
  }

  /** The amount that the card or group gained or returned. */
  public BigDecimal amount() {
    return decimal("amount");
  }

  /** The fee, in addition to the amount. */
  public BigDecimal fee() {
    return decimal("fee");
  }

  /** The new card, for an opening. */
  public Optional<CardInfo> cardInfo() {
    return optionalObject("cardInfo", CardInfo::of);
  }

  /** When the order was accepted. */
  public String createAt() {
    return text("createAt");
  }
}
