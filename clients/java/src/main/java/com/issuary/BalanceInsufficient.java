package com.issuary;

/** The account, card or group has not enough money (110005, 110006). */
public final class BalanceInsufficient extends OperationRefused {
  private static final long serialVersionUID = 1L;

  BalanceInsufficient(Answer answer, String errorCode, String errorMsg) {
    super(answer, errorCode, errorMsg);
  }

  @Override
  public String code() {
    return "BALANCE_INSUFFICIENT";
  }
}
