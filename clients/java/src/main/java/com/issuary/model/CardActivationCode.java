// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.util.Map;
import java.util.Optional;

/** The content of card_activation_code. A physical card was assigned and awaits activation with this code. */
public final class CardActivationCode extends Content {
  private CardActivationCode(Map<String, ?> fields) {
    super(fields);
    cardId();
    cardNo();
    activationCode();
    expireTime();
  }

  /**
   * Reads the fields as they are on the wire.
   *
   * @throws IllegalArgumentException when one is missing or has another form
   */
  public static CardActivationCode of(Map<String, ?> fields) {
    return new CardActivationCode(fields);
  }

  /** The physical card. */
  public String cardId() {
    return text("cardId");
  }

  /** The card number, masked. */
  public String cardNo() {
    return text("cardNo");
  }

  /** The 8-digit code that activates the card; JWE if the merchant’s cardData is jwe. */
  public String activationCode() {
    return text("activationCode");
  }

  /** When the code expires. */
  public Optional<String> expireTime() {
    return optionalText("expireTime");
  }
}
