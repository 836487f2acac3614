package com.issuary;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads JSON strictly (RFC 8259). Numbers become exact BigDecimals, objects LinkedHashMaps; of a
 * repeated key the last counts.
 */
final class Json {
  /** The platform's own limit. */
  static final int MAX_DEPTH = 64;

  /**
   * Enough for any double. A longer one, or an exponent like 1e999999999, would only cost memory.
   */
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9]\\d{0,399})(?:\\.\\d{1,399})?(?:[eE][+-]?\\d{1,3})?");

  private final String text;
  private final Matcher number;
  private int at;

  private Json(String text) {
    this.text = text;
    number = NUMBER.matcher(text);
  }

  /**
   * Reads an object.
   *
   * @throws CodecException when the bytes are not UTF-8 or not one JSON object; the message does
   *     not quote them
   */
  static Map<String, Object> parseObject(byte[] utf8) {
    try {
      return parseObject(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
    } catch (CharacterCodingException e) {
      throw new CodecException("not UTF-8");
    }
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> parseObject(String text) {
    Json json = new Json(text.startsWith("\ufeff") ? text.substring(1) : text);
    Object value = json.value(0);
    json.skipSpace();
    if (!(value instanceof Map) || json.at != json.text.length()) throw malformed();
    return (Map<String, Object>) value;
  }

  private Object value(int depth) {
    switch (next()) {
      case '{':
        return object(deeper(depth));
      case '[':
        return list(deeper(depth));
      case '"':
        return string();
      case 't':
        return word("true", Boolean.TRUE);
      case 'f':
        return word("false", Boolean.FALSE);
      case 'n':
        return word("null", null);
      default:
        return number();
    }
  }

  private Map<String, Object> object(int depth) {
    Map<String, Object> fields = new LinkedHashMap<>();
    at++;
    if (skip('}')) return fields;
    do {
      if (next() != '"') throw malformed();
      String name = string();
      expect(':');
      fields.put(name, value(depth));
    } while (skip(','));
    expect('}');
    return fields;
  }

  private List<Object> list(int depth) {
    List<Object> values = new ArrayList<>();
    at++;
    if (skip(']')) return values;
    do {
      values.add(value(depth));
    } while (skip(','));
    expect(']');
    return values;
  }

  private String string() {
    StringBuilder string = new StringBuilder();
    for (at++; ; at++) {
      char c = charAt(at);
      if (c == '"') break;
      if (c < ' ') throw malformed();
      string.append(c == '\\' ? escaped() : c);
    }
    at++;
    return string.toString();
  }

  private char escaped() {
    char c = charAt(++at);
    int simple = "\"\\/bfnrt".indexOf(c);
    if (simple >= 0) return "\"\\/\b\f\n\r\t".charAt(simple);
    if (c != 'u') throw malformed();
    int code = 0;
    for (int i = 0; i < 4; i++) {
      char hex = charAt(++at);
      int digit = hex < 128 ? Character.digit(hex, 16) : -1;
      if (digit < 0) throw malformed();
      code = code * 16 + digit;
    }
    return (char) code;
  }

  private Object word(String word, Object value) {
    if (!text.startsWith(word, at)) throw malformed();
    at += word.length();
    return value;
  }

  private BigDecimal number() {
    if (!number.region(at, text.length()).lookingAt()) throw malformed();
    at = number.end();
    if (at < text.length() && "0123456789.eE".indexOf(text.charAt(at)) >= 0) throw malformed();
    return new BigDecimal(number.group());
  }

  private static int deeper(int depth) {
    if (depth >= MAX_DEPTH) throw malformed();
    return depth + 1;
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
  }

  private char next() {
    skipSpace();
    return charAt(at);
  }

  private char charAt(int index) {
    if (index >= text.length()) throw malformed();
    return text.charAt(index);
  }

  private boolean skip(char expected) {
    if (next() != expected) return false;
    at++;
    return true;
  }

  private void expect(char expected) {
    if (!skip(expected)) throw malformed();
  }

  private static CodecException malformed() {
    return new CodecException("not JSON of at most " + MAX_DEPTH + " levels");
  }
}
