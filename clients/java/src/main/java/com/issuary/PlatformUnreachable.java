package com.issuary;

/**
 * No connection to the platform could be made, or a gateway before it turned the request away:
 * nothing was carried out. The message says what to check.
 */
public final class PlatformUnreachable extends CallFailed {
  private static final long serialVersionUID = 1L;

  PlatformUnreachable(CallContext context, String problem, Throwable cause) {
    super(context, problem, cause);
  }

  @Override
  public String code() {
    return "PLATFORM_UNREACHABLE";
  }
}
