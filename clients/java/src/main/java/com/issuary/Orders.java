// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary;

import com.issuary.model.CardOperateQueryRequest;
import com.issuary.model.Order;
import java.util.function.Consumer;

/** The operations Card Operation Order Inquiry. */
public final class Orders extends OrderWaiting {
  private final Calls calls;

  Orders(Calls calls) {
    this.calls = calls;
  }

  /**
   * Card Operation Order Inquiry. Returns orders on cards and groups that match at least one filter, newest first.
   * With an endTime in the past, pages do not shift while orders are added. A query by orderId or userReqNo finds
   * its order directly. Other queries take time in proportion to the orders of the card or group, or without either
   * of the merchant within the period.
   *
   * @throws OperationRefused with one of 100002 AUTHENTICATION_FAILED, 100003 SOURCE_ADDRESS_NOT_ALLOWED, 100004
   * ENVELOPE_NOT_SUPPORTED, 100005 TOO_MANY_REQUESTS, 110001 PARAMETER_INVALID, 999999 SYSTEM_ERROR
   */
  @Override
  public Paged<Order> list(CardOperateQueryRequest request) {
    return calls.pages(Catalogue.CARD_OPERATE_QUERY, request, Order::of);
  }

  /**
   * Card Operation Order Inquiry. Returns orders on cards and groups that match at least one filter, newest first.
   * With an endTime in the past, pages do not shift while orders are added. A query by orderId or userReqNo finds
   * its order directly. Other queries take time in proportion to the orders of the card or group, or without either
   * of the merchant within the period.
   */
  public Paged<Order> list(Consumer<CardOperateQueryRequest.Builder> request) {
    CardOperateQueryRequest.Builder builder = CardOperateQueryRequest.builder();
    request.accept(builder);
    return list(builder.build());
  }

  /**
   * Card Operation Order Inquiry. Returns orders on cards and groups that match at least one filter, newest first.
   * With an endTime in the past, pages do not shift while orders are added. A query by orderId or userReqNo finds
   * its order directly. Other queries take time in proportion to the orders of the card or group, or without either
   * of the merchant within the period.
   */
  public Paged<Order> list() {
    return list(CardOperateQueryRequest.builder().build());
  }
}
