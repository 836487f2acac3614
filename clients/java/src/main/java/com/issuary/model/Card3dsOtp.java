// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.math.BigDecimal;
import java.util.Map;

/** The content of card_3ds_otp. A cardholder must confirm a purchase with a one-time password (3-D Secure). */
public final class Card3dsOtp extends Content {
  private Card3dsOtp(Map<String, ?> fields) {
    super(fields);
    otp();
    cardId();
    cardNo();
    transactionCurrency();
    transactionAmount();
    merchantName();
  }

  /**
   * Reads the fields as they are on the wire.
   *
   * @throws IllegalArgumentException when one is missing or has another form
   */
  public static Card3dsOtp of(Map<String, ?> fields) {
    return new Card3dsOtp(fields);
  }

  /** The one-time password that the cardholder must enter; JWE if the merchant’s cardData is jwe. */
  public String otp() {
    return text("otp");
  }

  /** The card. */
  public String cardId() {
    return text("cardId");
  }

  /** The card number, masked. */
  public String cardNo() {
    return text("cardNo");
  }

  /** The currency of the purchase. */
  public String transactionCurrency() {
    return text("transactionCurrency");
  }

  /** The amount of the purchase. */
  public BigDecimal transactionAmount() {
    return decimal("transactionAmount");
  }

  /** The card acceptor. */
  public String merchantName() {
    return text("merchantName");
  }
}
