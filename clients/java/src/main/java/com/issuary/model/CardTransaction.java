// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** The content of card_transaction. A card transaction was approved, declined, settled, reversed or refunded. */
public final class CardTransaction extends Content {
  private CardTransaction(Map<String, ?> fields) {
    super(fields);
    recordNo();
    cardId();
    transactionTime();
    transCurrency();
    transCurrencyAmt();
    localCurrency();
    localCurrencyAmt();
    approvalCode();
    merchantName();
    merchantCategoryCode();
    crossBoardType();
    transType();
    transStatus();
    originRecordNo();
    transCategory();
    feeType();
    fundsType();
    fundsDirection();
    settleAmount();
    settleTime();
    respCode();
    respCodeDesc();
  }

  /**
   * Reads the fields as they are on the wire.
   *
   * @throws IllegalArgumentException when one is missing or has another form
   */
  public static CardTransaction of(Map<String, ?> fields) {
    return new CardTransaction(fields);
  }

  /** The transaction. Its settlement is notified again under the same number. */
  public String recordNo() {
    return text("recordNo");
  }

  /** The card that was used. */
  public String cardId() {
    return text("cardId");
  }

  /** When the transaction was made. */
  public String transactionTime() {
    return text("transactionTime");
  }

  /** The card acceptor's currency, which may be a withdrawn one. */
  public Optional<String> transCurrency() {
    return optionalText("transCurrency");
  }

  /** The amount in transCurrency. */
  public BigDecimal transCurrencyAmt() {
    return decimal("transCurrencyAmt");
  }

  /** The card's currency. */
  public String localCurrency() {
    return text("localCurrency");
  }

  /** The amount in the card's currency. */
  public BigDecimal localCurrencyAmt() {
    return decimal("localCurrencyAmt");
  }

  /** The approval code of the authorization. */
  public Optional<String> approvalCode() {
    return optionalText("approvalCode");
  }

  /** The card acceptor. */
  public String merchantName() {
    return text("merchantName");
  }

  /** The card acceptor's ISO 18245 category. */
  public Optional<String> merchantCategoryCode() {
    return optionalText("merchantCategoryCode");
  }

  /** 0 domestic, 1 overseas. */
  public Optional<String> crossBoardType() {
    return optionalText("crossBoardType");
  }

  /** 1 consumption, 2 reversal, 3 refund, 4 settlement difference, 5 capture after reversal, 7 forced settlement. */
  public String transType() {
    return text("transType");
  }

  /** 1 success, 2 failed. */
  public String transStatus() {
    return text("transStatus");
  }

  /** The transaction that this one reverses, refunds or clears. */
  public Optional<String> originRecordNo() {
    return optionalText("originRecordNo");
  }

  /** 1 unsettled, 2 settled. */
  public int transCategory() {
    return integer("transCategory");
  }

  /** Where fees are charged: 1 card, 2 account. */
  public Optional<Integer> feeType() {
    return optionalInteger("feeType");
  }

  /** Where the money is booked: 1 card, 2 account. */
  public Optional<Integer> fundsType() {
    return optionalInteger("fundsType");
  }

  /** 0 out, 1 in. */
  public Optional<Integer> fundsDirection() {
    return optionalInteger("fundsDirection");
  }

  /**
   * The settled amount in the card's currency. An upstream may send a negative amount, which moves in the opposite
   * direction.
   */
  public Optional<BigDecimal> settleAmount() {
    return optionalDecimal("settleAmount");
  }

  /** When the transaction was settled. */
  public Optional<String> settleTime() {
    return optionalText("settleTime");
  }

  /** The response code; 000000 means success. */
  public String respCode() {
    return text("respCode");
  }

  /** The response code in words. */
  public String respCodeDesc() {
    return text("respCodeDesc");
  }
}
