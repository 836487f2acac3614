// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.util.Map;
import java.util.Optional;

/** The content of card_activation_status. The activation of a physical card succeeded or failed. */
public final class CardActivationStatus extends Content {
  private CardActivationStatus(Map<String, ?> fields) {
    super(fields);
    cardId();
    staus();
    status();
  }

  /**
   * Reads the fields as they are on the wire.
   *
   * @throws IllegalArgumentException when one is missing or has another form
   */
  public static CardActivationStatus of(Map<String, ?> fields) {
    return new CardActivationStatus(fields);
  }

  /** The physical card. */
  public String cardId() {
    return text("cardId");
  }

  /** 1 success, 2 failure. The name is misspelt for compatibility. */
  public int staus() {
    return integer("staus");
  }

  /** The same as staus. */
  public Optional<Integer> status() {
    return optionalInteger("status");
  }
}
