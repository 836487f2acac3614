// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The result, or a row of the result, of Cardholder Details Inquiry. */
public final class Cardholder extends Content {
  private Cardholder(Map<String, ?> fields) {
    super(fields);
    cardUserId();
    firstName();
    middleName();
    lastName();
    email();
    mobilePrefix();
    mobile();
    birthDate();
    countryCode();
    billingState();
    billingCity();
    billingAddress();
    billingZipCode();
    remark();
    gender();
    certificateType();
    certificateNo();
    status();
    holderCardBins();
    createAt();
  }

  /**
   * Reads the fields as they are on the wire.
   *
   * @throws IllegalArgumentException when one is missing or has another form
   */
  public static Cardholder of(Map<String, ?> fields) {
    return new Cardholder(fields);
  }

  /** The cardholder. */
  public String cardUserId() {
    return text("cardUserId");
  }

  /** Given name. */
  public String firstName() {
    return text("firstName");
  }

  /** Middle name. */
  public Optional<String> middleName() {
    return optionalText("middleName");
  }

  /** Family name. */
  public String lastName() {
    return text("lastName");
  }

  /** E-mail address. */
  public String email() {
    return text("email");
  }

  /** Calling code of the mobile number without plus. */
  public String mobilePrefix() {
    return text("mobilePrefix");
  }

  /** Mobile number without its prefix. */
  public String mobile() {
    return text("mobile");
  }

  /** Date of birth. */
  public String birthDate() {
    return text("birthDate");
  }

  /** ISO 3166-1 alpha-3 code of the billing address. */
  public String countryCode() {
    return text("countryCode");
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

  /** The merchant's own note. */
  public Optional<String> remark() {
    return optionalText("remark");
  }

  /** 1 male, 2 female. */
  public Optional<Integer> gender() {
    return optionalInteger("gender");
  }

  /** 1 identity card, 2 passport. */
  public Optional<Integer> certificateType() {
    return optionalInteger("certificateType");
  }

  /** Number of the document. */
  public Optional<String> certificateNo() {
    return optionalText("certificateNo");
  }

  /** 0 disabled, 1 enabled, 2 deleted, 3 in process. */
  public int status() {
    return integer("status");
  }

  /** The BIN ranges in which the merchant can open cards for this cardholder. */
  public List<HolderCardBin> holderCardBins() {
    return list("holderCardBins", HolderCardBin::of);
  }

  /** When the cardholder was reported. */
  public String createAt() {
    return text("createAt");
  }
}
