// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** The result, or a row of the result, of Card Inquiry. */
public final class Card extends Content {
  private Card(Map<String, ?> fields) {
    super(fields);
    cardId();
    userNo();
    cardNo();
    cardAlias();
    cardLabel();
    cardExpiryDate();
    localCurrency();
    startActiveDate();
    endCloseDate();
    cardType();
    cardForm();
    groupId();
    creditLimitAmt();
    minAuthAmt();
    maxAuthAmt();
    balanceAmt();
    usedAuthAmt();
    enableMultiUse();
    enableCurrencyCheck();
    cardClosedAmt();
    cardStatus();
    cardStatusDesc();
    createTime();
    cardUserInfo();
    billAddressInfo();
    cardVerifyNo();
  }

  /**
   * Reads the fields as they are on the wire.
   *
   * @throws IllegalArgumentException when one is missing or has another form
   */
  public static Card of(Map<String, ?> fields) {
    return new Card(fields);
  }

  /** The card. */
  public String cardId() {
    return text("cardId");
  }

  /** The merchant. */
  public String userNo() {
    return text("userNo");
  }

  /**
   * The card number: in plaintext, masked or as JWE, depending on the merchant’s cardData. Also masked once it is no
   * longer stored, some time after the card was closed or expired.
   */
  public String cardNo() {
    return text("cardNo");
  }

  /** The merchant's name for the card; empty when it has none. */
  public String cardAlias() {
    return text("cardAlias");
  }

  /** The merchant's label for the card; empty when it has none. */
  public String cardLabel() {
    return text("cardLabel");
  }

  /** The expiry date on the card, yyyy-MM. */
  public String cardExpiryDate() {
    return text("cardExpiryDate");
  }

  /** The currency of the card and of the amounts below. */
  public String localCurrency() {
    return text("localCurrency");
  }

  /** The first day on which the card can be used, yyyy-MM-dd. */
  public String startActiveDate() {
    return text("startActiveDate");
  }

  /** The last day on which the card can be used, yyyy-MM-dd. */
  public String endCloseDate() {
    return text("endCloseDate");
  }

  /** 1 regular, 2 shared: a supplementary card of a group. */
  public int cardType() {
    return integer("cardType");
  }

  /** 1 virtual, 2 physical. */
  public int cardForm() {
    return integer("cardForm");
  }

  /** The group. */
  public Optional<String> groupId() {
    return optionalText("groupId");
  }

  /** A supplementary card's own limit within the pool. */
  public Optional<BigDecimal> creditLimitAmt() {
    return optionalDecimal("creditLimitAmt");
  }

  /** The smallest amount that can be loaded onto the card at once. */
  public BigDecimal minAuthAmt() {
    return decimal("minAuthAmt");
  }

  /** The largest amount that can be loaded onto the card at once, and the largest purchase. */
  public BigDecimal maxAuthAmt() {
    return decimal("maxAuthAmt");
  }

  /** The available balance. */
  public BigDecimal balanceAmt() {
    return decimal("balanceAmt");
  }

  /** The amount used: authorized or cleared, less reversed and refunded. */
  public BigDecimal usedAuthAmt() {
    return decimal("usedAuthAmt");
  }

  /** 1 many purchases, 0 one. */
  public int enableMultiUse() {
    return integer("enableMultiUse");
  }

  /** 1 purchases in localCurrency only, 0 purchases in any currency. */
  public int enableCurrencyCheck() {
    return integer("enableCurrencyCheck");
  }

  /** The amount that the cancellation returned to the account. */
  public Optional<BigDecimal> cardClosedAmt() {
    return optionalDecimal("cardClosedAmt");
  }

  /** 0 closed, 1 in use, 2 frozen, 3 awaiting activation. */
  public String cardStatus() {
    return text("cardStatus");
  }

  /** The status in words. */
  public String cardStatusDesc() {
    return text("cardStatusDesc");
  }

  /** When the card was opened, yyyy-MM-dd HH:mm:ss. */
  public String createTime() {
    return text("createTime");
  }

  /** The cardholder, if the card has one. */
  public Optional<CardUserInfo> cardUserInfo() {
    return optionalObject("cardUserInfo", CardUserInfo::of);
  }

  /** The cardholder's billing address. */
  public Optional<BillAddressInfo> billAddressInfo() {
    return optionalObject("billAddressInfo", BillAddressInfo::of);
  }

  /**
   * The verification number (CVV2): in plaintext, absent or as JWE, depending on the merchant’s cardData. Absent
   * when the card is closed or expired.
   */
  public Optional<String> cardVerifyNo() {
    return optionalText("cardVerifyNo");
  }
}
