package com.issuary;

import com.issuary.model.Order;

/**
 * The order that {@code orders().waitFor} waited for has failed. Its money is back where it came
 * from.
 */
public final class OrderFailed extends CallFailed {
  private static final long serialVersionUID = 1L;
  private final transient Order order;

  OrderFailed(CallContext context, Order order) {
    super(context, "the order has failed: " + order.statusDesc(), null);
    this.order = order;
  }

  @Override
  public String code() {
    return "ORDER_FAILED";
  }

  /** Returns the order; its {@code statusDesc} is the reason. */
  public Order order() {
    return order;
  }
}
