package com.issuary;

/** The userReqNo was used before, with other content (110009). */
public final class RequestNumberUsed extends OperationRefused {
  private static final long serialVersionUID = 1L;

  RequestNumberUsed(Answer answer, String errorCode, String errorMsg) {
    super(answer, errorCode, errorMsg);
  }

  @Override
  public String code() {
    return "REQUEST_NUMBER_USED";
  }
}
