package com.issuary;

/**
 * A message, a signature or a JWE cannot be read. Callers see it as the cause of a public error.
 */
final class CodecException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CodecException(String problem) {
    super(problem);
  }
}
