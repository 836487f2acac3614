// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

/** The values of orderStatus. */
public final class OrderStatus {
  /** in process */
  public static final int IN_PROCESS = 0;
  /** success */
  public static final int SUCCESS = 1;
  /** failure */
  public static final int FAILURE = 2;

  private OrderStatus() {}
}
