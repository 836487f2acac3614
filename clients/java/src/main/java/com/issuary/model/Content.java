package com.issuary.model;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * An object that the platform sent. Immutable; equal to another with the same fields. Its text form
 * masks card data, so that it may be logged.
 */
public abstract class Content {
  private static final Set<String> CARD_DATA =
      Set.of("cardNo", "cardVerifyNo", "pin", "activationCode", "otp");
  private final Map<String, Object> fields;

  /** Copies the fields. Amounts are BigDecimals, objects maps. */
  protected Content(Map<String, ?> fields) {
    this.fields = copyOf(fields);
  }

  /** Whether a field of this name holds card data, which belongs in no log. */
  public static boolean isCardData(String field) {
    return CARD_DATA.contains(field);
  }

  /** Returns every field as it came, those that are newer than this library too. */
  public final Map<String, Object> asMap() {
    return fields;
  }

  final String text(String field) {
    return required(field, optionalText(field));
  }

  final Optional<String> optionalText(String field) {
    return scalar(field)
        .map(
            value ->
                value instanceof BigDecimal
                    ? ((BigDecimal) value).toPlainString()
                    : value.toString());
  }

  final BigDecimal decimal(String field) {
    return required(field, optionalDecimal(field));
  }

  final Optional<BigDecimal> optionalDecimal(String field) {
    return scalar(field)
        .map(
            value ->
                read(
                    field,
                    () -> {
                      if (value instanceof BigDecimal) return (BigDecimal) value;
                      String text = value.toString();
                      if (text.length() > 64 || text.indexOf('e') >= 0 || text.indexOf('E') >= 0)
                        throw new NumberFormatException();
                      return new BigDecimal(text);
                    }));
  }

  final int integer(String field) {
    return required(field, optionalInteger(field));
  }

  final Optional<Integer> optionalInteger(String field) {
    return optionalDecimal(field).map(value -> read(field, value::intValueExact));
  }

  final long whole(String field) {
    return required(field, optionalWhole(field));
  }

  final Optional<Long> optionalWhole(String field) {
    return optionalDecimal(field).map(value -> read(field, value::longValueExact));
  }

  final boolean flag(String field) {
    return required(field, optionalFlag(field));
  }

  final Optional<Boolean> optionalFlag(String field) {
    return scalar(field)
        .map(
            value -> {
              if (value instanceof Boolean) return (Boolean) value;
              throw invalid(field);
            });
  }

  final <T> T object(String field, Function<Map<String, ?>, T> read) {
    return required(field, optionalObject(field, read));
  }

  @SuppressWarnings("unchecked")
  final <T> Optional<T> optionalObject(String field, Function<Map<String, ?>, T> read) {
    Object value = fields.get(field);
    if (value == null) return Optional.empty();
    if (!(value instanceof Map)) throw invalid(field);
    return Optional.of(read.apply((Map<String, ?>) value));
  }

  @SuppressWarnings("unchecked")
  final <T> List<T> list(String field, Function<Map<String, ?>, T> read) {
    List<T> rows = new ArrayList<>();
    for (Object row : values(field)) {
      if (!(row instanceof Map)) throw invalid(field);
      rows.add(read.apply((Map<String, ?>) row));
    }
    return Collections.unmodifiableList(rows);
  }

  final List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    for (Object value : values(field)) texts.add(String.valueOf(value));
    return Collections.unmodifiableList(texts);
  }

  private List<?> values(String field) {
    Object value = fields.get(field);
    if (!(value instanceof List)) throw invalid(field);
    return (List<?>) value;
  }

  private Optional<Object> scalar(String field) {
    Object value = fields.get(field);
    if (value instanceof Map || value instanceof List) throw invalid(field);
    return Optional.ofNullable(value);
  }

  private interface Reader<T> {
    T read();
  }

  private static <T> T read(String field, Reader<T> reader) {
    try {
      return reader.read();
    } catch (ArithmeticException | NumberFormatException e) {
      throw invalid(field);
    }
  }

  private static <T> T required(String field, Optional<T> value) {
    return value.orElseThrow(() -> new IllegalArgumentException(field + " is missing"));
  }

  private static IllegalArgumentException invalid(String field) {
    return new IllegalArgumentException(field + " has a form that the contract does not know");
  }

  private static Map<String, Object> copyOf(Map<String, ?> fields) {
    Map<String, Object> copy = new LinkedHashMap<>();
    fields.forEach((field, value) -> copy.put(field, copyOf(value)));
    return Collections.unmodifiableMap(copy);
  }

  @SuppressWarnings("unchecked")
  private static Object copyOf(Object value) {
    if (value instanceof Map) return copyOf((Map<String, ?>) value);
    if (value instanceof Integer || value instanceof Long)
      return BigDecimal.valueOf(((Number) value).longValue());
    if (!(value instanceof List)) return value;
    List<Object> copy = new ArrayList<>();
    for (Object each : (List<?>) value) copy.add(copyOf(each));
    return Collections.unmodifiableList(copy);
  }

  static Object masked(String field, Object value) {
    if (value instanceof Map) {
      Map<String, Object> masked = new LinkedHashMap<>();
      ((Map<?, ?>) value)
          .forEach((name, inner) -> masked.put(name.toString(), masked(name.toString(), inner)));
      return masked;
    }
    if (value instanceof List) {
      List<Object> masked = new ArrayList<>();
      for (Object each : (List<?>) value) masked.add(masked(field, each));
      return masked;
    }
    if (value != null && isCardData(field)) return "***";
    return value instanceof BigDecimal ? ((BigDecimal) value).toPlainString() : value;
  }

  @Override
  public final boolean equals(Object other) {
    return other != null
        && other.getClass() == getClass()
        && ((Content) other).fields.equals(fields);
  }

  @Override
  public final int hashCode() {
    return fields.hashCode();
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + masked("", fields);
  }
}
