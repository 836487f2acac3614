package com.issuary;

import java.util.Objects;

/** Runs tests and counts them. The library has no dependency, and its tests have none either. */
final class Suite {
  /** A test; it fails by throwing. */
  interface Test {
    void run() throws Exception;
  }

  private int passed;
  private int failed;

  void test(String title, Test test) {
    long start = System.nanoTime();
    try {
      test.run();
      passed++;
    } catch (Exception | AssertionError e) {
      failed++;
      System.err.println("✗ " + title);
      e.printStackTrace();
    }
    long ms = (System.nanoTime() - start) / 1_000_000;
    if (ms > 2_000) System.out.println("  " + ms + " ms: " + title);
  }

  /** Prints the result and returns the exit code. */
  int end() {
    System.out.println(passed + " passed, " + failed + " failed");
    return failed == 0 && passed > 0 ? 0 : 1;
  }

  static void same(Object expected, Object actual) {
    if (!Objects.equals(expected, actual))
      throw new AssertionError("expected " + expected + ", not " + actual);
  }

  static void isTrue(boolean condition, String what) {
    if (!condition) throw new AssertionError(what);
  }

  /** Returns what the test throws, which must be of this class. */
  static <E extends Throwable> E throwing(Class<E> expected, Test test) {
    try {
      test.run();
    } catch (Throwable e) {
      if (expected.isInstance(e)) return expected.cast(e);
      throw new AssertionError("expected " + expected.getSimpleName() + ", not " + e, e);
    }
    throw new AssertionError("expected " + expected.getSimpleName() + ", but nothing was thrown");
  }
}
