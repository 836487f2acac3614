package com.issuary;

/** The merchant has no such card, group, order, cardholder or transaction (120001). */
public final class NothingFound extends OperationRefused {
  private static final long serialVersionUID = 1L;

  NothingFound(Answer answer, String errorCode, String errorMsg) {
    super(answer, errorCode, errorMsg);
  }

  @Override
  public String code() {
    return "NOTHING_FOUND";
  }
}
