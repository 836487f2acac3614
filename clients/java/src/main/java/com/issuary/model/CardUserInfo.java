// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.util.Map;

/** A part of another object. */
public final class CardUserInfo extends Content {
  private CardUserInfo(Map<String, ?> fields) {
    super(fields);
    firstName();
    lastName();
    email();
    mobile();
    birthDate();
  }

  /**
   * Reads the fields as they are on the wire.
   *
   * @throws IllegalArgumentException when one is missing or has another form
   */
  public static CardUserInfo of(Map<String, ?> fields) {
    return new CardUserInfo(fields);
  }

  /** Given name. */
  public String firstName() {
    return text("firstName");
  }

  /** Family name. */
  public String lastName() {
    return text("lastName");
  }

  /** E-mail address. */
  public String email() {
    return text("email");
  }

  /** Mobile number with its calling code. */
  public String mobile() {
    return text("mobile");
  }

  /** Date of birth, yyyy-MM-dd. */
  public String birthDate() {
    return text("birthDate");
  }
}
