// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary;

import com.issuary.model.AcceptedChange;
import com.issuary.model.AcceptedOrder;
import com.issuary.model.AssignedCard;
import com.issuary.model.Card;
import com.issuary.model.CardActiveRequest;
import com.issuary.model.CardApplyRequest;
import com.issuary.model.CardAssignRequest;
import com.issuary.model.CardCloseRequest;
import com.issuary.model.CardInfoRequest;
import com.issuary.model.CardModifyRequest;
import com.issuary.model.CardPageRequest;
import com.issuary.model.CardPinResetRequest;
import com.issuary.model.CardRechargeRequest;
import com.issuary.model.CardRefundRequest;
import com.issuary.model.CardSummary;
import java.util.function.Consumer;

/**
 * The operations Apply for a Card Opening, Cancel Card Application, Recharge, Card Information Modification, Card
 * Inquiry, Refund, Card Pagination Query, Card Assign, Card Active, Card Pin Reset.
 */
public final class Cards {
  private final Calls calls;

  Cards(Calls calls) {
    this.calls = calls;
  }

  /**
   * Apply for a Card Opening. Opens a card and funds it from the card account of its currency. The outcome arrives
   * as card_operate, opType 15.
   *
   * @throws OperationRefused with one of 100002 AUTHENTICATION_FAILED, 100003 SOURCE_ADDRESS_NOT_ALLOWED, 100004
   * ENVELOPE_NOT_SUPPORTED, 100005 TOO_MANY_REQUESTS, 110001 PARAMETER_INVALID, 110002 PRODUCT_NOT_ENABLED, 110003
   * FEE_RULE_MISSING, 110004 STATUS_NOT_SUITABLE, 110005 ACCOUNT_BALANCE_INSUFFICIENT, 110007
   * CARDHOLDER_NOT_REPORTED, 110009 REQUEST_NUMBER_REUSED, 120001 NOTHING_FOUND, 130001 TRY_AGAIN_LATER, 999999
   * SYSTEM_ERROR
   */
  public AcceptedOrder apply(CardApplyRequest request) {
    return calls.object(Catalogue.CARD_APPLY, request, AcceptedOrder::of);
  }

  /**
   * Apply for a Card Opening. Opens a card and funds it from the card account of its currency. The outcome arrives
   * as card_operate, opType 15.
   */
  public AcceptedOrder apply(Consumer<CardApplyRequest.Builder> request) {
    CardApplyRequest.Builder builder = CardApplyRequest.builder();
    request.accept(builder);
    return apply(builder.build());
  }

  /**
   * Cancel Card Application. Cancels a card and returns its available balance to the account. The outcome arrives as
   * card_operate, opType 19.
   *
   * @throws OperationRefused with one of 100002 AUTHENTICATION_FAILED, 100003 SOURCE_ADDRESS_NOT_ALLOWED, 100004
   * ENVELOPE_NOT_SUPPORTED, 100005 TOO_MANY_REQUESTS, 110001 PARAMETER_INVALID, 110004 STATUS_NOT_SUITABLE, 110009
   * REQUEST_NUMBER_REUSED, 120001 NOTHING_FOUND, 130001 TRY_AGAIN_LATER, 999999 SYSTEM_ERROR
   */
  public AcceptedOrder close(CardCloseRequest request) {
    return calls.object(Catalogue.CARD_CLOSE, request, AcceptedOrder::of);
  }

  /**
   * Cancel Card Application. Cancels a card and returns its available balance to the account. The outcome arrives as
   * card_operate, opType 19.
   */
  public AcceptedOrder close(Consumer<CardCloseRequest.Builder> request) {
    CardCloseRequest.Builder builder = CardCloseRequest.builder();
    request.accept(builder);
    return close(builder.build());
  }

