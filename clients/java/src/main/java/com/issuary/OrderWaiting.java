package com.issuary;

import com.issuary.model.AcceptedOrder;
import com.issuary.model.CardOperateQueryRequest;
import com.issuary.model.Order;
import com.issuary.model.OrderStatus;
import java.time.Duration;
import java.util.List;

/** Waits for the outcomes of orders. */
public abstract class OrderWaiting {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(1);
  private static final long MIN_PAUSE_MS = 250;
  private static final long MAX_PAUSE_MS = 5_000;

  /** How often an order that the platform does not list is looked for. */
  private static final int UNKNOWN_ORDER_TRIES = 4;

  OrderWaiting() {}

  abstract Paged<Order> list(CardOperateQueryRequest request);

  /**
   * Waits up to a minute until an order has succeeded. A notification tells the same sooner and
   * with fewer requests: wait where you cannot receive one.
   *
   * @throws OrderFailed when it has failed
   * @throws OrderPending when it is still in process
   */
  public Order waitFor(AcceptedOrder order) {
    return waitFor(order.userReqNo(), DEFAULT_TIMEOUT);
  }

  /**
   * Waits until the order of a request number has succeeded.
   *
   * @throws OrderFailed when it has failed
   * @throws OrderPending when it is still in process, or not known to the platform, after the
   *     timeout
   */
  public Order waitFor(String userReqNo, Duration timeout) {
    CallContext call = new CallContext(Catalogue.CARD_OPERATE_QUERY.name, userReqNo, null);
    CardOperateQueryRequest query = CardOperateQueryRequest.builder().userReqNo(userReqNo).build();
    long end = System.nanoTime() + timeout.toNanos();
    long pause = MIN_PAUSE_MS;
    for (int tries = 1; ; tries++) {
      List<Order> found = list(query).page().rows();
      if (found.isEmpty() && tries >= UNKNOWN_ORDER_TRIES)
        throw new OrderPending(call, "there is no such order");
      if (!found.isEmpty() && found.get(0).status() == OrderStatus.SUCCESS) return found.get(0);
      if (!found.isEmpty() && found.get(0).status() == OrderStatus.FAILURE)
        throw new OrderFailed(call, found.get(0));
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0 || !sleep(Math.min(pause, left)))
        throw new OrderPending(call, "the order is still in process");
      pause = Math.min(2 * pause, MAX_PAUSE_MS);
    }
  }

  private static boolean sleep(long ms) {
    try {
      Thread.sleep(ms);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
