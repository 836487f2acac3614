package com.issuary;

import java.util.Comparator;

/** Finds operations by their names. */
final class OperationNames {
  private OperationNames() {}

  static Operation find(String name) {
    for (Operation operation : Catalogue.ALL) if (operation.name.equals(name)) return operation;
    String nearest =
        Catalogue.ALL.stream()
            .map(each -> each.name)
            .min(Comparator.comparingInt(each -> distance(each, name)))
            .orElse("");
    throw new IllegalArgumentException(
        "there is no operation " + name + "; the nearest is " + nearest);
  }

  /** Returns how many characters are added, left out or replaced between the two (Levenshtein). */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) row[j] = j;
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
