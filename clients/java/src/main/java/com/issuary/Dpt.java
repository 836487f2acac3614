// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary;

import com.issuary.model.AcquiringOrder;
import com.issuary.model.DptAcquireRequest;
import com.issuary.model.DptOrder;
import com.issuary.model.DptOrderQueryRequest;
import com.issuary.model.DptWithdrawRequest;
import com.issuary.model.Withdrawal;
import java.util.function.Consumer;

/** The operations Digital currency acquiring, Digital Withdraw, Digital Order Inquiry. */
public final class Dpt {
  private final Calls calls;

  Dpt(Calls calls) {
    this.calls = calls;
  }

  /**
   * Digital currency acquiring. Assigns a dedicated address for one payment. Whatever arrives there is credited to
   * the dpt account, less the fee.
   *
   * @throws OperationRefused with one of 100002 AUTHENTICATION_FAILED, 100003 SOURCE_ADDRESS_NOT_ALLOWED, 100004
   * ENVELOPE_NOT_SUPPORTED, 100005 TOO_MANY_REQUESTS, 110001 PARAMETER_INVALID, 110002 PRODUCT_NOT_ENABLED, 110003
   * FEE_RULE_MISSING, 110009 REQUEST_NUMBER_REUSED, 130001 TRY_AGAIN_LATER, 999999 SYSTEM_ERROR
   */
  public AcquiringOrder acquire(DptAcquireRequest request) {
    return calls.object(Catalogue.DPT_ACQUIRE, request, AcquiringOrder::of);
  }

  /**
   * Digital currency acquiring. Assigns a dedicated address for one payment. Whatever arrives there is credited to
   * the dpt account, less the fee.
   */
  public AcquiringOrder acquire(Consumer<DptAcquireRequest.Builder> request) {
    DptAcquireRequest.Builder builder = DptAcquireRequest.builder();
    request.accept(builder);
    return acquire(builder.build());
  }

  /**
   * Digital Withdraw. Sends coins of the dpt account to an address. Amount and fee are frozen until the network has
   * confirmed the transfer; a failure releases both.
   *
   * @throws OperationRefused with one of 100002 AUTHENTICATION_FAILED, 100003 SOURCE_ADDRESS_NOT_ALLOWED, 100004
   * ENVELOPE_NOT_SUPPORTED, 100005 TOO_MANY_REQUESTS, 110001 PARAMETER_INVALID, 110002 PRODUCT_NOT_ENABLED, 110003
   * FEE_RULE_MISSING, 110005 ACCOUNT_BALANCE_INSUFFICIENT, 110009 REQUEST_NUMBER_REUSED, 130001 TRY_AGAIN_LATER,
   * 999999 SYSTEM_ERROR
   */
  public Withdrawal withdraw(DptWithdrawRequest request) {
    return calls.object(Catalogue.DPT_WITHDRAW, request, Withdrawal::of);
  }

  /**
   * Digital Withdraw. Sends coins of the dpt account to an address. Amount and fee are frozen until the network has
   * confirmed the transfer; a failure releases both.
   */
  public Withdrawal withdraw(Consumer<DptWithdrawRequest.Builder> request) {
    DptWithdrawRequest.Builder builder = DptWithdrawRequest.builder();
    request.accept(builder);
    return withdraw(builder.build());
  }

  /**
   * Digital Order Inquiry. Returns an acquiring or withdrawal order with its status, by orderNo or userReqNo.
   *
   * @throws OperationRefused with one of 100002 AUTHENTICATION_FAILED, 100003 SOURCE_ADDRESS_NOT_ALLOWED, 100004
   * ENVELOPE_NOT_SUPPORTED, 100005 TOO_MANY_REQUESTS, 110001 PARAMETER_INVALID, 120001 NOTHING_FOUND, 999999
   * SYSTEM_ERROR
   */
  public DptOrder getOrder(DptOrderQueryRequest request) {
    return calls.object(Catalogue.DPT_ORDER_QUERY, request, DptOrder::of);
  }

  /** Digital Order Inquiry. Returns an acquiring or withdrawal order with its status, by orderNo or userReqNo. */
  public DptOrder getOrder(Consumer<DptOrderQueryRequest.Builder> request) {
    DptOrderQueryRequest.Builder builder = DptOrderQueryRequest.builder();
    request.accept(builder);
    return getOrder(builder.build());
  }
}
