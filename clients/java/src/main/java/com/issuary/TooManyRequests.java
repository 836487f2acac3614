package com.issuary;

/** The merchant makes more requests than it may (100005). */
public final class TooManyRequests extends OperationRefused {
  private static final long serialVersionUID = 1L;

  TooManyRequests(Answer answer, String errorCode, String errorMsg) {
    super(answer, errorCode, errorMsg);
  }

  @Override
  public String code() {
    return "TOO_MANY_REQUESTS";
  }
}
