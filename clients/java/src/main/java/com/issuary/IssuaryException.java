package com.issuary;

/**
 * Base class of all errors of this library: one class per condition. Messages and causes hold
 * names, codes and request numbers, never card data or keys.
 */
public abstract class IssuaryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  IssuaryException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Returns the stable code of the condition, such as {@code OPERATION_REFUSED}. */
  public abstract String code();
}
