package com.issuary;

/** The card, group or cardholder is in a state that does not allow the operation (110004). */
public final class StatusNotSuitable extends OperationRefused {
  private static final long serialVersionUID = 1L;

  StatusNotSuitable(Answer answer, String errorCode, String errorMsg) {
    super(answer, errorCode, errorMsg);
  }

  @Override
  public String code() {
    return "STATUS_NOT_SUITABLE";
  }
}
