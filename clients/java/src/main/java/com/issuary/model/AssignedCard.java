// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.util.Map;

/** The result, or a row of the result, of Card Assign. */
public final class AssignedCard extends Content {
  private AssignedCard(Map<String, ?> fields) {
    super(fields);
    userReqNo();
    cardId();
    status();
  }

  /**
   * Reads the fields as they are on the wire.
   *
   * @throws IllegalArgumentException when one is missing or has another form
   */
  public static AssignedCard of(Map<String, ?> fields) {
    return new AssignedCard(fields);
  }

  /** The merchant's request number. */
  public String userReqNo() {
    return text("userReqNo");
  }

  /** The card. */
  public String cardId() {
    return text("cardId");
  }

  /** 3 awaiting activation. */
  public String status() {
    return text("status");
  }
}
