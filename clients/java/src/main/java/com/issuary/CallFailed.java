package com.issuary;

import java.util.Optional;

/** A call did not return a result. The subclass says why. */
public abstract class CallFailed extends IssuaryException {
  private static final long serialVersionUID = 1L;
  private final transient CallContext context;
  private final String operation;
  private final String userReqNo;
  private final String requestId;

  CallFailed(CallContext context, String problem, Throwable cause) {
    super(context + ": " + problem, cause);
    this.context = context;
    operation = context.operation;
    userReqNo = context.userReqNo;
    requestId = context.requestId;
  }

  /** Returns the name of the operation that was called: {@code cardApply}. */
  public String operation() {
    return operation;
  }

  /**
   * Returns the request number of an operation that changes something: query the outcome by it, or
   * repeat the call with it.
   */
  public Optional<String> userReqNo() {
    return Optional.ofNullable(userReqNo);
  }

  /**
   * Returns the platform's id of the request, if it answered. Quote it when you ask the operator
   * about the call.
   */
  public Optional<String> requestId() {
    return Optional.ofNullable(requestId);
  }

  CallContext context() {
    return context;
  }
}
