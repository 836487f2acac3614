package com.issuary;

/**
 * A key cannot be read, is not the one that belongs there, or is not an RSA key that the platform
 * accepts.
 */
public final class KeyUnsupported extends IssuaryException {
  private static final long serialVersionUID = 1L;

  KeyUnsupported(String message) {
    super(message, null);
  }

  @Override
  public String code() {
    return "KEY_UNSUPPORTED";
  }
}
