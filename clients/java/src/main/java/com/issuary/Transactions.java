// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary;

import com.issuary.model.CardTransaction;
import com.issuary.model.TransactionQueryRequest;
import java.util.function.Consumer;

/** The operations Transaction Inquiry. */
public final class Transactions {
  private final Calls calls;

  Transactions(Calls calls) {
    this.calls = calls;
  }

  /**
   * Transaction Inquiry. Returns the transactions of the merchant’s cards that match all filters, newest first, with
   * the fields of card_transaction.
   *
   * @throws OperationRefused with one of 100002 AUTHENTICATION_FAILED, 100003 SOURCE_ADDRESS_NOT_ALLOWED, 100004
   * ENVELOPE_NOT_SUPPORTED, 100005 TOO_MANY_REQUESTS, 110001 PARAMETER_INVALID, 999999 SYSTEM_ERROR
   */
  public Paged<CardTransaction> list(TransactionQueryRequest request) {
    return calls.pages(Catalogue.TRANSACTION_QUERY, request, CardTransaction::of);
  }

  /**
   * Transaction Inquiry. Returns the transactions of the merchant’s cards that match all filters, newest first, with
   * the fields of card_transaction.
   */
  public Paged<CardTransaction> list(Consumer<TransactionQueryRequest.Builder> request) {
    TransactionQueryRequest.Builder builder = TransactionQueryRequest.builder();
    request.accept(builder);
    return list(builder.build());
  }

  /**
   * Transaction Inquiry. Returns the transactions of the merchant’s cards that match all filters, newest first, with
   * the fields of card_transaction.
   */
  public Paged<CardTransaction> list() {
    return list(TransactionQueryRequest.builder().build());
  }
}
