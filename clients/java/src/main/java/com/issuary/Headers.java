package com.issuary;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** HTTP headers, whatever the case of their names. */
final class Headers {
  private final Map<String, List<String>> lines = new TreeMap<>();

  Headers(Map<String, ? extends Iterable<String>> headers) {
    headers.forEach(
        (name, values) -> {
          if (name == null || values == null) return;
          List<String> known =
              lines.computeIfAbsent(name.toLowerCase(Locale.ROOT), absent -> new ArrayList<>());
          for (String value : values) known.add(value.strip());
        });
  }

  /** Returns the first line; null when there is none. */
  String first(String name) {
    List<String> values = lines.getOrDefault(name, List.of());
    return values.isEmpty() ? null : values.get(0);
  }

  /** Returns the lines as one; null when there is none. */
  String joined(String name) {
    List<String> values = lines.getOrDefault(name, List.of());
    return values.isEmpty() ? null : String.join(", ", values);
  }

  boolean hasSeveral(String... names) {
    for (String name : names) if (lines.getOrDefault(name, List.of()).size() > 1) return true;
    return false;
  }
}
