package com.issuary;

/** A query got no answer, and repeating it did not help. It changes nothing: ask again later. */
public final class QueryUnanswered extends CallFailed {
  private static final long serialVersionUID = 1L;

  QueryUnanswered(CallContext context, String problem, Throwable cause) {
    super(context, problem, cause);
  }

  @Override
  public String code() {
    return "QUERY_UNANSWERED";
  }
}
