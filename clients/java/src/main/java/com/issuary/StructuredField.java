package com.issuary;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dictionaries of RFC 9651, as signatures use them. Stricter than the RFC: a name that occurs twice
 * is refused, so that the signer and the verifier read the same.
 */
final class StructuredField {
  private static final Pattern KEY = Pattern.compile("[a-z*][a-z0-9_.*-]*");
  private static final Pattern BARE_ITEM =
      Pattern.compile(
          "-?\\d{1,12}\\.\\d{1,3}|-?\\d{1,15}|\"(?:["
              + " !#-\\[\\]-~]|\\\\[\"\\\\])*\"|[A-Za-z*][\\w!#$%&'*+.^`|~:/-]*|:[A-Za-z0-9+/=]*:|\\?[01]|@-?\\d{1,15}");
  private static final Pattern COMMA = Pattern.compile("[ \\t]*,[ \\t]*");
  private static final Pattern SPACES = Pattern.compile(" *");

  /** A member of a dictionary: an item, or a list whose items are the keys of {@code items}. */
  static final class Member {
    String value;
    Map<String, Map<String, String>> items;
    Map<String, String> parameters;

    /** Returns the canonical form, which a signature covers. */
    String serialize() {
      return (items == null ? value : "(" + String.join(" ", items.keySet()) + ")")
          + StructuredField.serialize(parameters);
    }
  }

  private final Matcher matcher;
  private final String text;
  private int at;

  private StructuredField(String text) {
    this.text = text;
    matcher = BARE_ITEM.matcher(text);
  }

  static Map<String, Member> parseDictionary(String field) {
    StructuredField reader = new StructuredField(field.strip());
    Map<String, Member> members = new LinkedHashMap<>();
    while (reader.at < reader.text.length()) {
      if (!members.isEmpty()) reader.expect(COMMA);
      String name = reader.expect(KEY);
      Member member = new Member();
      if (!reader.skip('=')) member.value = "?1";
      else if (reader.skip('(')) member.items = reader.items();
      else member.value = reader.expect(BARE_ITEM);
      member.parameters = reader.parameters();
      if (members.put(name, member) != null) throw new CodecException("signature duplicate");
    }
    return members;
  }

  /** Returns the text of a string; null when the value has another type. */
  static String unquoted(String value) {
    return value == null || !value.startsWith("\"")
        ? null
        : value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1");
  }

  private static String serialize(Map<String, String> parameters) {
    StringBuilder out = new StringBuilder();
    parameters.forEach(
        (name, value) ->
            out.append(';').append(name).append(value.equals("?1") ? "" : "=" + value));
    return out.toString();
  }

  /** Returns the parameters of each item by the item in its canonical form. */
  private Map<String, Map<String, String>> items() {
    Map<String, Map<String, String>> items = new LinkedHashMap<>();
    expect(SPACES);
    while (!skip(')')) {
      String value = expect(BARE_ITEM);
      Map<String, String> parameters = parameters();
      if (items.put(value + serialize(parameters), parameters) != null)
        throw new CodecException("signature duplicate");
      if (expect(SPACES).isEmpty() && !(at < text.length() && text.charAt(at) == ')'))
        throw malformed();
    }
    return items;
  }

  private Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    while (skip(';')) {
      expect(SPACES);
      String name = expect(KEY);
      if (parameters.put(name, skip('=') ? expect(BARE_ITEM) : "?1") != null)
        throw new CodecException("signature duplicate");
    }
    return parameters;
  }

  private boolean skip(char expected) {
    if (at >= text.length() || text.charAt(at) != expected) return false;
    at++;
    return true;
  }

  private String expect(Pattern pattern) {
    matcher.usePattern(pattern).region(at, text.length());
    if (!matcher.lookingAt()) throw malformed();
    at = matcher.end();
    return matcher.group();
  }

  private static CodecException malformed() {
    return new CodecException("signature malformed");
  }
}
