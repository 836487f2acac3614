// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.util.Map;
import java.util.Optional;

/** A part of another object. */
public final class CardInfo extends Content {
  private CardInfo(Map<String, ?> fields) {
    super(fields);
    cardNo();
    cardVerifyNo();
    cardExpiryDate();
    cardAlias();
    cardLabel();
    localCurrency();
    startActiveDate();
    endCloseDate();
  }

  /**
   * Reads the fields as they are on the wire.
   *
   * @throws IllegalArgumentException when one is missing or has another form
   */
  public static CardInfo of(Map<String, ?> fields) {
    return new CardInfo(fields);
  }

  /** The card number: masked unless the merchant is configured to receive it, and JWE if its cardData is jwe. */
  public String cardNo() {
    return text("cardNo");
  }

  /** The CVV2, only for merchants that are configured to receive it; JWE if their cardData is jwe. */
  public Optional<String> cardVerifyNo() {
    return optionalText("cardVerifyNo");
  }

  /** The expiry date on the card, yyyy-MM. */
  public String cardExpiryDate() {
    return text("cardExpiryDate");
  }

  /** The merchant's name for the card. */
  public String cardAlias() {
    return text("cardAlias");
  }

  /** The merchant's label for the card. */
  public String cardLabel() {
    return text("cardLabel");
  }

  /** The currency of the card. */
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
}
