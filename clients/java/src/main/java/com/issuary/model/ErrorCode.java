// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

/** The codes with which the platform refuses an operation. */
public final class ErrorCode {
  /** malformed envelope */
  public static final String ENVELOPE_MALFORMED = "100001";
  /** authentication failed */
  public static final String AUTHENTICATION_FAILED = "100002";
  /** source address not allowed */
  public static final String SOURCE_ADDRESS_NOT_ALLOWED = "100003";
  /** version or dataType not supported */
  public static final String ENVELOPE_NOT_SUPPORTED = "100004";
  /** too many requests */
  public static final String TOO_MANY_REQUESTS = "100005";
  /** parameter validation failed */
  public static final String PARAMETER_INVALID = "110001";
  /** product not enabled */
  public static final String PRODUCT_NOT_ENABLED = "110002";
  /** fee rules missing */
  public static final String FEE_RULE_MISSING = "110003";
  /** card, group or holder status not suitable */
  public static final String STATUS_NOT_SUITABLE = "110004";
  /** account balance insufficient */
  public static final String ACCOUNT_BALANCE_INSUFFICIENT = "110005";
  /** card or group balance insufficient */
  public static final String CARD_BALANCE_INSUFFICIENT = "110006";
  /** cardholder not reported */
  public static final String CARDHOLDER_NOT_REPORTED = "110007";
  /** limit below the used amount */
  public static final String LIMIT_BELOW_USED = "110008";
  /** request number already used with other content */
  public static final String REQUEST_NUMBER_REUSED = "110009";
  /** quote expired or unknown */
  public static final String QUOTE_EXPIRED = "110010";
  /** activation locked or code wrong */
  public static final String ACTIVATION_REFUSED = "110011";
  /** nothing found */
  public static final String NOTHING_FOUND = "120001";
  /** failed, try again later */
  public static final String TRY_AGAIN_LATER = "130001";
  /** order state unknown, query for the outcome */
  public static final String ORDER_STATE_UNKNOWN = "140001";
  /** system error */
  public static final String SYSTEM_ERROR = "999999";

  private ErrorCode() {}
}
