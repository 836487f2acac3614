// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary;

import com.issuary.model.Cardholder;
import com.issuary.model.CardholderApplyRequest;
import com.issuary.model.CardholderApplyResult;
import com.issuary.model.CardholderDeleteRequest;
import com.issuary.model.CardholderDeleteResult;
import com.issuary.model.CardholderInfoRequest;
import java.util.function.Consumer;

/** The operations Cardholder Application, Cardholder Details Inquiry, Cardholder Deletion. */
public final class Holders {
  private final Calls calls;

  Holders(Calls calls) {
    this.calls = calls;
  }

  /**
   * Cardholder Application. Reports a cardholder, who is enabled immediately. Email and mobile identify the
   * cardholder: repeating the same application, with or without a userReqNo, returns the same cardholder.
   *
   * @throws OperationRefused with one of 100002 AUTHENTICATION_FAILED, 100003 SOURCE_ADDRESS_NOT_ALLOWED, 100004
   * ENVELOPE_NOT_SUPPORTED, 100005 TOO_MANY_REQUESTS, 110001 PARAMETER_INVALID, 110009 REQUEST_NUMBER_REUSED, 130001
   * TRY_AGAIN_LATER, 999999 SYSTEM_ERROR
   */
  public CardholderApplyResult create(CardholderApplyRequest request) {
    return calls.object(Catalogue.CARDHOLDER_APPLY, request, CardholderApplyResult::of);
  }

  /**
   * Cardholder Application. Reports a cardholder, who is enabled immediately. Email and mobile identify the
   * cardholder: repeating the same application, with or without a userReqNo, returns the same cardholder.
   */
  public CardholderApplyResult create(Consumer<CardholderApplyRequest.Builder> request) {
    CardholderApplyRequest.Builder builder = CardholderApplyRequest.builder();
    request.accept(builder);
    return create(builder.build());
  }

  /**
   * Cardholder Details Inquiry. Returns what was reported about a cardholder, without images, and the BIN ranges
   * that accept the cardholder.
   *
   * @throws OperationRefused with one of 100002 AUTHENTICATION_FAILED, 100003 SOURCE_ADDRESS_NOT_ALLOWED, 100004
   * ENVELOPE_NOT_SUPPORTED, 100005 TOO_MANY_REQUESTS, 110001 PARAMETER_INVALID, 120001 NOTHING_FOUND, 999999
   * SYSTEM_ERROR
   */
  public Cardholder get(CardholderInfoRequest request) {
    return calls.object(Catalogue.CARDHOLDER_INFO, request, Cardholder::of);
  }

  /**
   * Cardholder Details Inquiry. Returns what was reported about a cardholder, without images, and the BIN ranges
   * that accept the cardholder.
   */
  public Cardholder get(Consumer<CardholderInfoRequest.Builder> request) {
    CardholderInfoRequest.Builder builder = CardholderInfoRequest.builder();
    request.accept(builder);
    return get(builder.build());
  }

  /**
   * Cardholder Details Inquiry. Returns what was reported about a cardholder, without images, and the BIN ranges
   * that accept the cardholder.
   */
  public Cardholder get(String cardUserId) {
    return get(CardholderInfoRequest.builder().cardUserId(cardUserId).build());
  }

  /**
   * Cardholder Deletion. Deletes a cardholder without live cards. Email and mobile become available again. Deleting
   * again changes nothing.
   *
   * @throws OperationRefused with one of 100002 AUTHENTICATION_FAILED, 100003 SOURCE_ADDRESS_NOT_ALLOWED, 100004
   * ENVELOPE_NOT_SUPPORTED, 100005 TOO_MANY_REQUESTS, 110001 PARAMETER_INVALID, 110004 STATUS_NOT_SUITABLE, 110009
   * REQUEST_NUMBER_REUSED, 120001 NOTHING_FOUND, 130001 TRY_AGAIN_LATER, 999999 SYSTEM_ERROR
   */
  public CardholderDeleteResult delete(CardholderDeleteRequest request) {
    return calls.object(Catalogue.CARDHOLDER_DELETE, request, CardholderDeleteResult::of);
  }

  /**
   * Cardholder Deletion. Deletes a cardholder without live cards. Email and mobile become available again. Deleting
   * again changes nothing.
   */
  public CardholderDeleteResult delete(Consumer<CardholderDeleteRequest.Builder> request) {
    CardholderDeleteRequest.Builder builder = CardholderDeleteRequest.builder();
    request.accept(builder);
    return delete(builder.build());
  }

  /**
   * Cardholder Deletion. Deletes a cardholder without live cards. Email and mobile become available again. Deleting
   * again changes nothing.
   */
  public CardholderDeleteResult delete(String cardUserId) {
    return delete(CardholderDeleteRequest.builder().cardUserId(cardUserId).build());
  }
}
