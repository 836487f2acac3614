// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.math.BigDecimal;
import java.util.Map;

/** The content of trade_fee. A fee was charged for a transaction or returned. */
public final class TradeFee extends Content {
  private TradeFee(Map<String, ?> fields) {
    super(fields);
    cardId();
    opType();
    receiptNo();
    recordNo();
    userNo();
    realCcy();
    realFee();
    createAt();
  }

  /**
   * Reads the fields as they are on the wire.
   *
   * @throws IllegalArgumentException when one is missing or has another form
   */
  public static TradeFee of(Map<String, ?> fields) {
    return new TradeFee(fields);
  }

  /** The card of the transaction. */
  public String cardId() {
    return text("cardId");
  }

  /**
   * 91 reversal processing, 92 forced settlement, 93 exception settlement, 94 settlement after reversal, 95
   * settlement exchange difference, 96 small transaction, 97 cross-border, 98 refund processing, 99 transaction
   * processing.
   */
  public int opType() {
    return integer("opType");
  }

  /** The fee. */
  public String receiptNo() {
    return text("receiptNo");
  }

  /** The transaction of the fee. */
  public String recordNo() {
    return text("recordNo");
  }

  /** The merchant. */
  public String userNo() {
    return text("userNo");
  }

  /** The currency of the fee. */
  public String realCcy() {
    return text("realCcy");
  }

  /** The fee; negative when one is returned. */
  public BigDecimal realFee() {
    return decimal("realFee");
  }

  /** When the fee was charged. */
  public String createAt() {
    return text("createAt");
  }
}
