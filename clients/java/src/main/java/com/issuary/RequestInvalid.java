package com.issuary;

/**
 * The request cannot be sent: a required field is missing, or a value has no exact JSON form.
 * Nothing was sent.
 */
public final class RequestInvalid extends IssuaryException {
  private static final long serialVersionUID = 1L;

  /** For the request builders. */
  public RequestInvalid(String message) {
    super(message, null);
  }

  @Override
  public String code() {
    return "REQUEST_INVALID";
  }
}