  /**
   * Cancel Card Application. Cancels a card and returns its available balance to the account. The outcome arrives as
   * card_operate, opType 19.
   */
  public AcceptedOrder close(String cardId) {
    return close(CardCloseRequest.builder().cardId(cardId).build());
  }

  /**
   * Recharge. Adds authLimitAmount to a card from the card account of its currency. The outcome arrives as
   * card_operate, opType 16.
   *
   * @throws OperationRefused with one of 100002 AUTHENTICATION_FAILED, 100003 SOURCE_ADDRESS_NOT_ALLOWED, 100004
   * ENVELOPE_NOT_SUPPORTED, 100005 TOO_MANY_REQUESTS, 110001 PARAMETER_INVALID, 110003 FEE_RULE_MISSING, 110004
   * STATUS_NOT_SUITABLE, 110005 ACCOUNT_BALANCE_INSUFFICIENT, 110009 REQUEST_NUMBER_REUSED, 120001 NOTHING_FOUND,
   * 130001 TRY_AGAIN_LATER, 999999 SYSTEM_ERROR
   */
  public AcceptedOrder recharge(CardRechargeRequest request) {
    return calls.object(Catalogue.CARD_RECHARGE, request, AcceptedOrder::of);
  }

  /**
   * Recharge. Adds authLimitAmount to a card from the card account of its currency. The outcome arrives as
   * card_operate, opType 16.
   */
  public AcceptedOrder recharge(Consumer<CardRechargeRequest.Builder> request) {
    CardRechargeRequest.Builder builder = CardRechargeRequest.builder();
    request.accept(builder);
    return recharge(builder.build());
  }

  /**
   * Card Information Modification. Freezes or enables a card, or changes its alias, label or limit. At least one of
   * them is required.
   *
   * @throws OperationRefused with one of 100002 AUTHENTICATION_FAILED, 100003 SOURCE_ADDRESS_NOT_ALLOWED, 100004
   * ENVELOPE_NOT_SUPPORTED, 100005 TOO_MANY_REQUESTS, 110001 PARAMETER_INVALID, 110004 STATUS_NOT_SUITABLE, 110008
   * LIMIT_BELOW_USED, 110009 REQUEST_NUMBER_REUSED, 120001 NOTHING_FOUND, 130001 TRY_AGAIN_LATER, 999999
   * SYSTEM_ERROR
   */
  public AcceptedChange modify(CardModifyRequest request) {
    return calls.object(Catalogue.CARD_MODIFY, request, AcceptedChange::of);
  }

  /**
   * Card Information Modification. Freezes or enables a card, or changes its alias, label or limit. At least one of
   * them is required.
   */
  public AcceptedChange modify(Consumer<CardModifyRequest.Builder> request) {
    CardModifyRequest.Builder builder = CardModifyRequest.builder();
    request.accept(builder);
    return modify(builder.build());
  }

  /**
   * Card Inquiry. Returns a card with its number, verification number, balance and status. A closed or expired card
   * has no verification number.
   *
   * @throws OperationRefused with one of 100002 AUTHENTICATION_FAILED, 100003 SOURCE_ADDRESS_NOT_ALLOWED, 100004
   * ENVELOPE_NOT_SUPPORTED, 100005 TOO_MANY_REQUESTS, 110001 PARAMETER_INVALID, 120001 NOTHING_FOUND, 130001
   * TRY_AGAIN_LATER, 999999 SYSTEM_ERROR
   */
  public Card get(CardInfoRequest request) {
    return calls.object(Catalogue.CARD_INFO, request, Card::of);
  }

  /**
   * Card Inquiry. Returns a card with its number, verification number, balance and status. A closed or expired card
   * has no verification number.
   */
  public Card get(Consumer<CardInfoRequest.Builder> request) {
    CardInfoRequest.Builder builder = CardInfoRequest.builder();
    request.accept(builder);
    return get(builder.build());
  }

