package com.issuary;

/**
 * An operation that changes something was sent, but no attempt got a definite answer: it may or may
 * not have been carried out. Query it by its userReqNo, or repeat the call with the same userReqNo
 * and content, never with a new one.
 */
public final class OutcomeUnknown extends CallFailed {
  private static final long serialVersionUID = 1L;

  OutcomeUnknown(CallContext context, String problem, Throwable cause) {
    super(context, problem, cause);
  }

  @Override
  public String code() {
    return "OUTCOME_UNKNOWN";
  }
}
