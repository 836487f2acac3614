// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

/** The values of opType. */
public final class OpType {
  /** card opening */
  public static final int CARD_OPENING = 15;
  /** recharge */
  public static final int RECHARGE = 16;
  /** refund */
  public static final int REFUND = 18;
  /** card cancellation */
  public static final int CARD_CANCELLATION = 19;
  /** group opening */
  public static final int GROUP_OPENING = 26;

  private OpType() {}
}
