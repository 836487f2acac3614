package com.issuary;

/**
 * The answer does not come from the platform, is not for this merchant or violates the contract. An
 * operation that changes something may have been carried out: query it by its userReqNo, or repeat
 * the call with the same one.
 */
public final class ResponseUnreadable extends CallFailed {
  private static final long serialVersionUID = 1L;

  ResponseUnreadable(CallContext context, String problem, Throwable cause) {
    super(context, problem, cause);
  }

  @Override
  public String code() {
    return "RESPONSE_UNREADABLE";
  }
}
