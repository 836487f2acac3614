package com.issuary.model;

import com.issuary.RequestInvalid;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * A request of an operation. Immutable. Its text form masks card data, so that it may be logged.
 */
public abstract class Request {
  private final Map<String, Object> fields;

  Request(Builder<?> builder) {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(builder.fields));
  }

  /** Returns the fields that were set. */
  public final Map<String, Object> asMap() {
    return fields;
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + Content.masked("", fields);
  }

  /** Sets the fields of a request. A field that is set to null is left out. */
  public abstract static class Builder<B extends Builder<B>> {
    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private final Map<String, Object> fields = new LinkedHashMap<>();

    Builder() {}

    /** Sets a field by its name on the wire, for fields that are newer than this library. */
    @SuppressWarnings("unchecked")
    public final B with(String field, Object value) {
      if (value == null) fields.remove(field);
      else fields.put(field, value);
      return (B) this;
    }

    final B withTime(String field, LocalDateTime time) {
      return with(field, time == null ? null : TIME.format(time));
    }

    final B withDecimal(String field, String digits) {
      try {
        return with(field, digits == null ? null : new BigDecimal(digits));
      } catch (NumberFormatException e) {
        throw new RequestInvalid(field + ": must be an amount such as 12.50");
      }
    }

    final void require(String... required) {
      StringJoiner missing = new StringJoiner(", ");
      for (String field : required) if (fields.get(field) == null) missing.add(field);
      if (missing.length() > 0)
        throw new RequestInvalid(
            missing + (missing.toString().contains(",") ? ": are required" : ": is required"));
    }
  }
}
