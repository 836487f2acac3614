package com.issuary;

/**
 * The order had no outcome within the time that {@code orders().waitFor} was given. It is still in
 * process: wait again, or rely on its notification.
 */
public final class OrderPending extends CallFailed {
  private static final long serialVersionUID = 1L;

  OrderPending(CallContext context, String problem) {
    super(context, problem, null);
  }

  @Override
  public String code() {
    return "ORDER_PENDING";
  }
}
