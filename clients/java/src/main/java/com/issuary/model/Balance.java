// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.math.BigDecimal;
import java.util.Map;

/** The result, or a row of the result, of Account Balance. */
public final class Balance extends Content {
  private Balance(Map<String, ?> fields) {
    super(fields);
    accountType();
    currency();
    currentBalance();
    availableBalance();
    frozenBalance();
  }

  /**
   * Reads the fields as they are on the wire.
   *
   * @throws IllegalArgumentException when one is missing or has another form
   */
  public static Balance of(Map<String, ?> fields) {
    return new Balance(fields);
  }

  /** 1 card account, 2 dpt account. */
  public int accountType() {
    return integer("accountType");
  }

  /** The currency or coin of the account. */
  public String currency() {
    return text("currency");
  }

  /** The total balance. Of a sum with more than 15 digits all but the first 15 are zeros. */
  public BigDecimal currentBalance() {
    return decimal("currentBalance");
  }

  /** The part that can be spent. */
  public BigDecimal availableBalance() {
    return decimal("availableBalance");
  }

  /** The part held by open orders. */
  public BigDecimal frozenBalance() {
    return decimal("frozenBalance");
  }
}
