// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.math.BigDecimal;
import java.util.Map;

/** The result, or a row of the result, of Exchange rate inquiry. */
public final class Quote extends Content {
  private Quote(Map<String, ?> fields) {
    super(fields);
    quoteId();
    sellCurrency();
    buyCurrency();
    exchangeRate();
    quoteTime();
    expireTime();
  }

  /**
   * Reads the fields as they are on the wire.
   *
   * @throws IllegalArgumentException when one is missing or has another form
   */
  public static Quote of(Map<String, ?> fields) {
    return new Quote(fields);
  }

  /** The quote, for Card account exchange. */
  public String quoteId() {
    return text("quoteId");
  }

  /** The currency or coin to sell. */
  public String sellCurrency() {
    return text("sellCurrency");
  }

  /** The currency or coin to buy. */
  public String buyCurrency() {
    return text("buyCurrency");
  }

  /** The price of one unit of the currency sold, in the currency bought. */
  public BigDecimal exchangeRate() {
    return decimal("exchangeRate");
  }

  /** When the quote was given, yyyy-MM-dd HH:mm:ss. */
  public String quoteTime() {
    return text("quoteTime");
  }

  /** When the quote expires, yyyy-MM-dd HH:mm:ss. */
  public String expireTime() {
    return text("expireTime");
  }
}
