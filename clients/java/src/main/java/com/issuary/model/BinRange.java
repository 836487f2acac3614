// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The result, or a row of the result, of Cardbin query. */
public final class BinRange extends Content {
  private BinRange(Map<String, ?> fields) {
    super(fields);
    binRangeId();
    cardBin();
    cardBrand();
    cardType();
    cardForm();
    needCardholder();
    requiredFields();
    currency();
    openFee();
    rechargeFeeRate();
    minRechargeFee();
    minAmount();
    maxAmount();
    status();
  }

  /**
   * Reads the fields as they are on the wire.
   *
   * @throws IllegalArgumentException when one is missing or has another form
   */
  public static BinRange of(Map<String, ?> fields) {
    return new BinRange(fields);
  }

  /** The id of the range, for card openings. */
  public String binRangeId() {
    return text("binRangeId");
  }

  /** The leading digits of its card numbers. */
  public String cardBin() {
    return text("cardBin");
  }

  /** The card network. */
  public String cardBrand() {
    return text("cardBrand");
  }

  /** 1 regular, 2 shared: a supplementary card of a group. */
  public int cardType() {
    return integer("cardType");
  }

  /** 1 virtual, 2 physical. */
  public int cardForm() {
    return integer("cardForm");
  }

  /** Whether an opening requires a cardholder: 0 no, 1 yes. */
  public int needCardholder() {
    return integer("needCardholder");
  }

  /** The fields that the cardholder must have, as named in Cardholder Application. */
  public List<String> requiredFields() {
    return texts("requiredFields");
  }

  /** The currency of the cards and of the amounts below. */
  public String currency() {
    return text("currency");
  }

  /** The fee of an opening. */
  public BigDecimal openFee() {
    return decimal("openFee");
  }

  /** The fee of a recharge as a share of its amount: 0.01 is 1 %. Rounded up to the minor unit. */
  public BigDecimal rechargeFeeRate() {
    return decimal("rechargeFeeRate");
  }

  /** The minimum fee of a recharge, if the range has one. */
  public Optional<BigDecimal> minRechargeFee() {
    return optionalDecimal("minRechargeFee");
  }

  /** The smallest amount for funding or recharging a card. */
  public BigDecimal minAmount() {
    return decimal("minAmount");
  }

  /** The largest amount for funding or recharging a card. */
  public BigDecimal maxAmount() {
    return decimal("maxAmount");
  }

  /** 0 closed for new cards, 1 open. */
  public int status() {
    return integer("status");
  }
}