  /**
   * Card Inquiry. Returns a card with its number, verification number, balance and status. A closed or expired card
   * has no verification number.
   */
  public Card get(String cardId) {
    return get(CardInfoRequest.builder().cardId(cardId).build());
  }

  /**
   * Refund. Moves refundAmount of a card's available balance back to the account. The outcome arrives as
   * card_operate, opType 18.
   *
   * @throws OperationRefused with one of 100002 AUTHENTICATION_FAILED, 100003 SOURCE_ADDRESS_NOT_ALLOWED, 100004
   * ENVELOPE_NOT_SUPPORTED, 100005 TOO_MANY_REQUESTS, 110001 PARAMETER_INVALID, 110004 STATUS_NOT_SUITABLE, 110006
   * CARD_BALANCE_INSUFFICIENT, 110009 REQUEST_NUMBER_REUSED, 120001 NOTHING_FOUND, 130001 TRY_AGAIN_LATER, 999999
   * SYSTEM_ERROR
   */
  public AcceptedOrder refund(CardRefundRequest request) {
    return calls.object(Catalogue.CARD_REFUND, request, AcceptedOrder::of);
  }

  /**
   * Refund. Moves refundAmount of a card's available balance back to the account. The outcome arrives as
   * card_operate, opType 18.
   */
  public AcceptedOrder refund(Consumer<CardRefundRequest.Builder> request) {
    CardRefundRequest.Builder builder = CardRefundRequest.builder();
    request.accept(builder);
    return refund(builder.build());
  }

  /**
   * Card Pagination Query. Returns the merchant's cards, newest first, with masked numbers. With an endTime in the
   * past, pages do not shift while cards are added. Without one, new cards push the others towards later pages, but
   * none is skipped. Without filters, or with a period alone, every page takes the same time. With other filters the
   * time is proportional to the cards of the cardholder or group, or for cardType and status alone of the merchant
   * within the period.
   *
   * @throws OperationRefused with one of 100002 AUTHENTICATION_FAILED, 100003 SOURCE_ADDRESS_NOT_ALLOWED, 100004
   * ENVELOPE_NOT_SUPPORTED, 100005 TOO_MANY_REQUESTS, 110001 PARAMETER_INVALID, 999999 SYSTEM_ERROR
   */
  public Paged<CardSummary> list(CardPageRequest request) {
    return calls.pages(Catalogue.CARD_PAGE, request, CardSummary::of);
  }

  /**
   * Card Pagination Query. Returns the merchant's cards, newest first, with masked numbers. With an endTime in the
   * past, pages do not shift while cards are added. Without one, new cards push the others towards later pages, but
   * none is skipped. Without filters, or with a period alone, every page takes the same time. With other filters the
   * time is proportional to the cards of the cardholder or group, or for cardType and status alone of the merchant
   * within the period.
   */
  public Paged<CardSummary> list(Consumer<CardPageRequest.Builder> request) {
    CardPageRequest.Builder builder = CardPageRequest.builder();
    request.accept(builder);
    return list(builder.build());
  }

  /**
   * Card Pagination Query. Returns the merchant's cards, newest first, with masked numbers. With an endTime in the
   * past, pages do not shift while cards are added. Without one, new cards push the others towards later pages, but
   * none is skipped. Without filters, or with a period alone, every page takes the same time. With other filters the
   * time is proportional to the cards of the cardholder or group, or for cardType and status alone of the merchant
   * within the period.
   */
  public Paged<CardSummary> list() {
    return list(CardPageRequest.builder().build());
  }

