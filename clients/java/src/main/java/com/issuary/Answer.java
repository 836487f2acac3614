package com.issuary;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;

/** An answer over HTTP, and its envelope. */
final class Answer {
  private static final String REQUEST_ID = "issuary-request-id";
  final int status;
  final Headers headers;
  final byte[] body;

  /** The call, with the request id of the answer. */
  final CallContext context;

  Answer(int status, Headers headers, byte[] body, CallContext call) {
    this.status = status;
    this.headers = headers;
    this.body = body;
    context = call.withRequestId(headers.first(REQUEST_ID));
  }

  /** Returns the envelope, whatever the status. Without one a server error counts as no answer. */
  Envelope envelope() throws AttemptFailed {
    try {
      return new Envelope(Json.parseObject(body));
    } catch (CodecException e) {
      if (status == 429)
        throw new AttemptFailed(context, "HTTP 429", AttemptFailed.Effect.NONE, retryAfter(), null);
      if (status >= 500)
        throw new AttemptFailed(
            context, "HTTP " + status, AttemptFailed.Effect.UNKNOWN, retryAfter(), null);
      boolean isRedirect = status >= 300 && status < 400;
      String redirect =
          isRedirect
              ? ", a redirect, which is not followed: is the base URL right?"
              : " without an envelope";
      throw new ResponseUnreadable(context, "HTTP " + status + redirect, e);
    }
  }

  /**
   * Returns how long the server asks to wait: seconds or a date in Retry-After; null when it does
   * not.
   */
  Duration retryAfter() {
    String value = headers.first("retry-after");
    if (value == null) return null;
    if (value.matches("\\d{1,9}")) return Duration.ofSeconds(Long.parseLong(value));
    try {
      return Duration.between(
          Instant.now(), DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from));
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /** The fields of a response's envelope. */
  static final class Envelope {
    final boolean success;
    final String errorCode;
    final String errorMsg;
    final String result;
    final String userNo;

    Envelope(Map<String, Object> fields) {
      if (!(fields.get("success") instanceof Boolean)) throw new CodecException("no envelope");
      success = (Boolean) fields.get("success");
      errorCode = text(fields, "errorCode");
      errorMsg = text(fields, "errorMsg");
      result = text(fields, "result");
      userNo = text(fields, "userNo");
      if (success && result.isEmpty()) throw new CodecException("a success without a result");
    }

    private static String text(Map<String, Object> fields, String field) {
      Object value = fields.get(field);
      if (value instanceof Map || value instanceof Iterable || value instanceof Boolean)
        throw new CodecException("no envelope");
      return value == null
          ? ""
          : value instanceof Number ? ((BigDecimal) value).toPlainString() : (String) value;
    }
  }
}
