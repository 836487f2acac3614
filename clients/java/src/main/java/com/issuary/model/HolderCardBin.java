// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.util.Map;

/** A part of another object. */
public final class HolderCardBin extends Content {
  private HolderCardBin(Map<String, ?> fields) {
    super(fields);
    binRangeId();
    cardBin();
    holderStatus();
    holderStatusDesc();
  }

  /**
   * Reads the fields as they are on the wire.
   *
   * @throws IllegalArgumentException when one is missing or has another form
   */
  public static HolderCardBin of(Map<String, ?> fields) {
    return new HolderCardBin(fields);
  }

  /** The BIN range. */
  public String binRangeId() {
    return text("binRangeId");
  }

  /** The leading digits of its card numbers. */
  public String cardBin() {
    return text("cardBin");
  }

  /** 0 disabled, 1 enabled, 2 deleted, 3 in process. */
  public int holderStatus() {
    return integer("holderStatus");
  }

  /** The status in words. */
  public String holderStatusDesc() {
    return text("holderStatusDesc");
  }
}
