// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

/** The codes with which a purchase is approved or declined. */
public final class ResponseCode {
  /** success */
  public static final String SUCCESS = "000000";
  /** account exception */
  public static final String ACCOUNT_EXCEPTION = "100001";
  /** invalid card */
  public static final String INVALID_CARD = "200001";
  /** insufficient balance */
  public static final String INSUFFICIENT_BALANCE = "200002";
  /** invalid CVV */
  public static final String INVALID_CVV = "200003";
  /** invalid expiry */
  public static final String INVALID_EXPIRY = "200004";
  /** invalid currency */
  public static final String INVALID_CURRENCY = "200005";
  /** not a multi-use card */
  public static final String NOT_A_MULTI_USE_CARD = "200006";
  /** over limit */
  public static final String OVER_LIMIT = "200007";
  /** card exception */
  public static final String CARD_EXCEPTION = "200008";
  /** over transaction limit */
  public static final String OVER_TRANSACTION_LIMIT = "200009";
  /** invalid merchant */
  public static final String INVALID_MERCHANT = "300001";
  /** high risk */
  public static final String HIGH_RISK = "400001";
  /** invalid amount */
  public static final String INVALID_AMOUNT = "400002";
  /** invalid transaction */
  public static final String INVALID_TRANSACTION = "400003";
  /** not found */
  public static final String NOT_FOUND = "400004";
  /** invalid transaction status */
  public static final String INVALID_TRANSACTION_STATUS = "400005";
  /** unsupported type */
  public static final String UNSUPPORTED_TYPE = "400006";
  /** time-out */
  public static final String TIME_OUT = "400007";
  /** risk rejection */
  public static final String RISK_REJECTION = "400008";
  /** channel interception */
  public static final String CHANNEL_INTERCEPTION = "400009";
  /** refund limit exceeded */
  public static final String REFUND_LIMIT_EXCEEDED = "400010";
  /** too frequent */
  public static final String TOO_FREQUENT = "400011";
  /** decision rejection */
  public static final String DECISION_REJECTION = "400012";
  /** system upgrade */
  public static final String SYSTEM_UPGRADE = "999998";
  /** unknown */
  public static final String UNKNOWN = "999999";

  private ResponseCode() {}
}
