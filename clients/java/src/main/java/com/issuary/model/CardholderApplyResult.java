// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.util.Map;

/** The result, or a row of the result, of Cardholder Application. */
public final class CardholderApplyResult extends Content {
  private CardholderApplyResult(Map<String, ?> fields) {
    super(fields);
    cardUserId();
    status();
  }

  /**
   * Reads the fields as they are on the wire.
   *
   * @throws IllegalArgumentException when one is missing or has another form
   */
  public static CardholderApplyResult of(Map<String, ?> fields) {
    return new CardholderApplyResult(fields);
  }

  /** The cardholder. */
  public String cardUserId() {
    return text("cardUserId");
  }

  /** 0 disabled, 1 enabled, 2 deleted, 3 in process. */
  public int status() {
    return integer("status");
  }
}
