package com.issuary;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The platform refused the operation. Nothing was changed. Refusals that programs tell apart have a
 * subclass; all have their {@link #errorCode}.
 */
public class OperationRefused extends CallFailed {
  private static final long serialVersionUID = 1L;
  private static final Pattern FAULT =
      Pattern.compile("(?:^|; )([A-Za-z][A-Za-z0-9.]*(?:, [A-Za-z][A-Za-z0-9.]*)*): ");
  private final String errorCode;
  private final String errorMsg;

  OperationRefused(Answer answer, String errorCode, String errorMsg) {
    super(answer.context, "refused with " + errorCode + " " + errorMsg + hintOf(answer), null);
    this.errorCode = errorCode;
    this.errorMsg = errorMsg;
  }

  /** Returns the error for a refusal. */
  static OperationRefused of(Answer answer, String errorCode, String errorMsg) {
    switch (errorCode) {
      case "100001":
      case "100002":
      case "100003":
      case "100004":
        return new AccessRefused(answer, errorCode, errorMsg);
      case "100005":
        return new TooManyRequests(answer, errorCode, errorMsg);
      case "110001":
        return new ParametersInvalid(answer, errorCode, errorMsg);
      case "110004":
        return new StatusNotSuitable(answer, errorCode, errorMsg);
      case "110005":
      case "110006":
        return new BalanceInsufficient(answer, errorCode, errorMsg);
      case "110009":
        return new RequestNumberUsed(answer, errorCode, errorMsg);
      case "120001":
        return new NothingFound(answer, errorCode, errorMsg);
      default:
        return new OperationRefused(answer, errorCode, errorMsg);
    }
  }

  /** Only the local cloud says why it does not know the sender. */
  private static String hintOf(Answer answer) {
    String hint = answer.headers.first("issuary-hint");
    return hint == null ? "" : " (" + hint + ")";
  }

  @Override
  public String code() {
    return "OPERATION_REFUSED";
  }

  /** Returns the platform's error code, one of {@link com.issuary.model.ErrorCode}. */
  public String errorCode() {
    return errorCode;
  }

  /** Returns what is wrong in words: {@code startDate: must not be in the past}. */
  public String errorMsg() {
    return errorMsg;
  }

  /** Returns the first field at fault, if the platform named one. */
  public Optional<String> field() {
    return faults().keySet().stream().findFirst();
  }

  /** Returns every field at fault with what is wrong with it; empty if the platform named none. */
  public Map<String, String> faults() {
    Map<String, String> faults = new LinkedHashMap<>();
    Matcher fault = FAULT.matcher(errorMsg);
    if (!fault.lookingAt()) return Map.of();
    while (true) {
      String fields = fault.group(1);
      int start = fault.end();
      boolean isLast = !fault.find();
      String problem = errorMsg.substring(start, isLast ? errorMsg.length() : fault.start());
      for (String field : fields.split(", ")) faults.putIfAbsent(field, problem);
      if (isLast) return Collections.unmodifiableMap(faults);
    }
  }
}
