// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.util.Map;

/** The result, or a row of the result, of Card Information Modification, Card Active, Card Pin Reset. */
public final class AcceptedChange extends Content {
  private AcceptedChange(Map<String, ?> fields) {
    super(fields);
    userReqNo();
    cardId();
  }

  /**
   * Reads the fields as they are on the wire.
   *
   * @throws IllegalArgumentException when one is missing or has another form
   */
  public static AcceptedChange of(Map<String, ?> fields) {
    return new AcceptedChange(fields);
  }

  /** The merchant's request number. */
  public String userReqNo() {
    return text("userReqNo");
  }

  /** The card. */
  public String cardId() {
    return text("cardId");
  }
}
