// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.util.Map;

/** A part of another object. */
public final class BillAddressInfo extends Content {
  private BillAddressInfo(Map<String, ?> fields) {
    super(fields);
    countryCode();
    country();
    billingState();
    billingCity();
    billingAddress();
    billingZipCode();
  }

  /**
   * Reads the fields as they are on the wire.
   *
   * @throws IllegalArgumentException when one is missing or has another form
   */
  public static BillAddressInfo of(Map<String, ?> fields) {
    return new BillAddressInfo(fields);
  }

  /** ISO 3166-1 alpha-3 code. */
  public String countryCode() {
    return text("countryCode");
  }

  /** The country's name in English. */
  public String country() {
    return text("country");
  }

  /** State or province. */
  public String billingState() {
    return text("billingState");
  }

  /** City. */
  public String billingCity() {
    return text("billingCity");
  }

  /** Street and number. */
  public String billingAddress() {
    return text("billingAddress");
  }

  /** Postal code; empty when the country has none. */
  public String billingZipCode() {
    return text("billingZipCode");
  }
}