  /**
   * Card Assign. Assigns a physical card from stock to a cardholder and charges the opening fee. The card awaits
   * activation; its code arrives as card_activation_code.
   *
   * @throws OperationRefused with one of 100002 AUTHENTICATION_FAILED, 100003 SOURCE_ADDRESS_NOT_ALLOWED, 100004
   * ENVELOPE_NOT_SUPPORTED, 100005 TOO_MANY_REQUESTS, 110001 PARAMETER_INVALID, 110002 PRODUCT_NOT_ENABLED, 110003
   * FEE_RULE_MISSING, 110005 ACCOUNT_BALANCE_INSUFFICIENT, 110007 CARDHOLDER_NOT_REPORTED, 110009
   * REQUEST_NUMBER_REUSED, 120001 NOTHING_FOUND, 130001 TRY_AGAIN_LATER, 999999 SYSTEM_ERROR
   */
  public AssignedCard assign(CardAssignRequest request) {
    return calls.object(Catalogue.CARD_ASSIGN, request, AssignedCard::of);
  }

  /**
   * Card Assign. Assigns a physical card from stock to a cardholder and charges the opening fee. The card awaits
   * activation; its code arrives as card_activation_code.
   */
  public AssignedCard assign(Consumer<CardAssignRequest.Builder> request) {
    CardAssignRequest.Builder builder = CardAssignRequest.builder();
    request.accept(builder);
    return assign(builder.build());
  }

  /**
   * Card Active. Activates a physical card with its code and sets its PIN. The outcome arrives as
   * card_activation_status. Five wrong codes lock the activation. A repeated userReqNo gets the first result,
   * whatever code and PIN it carries, and does not set another PIN.
   *
   * @throws OperationRefused with one of 100002 AUTHENTICATION_FAILED, 100003 SOURCE_ADDRESS_NOT_ALLOWED, 100004
   * ENVELOPE_NOT_SUPPORTED, 100005 TOO_MANY_REQUESTS, 110001 PARAMETER_INVALID, 110004 STATUS_NOT_SUITABLE, 110009
   * REQUEST_NUMBER_REUSED, 110011 ACTIVATION_REFUSED, 120001 NOTHING_FOUND, 130001 TRY_AGAIN_LATER, 999999
   * SYSTEM_ERROR
   */
  public AcceptedChange activate(CardActiveRequest request) {
    return calls.object(Catalogue.CARD_ACTIVE, request, AcceptedChange::of);
  }

  /**
   * Card Active. Activates a physical card with its code and sets its PIN. The outcome arrives as
   * card_activation_status. Five wrong codes lock the activation. A repeated userReqNo gets the first result,
   * whatever code and PIN it carries, and does not set another PIN.
   */
  public AcceptedChange activate(Consumer<CardActiveRequest.Builder> request) {
    CardActiveRequest.Builder builder = CardActiveRequest.builder();
    request.accept(builder);
    return activate(builder.build());
  }

  /**
   * Card Pin Reset. Sets a new PIN for an activated physical card. PINs are stored sealed and never returned. A
   * repeated userReqNo gets the first result, whatever PIN it carries, and does not set another PIN.
   *
   * @throws OperationRefused with one of 100002 AUTHENTICATION_FAILED, 100003 SOURCE_ADDRESS_NOT_ALLOWED, 100004
   * ENVELOPE_NOT_SUPPORTED, 100005 TOO_MANY_REQUESTS, 110001 PARAMETER_INVALID, 110004 STATUS_NOT_SUITABLE, 110009
   * REQUEST_NUMBER_REUSED, 120001 NOTHING_FOUND, 130001 TRY_AGAIN_LATER, 999999 SYSTEM_ERROR
   */
  public AcceptedChange resetPin(CardPinResetRequest request) {
    return calls.object(Catalogue.CARD_PIN_RESET, request, AcceptedChange::of);
  }

  /**
   * Card Pin Reset. Sets a new PIN for an activated physical card. PINs are stored sealed and never returned. A
   * repeated userReqNo gets the first result, whatever PIN it carries, and does not set another PIN.
   */
  public AcceptedChange resetPin(Consumer<CardPinResetRequest.Builder> request) {
    CardPinResetRequest.Builder builder = CardPinResetRequest.builder();
    request.accept(builder);
    return resetPin(builder.build());
  }
}
