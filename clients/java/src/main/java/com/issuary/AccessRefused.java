package com.issuary;

/**
 * The platform does not know the merchant, its keys do not fit, or its address is not allowed
 * (100001 to 100004).
 */
public final class AccessRefused extends OperationRefused {
  private static final long serialVersionUID = 1L;

  AccessRefused(Answer answer, String errorCode, String errorMsg) {
    super(answer, errorCode, errorMsg);
  }

  @Override
  public String code() {
    return "ACCESS_REFUSED";
  }
}
