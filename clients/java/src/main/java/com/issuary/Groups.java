// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary;

import com.issuary.model.AcceptedOrder;
import com.issuary.model.Group;
import com.issuary.model.GroupApplyRequest;
import com.issuary.model.GroupInfoRequest;
import com.issuary.model.GroupPageRequest;
import com.issuary.model.GroupStatusRequest;
import com.issuary.model.GroupStatusResult;
import java.util.function.Consumer;

/**
 * The operations Shared Card Application, Shared Card Pagination Query, Shared Card Inquiry, Shared Card Status
 * Change.
 */
public final class Groups {
  private final Calls calls;

  Groups(Calls calls) {
    this.calls = calls;
  }

  /**
   * Shared Card Application. Opens a group: a pool that is funded from the card account of its currency and shared
   * by supplementary cards. The outcome arrives as card_operate, opType 26.
   *
   * @throws OperationRefused with one of 100002 AUTHENTICATION_FAILED, 100003 SOURCE_ADDRESS_NOT_ALLOWED, 100004
   * ENVELOPE_NOT_SUPPORTED, 100005 TOO_MANY_REQUESTS, 110001 PARAMETER_INVALID, 110002 PRODUCT_NOT_ENABLED, 110003
   * FEE_RULE_MISSING, 110005 ACCOUNT_BALANCE_INSUFFICIENT, 110009 REQUEST_NUMBER_REUSED, 130001 TRY_AGAIN_LATER,
   * 999999 SYSTEM_ERROR
   */
  public AcceptedOrder apply(GroupApplyRequest request) {
    return calls.object(Catalogue.GROUP_APPLY, request, AcceptedOrder::of);
  }

  /**
   * Shared Card Application. Opens a group: a pool that is funded from the card account of its currency and shared
   * by supplementary cards. The outcome arrives as card_operate, opType 26.
   */
  public AcceptedOrder apply(Consumer<GroupApplyRequest.Builder> request) {
    GroupApplyRequest.Builder builder = GroupApplyRequest.builder();
    request.accept(builder);
    return apply(builder.build());
  }

  /**
   * Shared Card Pagination Query. Returns the merchant's groups, newest first.
   *
   * @throws OperationRefused with one of 100002 AUTHENTICATION_FAILED, 100003 SOURCE_ADDRESS_NOT_ALLOWED, 100004
   * ENVELOPE_NOT_SUPPORTED, 100005 TOO_MANY_REQUESTS, 110001 PARAMETER_INVALID, 999999 SYSTEM_ERROR
   */
  public Paged<Group> list(GroupPageRequest request) {
    return calls.pages(Catalogue.GROUP_PAGE, request, Group::of);
  }

  /** Shared Card Pagination Query. Returns the merchant's groups, newest first. */
  public Paged<Group> list(Consumer<GroupPageRequest.Builder> request) {
    GroupPageRequest.Builder builder = GroupPageRequest.builder();
    request.accept(builder);
    return list(builder.build());
  }

  /** Shared Card Pagination Query. Returns the merchant's groups, newest first. */
  public Paged<Group> list() {
    return list(GroupPageRequest.builder().build());
  }

  /**
   * Shared Card Inquiry. Returns a group with the balance of its pool and the amount its cards used.
   *
   * @throws OperationRefused with one of 100002 AUTHENTICATION_FAILED, 100003 SOURCE_ADDRESS_NOT_ALLOWED, 100004
   * ENVELOPE_NOT_SUPPORTED, 100005 TOO_MANY_REQUESTS, 110001 PARAMETER_INVALID, 120001 NOTHING_FOUND, 999999
   * SYSTEM_ERROR
   */
  public Group get(GroupInfoRequest request) {
    return calls.object(Catalogue.GROUP_INFO, request, Group::of);
  }

  /** Shared Card Inquiry. Returns a group with the balance of its pool and the amount its cards used. */
  public Group get(Consumer<GroupInfoRequest.Builder> request) {
    GroupInfoRequest.Builder builder = GroupInfoRequest.builder();
    request.accept(builder);
    return get(builder.build());
  }

  /** Shared Card Inquiry. Returns a group with the balance of its pool and the amount its cards used. */
  public Group get(String groupId) {
    return get(GroupInfoRequest.builder().groupId(groupId).build());
  }

  /**
   * Shared Card Status Change. Freezes or enables a group. Purchases with cards of a frozen group are declined.
   *
   * @throws OperationRefused with one of 100002 AUTHENTICATION_FAILED, 100003 SOURCE_ADDRESS_NOT_ALLOWED, 100004
   * ENVELOPE_NOT_SUPPORTED, 100005 TOO_MANY_REQUESTS, 110001 PARAMETER_INVALID, 110004 STATUS_NOT_SUITABLE, 110009
   * REQUEST_NUMBER_REUSED, 120001 NOTHING_FOUND, 130001 TRY_AGAIN_LATER, 999999 SYSTEM_ERROR
   */
  public GroupStatusResult setStatus(GroupStatusRequest request) {
    return calls.object(Catalogue.GROUP_STATUS, request, GroupStatusResult::of);
  }

  /** Shared Card Status Change. Freezes or enables a group. Purchases with cards of a frozen group are declined. */
  public GroupStatusResult setStatus(Consumer<GroupStatusRequest.Builder> request) {
    GroupStatusRequest.Builder builder = GroupStatusRequest.builder();
    request.accept(builder);
    return setStatus(builder.build());
  }
}
