package com.issuary;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;

/** Writes JSON. Fields that are null are left out: on the wire they count as absent. */
final class JsonWriter {
  private static final int MAX_SCALE = 400;
  private final StringBuilder out = new StringBuilder();

  private JsonWriter() {}

  /**
   * Writes an object.
   *
   * @throws RequestInvalid when a value has no exact JSON form; the message names its field
   */
  static String write(Map<String, ?> object) {
    JsonWriter writer = new JsonWriter();
    writer.object(object, 0);
    return writer.out.toString();
  }

  private void object(Map<?, ?> fields, int depth) {
    out.append('{');
    boolean isFirst = true;
    for (Map.Entry<?, ?> field : fields.entrySet()) {
      if (field.getValue() == null) continue;
      if (!isFirst) out.append(',');
      isFirst = false;
      string(String.valueOf(field.getKey()));
      out.append(':');
      value(String.valueOf(field.getKey()), field.getValue(), depth + 1);
    }
    out.append('}');
  }

  private void value(String field, Object value, int depth) {
    if (depth > Json.MAX_DEPTH) throw new RequestInvalid(field + ": nested too deeply");
    if (value == null || value instanceof Boolean) out.append(value);
    else if (value instanceof CharSequence) string(value.toString());
    else if (value instanceof Number) out.append(number(field, (Number) value).toPlainString());
    else if (value instanceof Map) object((Map<?, ?>) value, depth);
    else if (value instanceof Collection) list(field, (Collection<?>) value, depth);
    else
      throw new RequestInvalid(field + ": a " + value.getClass().getName() + " has no JSON form");
  }

  private void list(String field, Collection<?> values, int depth) {
    out.append('[');
    for (Iterator<?> each = values.iterator(); each.hasNext(); ) {
      value(field, each.next(), depth + 1);
      if (each.hasNext()) out.append(',');
    }
    out.append(']');
  }

  private static BigDecimal number(String field, Number value) {
    try {
      BigDecimal number;
      if (value instanceof BigDecimal) number = (BigDecimal) value;
      else if (value instanceof BigInteger) number = new BigDecimal((BigInteger) value);
      else number = new BigDecimal(value.toString());
      if (Math.abs((long) number.scale()) <= MAX_SCALE) return number;
    } catch (NumberFormatException e) {
      // NaN and Infinity; the message below says so.
    }
    throw new RequestInvalid(field + ": not an exact JSON number");
  }

  /**
   * Half a surrogate pair is escaped: UTF-8 has no form for it, and a question mark would change
   * the text unseen.
   */
  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isPair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (isPair) out.append(c).append(text.charAt(++i));
      else if (c == '"' || c == '\\') out.append('\\').append(c);
      else if (c < ' ' || Character.isSurrogate(c)) out.append(String.format("\\u%04x", (int) c));
      else out.append(c);
    }
    out.append('"');
  }
}
