// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.util.Map;

/** The result, or a row of the result, of Cardholder Deletion. */
public final class CardholderDeleteResult extends Content {
  private CardholderDeleteResult(Map<String, ?> fields) {
    super(fields);
    cardUserId();
  }

  /**
   * Reads the fields as they are on the wire.
   *
   * @throws IllegalArgumentException when one is missing or has another form
   */
  public static CardholderDeleteResult of(Map<String, ?> fields) {
    return new CardholderDeleteResult(fields);
  }

  /** The cardholder. */
  public String cardUserId() {
    return text("cardUserId");
  }
}
