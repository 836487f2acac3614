// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

/** The values of transType. */
public final class TransType {
  /** consumption */
  public static final String CONSUMPTION = "1";
  /** reversal */
  public static final String REVERSAL = "2";
  /** refund */
  public static final String REFUND = "3";
  /** settlement difference */
  public static final String SETTLEMENT_DIFFERENCE = "4";
  /** capture after reversal */
  public static final String CAPTURE_AFTER_REVERSAL = "5";
  /** forced settlement */
  public static final String FORCED_SETTLEMENT = "7";

  private TransType() {}
}
