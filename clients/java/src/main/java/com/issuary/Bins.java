// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary;

import com.issuary.model.BinRange;
import com.issuary.model.CardBinRequest;
import java.util.List;
import java.util.function.Consumer;

/** The operations Cardbin query. */
public final class Bins {
  private final Calls calls;

  Bins(Calls calls) {
    this.calls = calls;
  }

  /**
   * Cardbin query. Returns the BIN ranges in which the merchant may open cards, one row per range and currency, with
   * fees and limits.
   *
   * @throws OperationRefused with one of 100002 AUTHENTICATION_FAILED, 100003 SOURCE_ADDRESS_NOT_ALLOWED, 100004
   * ENVELOPE_NOT_SUPPORTED, 100005 TOO_MANY_REQUESTS, 110001 PARAMETER_INVALID, 999999 SYSTEM_ERROR
   */
  public List<BinRange> list(CardBinRequest request) {
    return calls.list(Catalogue.CARD_BIN, request, BinRange::of);
  }

  /**
   * Cardbin query. Returns the BIN ranges in which the merchant may open cards, one row per range and currency, with
   * fees and limits.
   */
  public List<BinRange> list(Consumer<CardBinRequest.Builder> request) {
    CardBinRequest.Builder builder = CardBinRequest.builder();
    request.accept(builder);
    return list(builder.build());
  }

  /**
   * Cardbin query. Returns the BIN ranges in which the merchant may open cards, one row per range and currency, with
   * fees and limits.
   */
  public List<BinRange> list() {
    return list(CardBinRequest.builder().build());
  }
}
