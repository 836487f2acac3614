package com.issuary;

/** A parameter is missing or invalid (110001); {@link #faults} names every one. */
public final class ParametersInvalid extends OperationRefused {
  private static final long serialVersionUID = 1L;

  ParametersInvalid(Answer answer, String errorCode, String errorMsg) {
    super(answer, errorCode, errorMsg);
  }

  @Override
  public String code() {
    return "PARAMETERS_INVALID";
  }
}
