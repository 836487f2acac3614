// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.util.Map;

/**
 * The result, or a row of the result, of Apply for a Card Opening, Cancel Card Application, Recharge, Refund,
 * Shared Card Application.
 */
public final class AcceptedOrder extends Content {
  private AcceptedOrder(Map<String, ?> fields) {
    super(fields);
    orderId();
    userReqNo();
  }

  /**
   * Reads the fields as they are on the wire.
   *
   * @throws IllegalArgumentException when one is missing or has another form
   */
  public static AcceptedOrder of(Map<String, ?> fields) {
    return new AcceptedOrder(fields);
  }

  /** The order. */
  public String orderId() {
    return text("orderId");
  }

  /** The merchant's request number. */
  public String userReqNo() {
    return text("userReqNo");
  }
}
