package com.issuary;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often and how fast a call is repeated. The delay doubles with each attempt; a server's
 * Retry-After may extend it.
 */
public final class RetryPolicy {
  static final RetryPolicy DEFAULT =
      new RetryPolicy(5, Duration.ofMillis(500), Duration.ofSeconds(8));
  private static final Duration MAX_RETRY_AFTER = Duration.ofSeconds(60);
  private final int maxAttempts;
  private final Duration initialDelay;
  private final Duration maxDelay;

  private RetryPolicy(int maxAttempts, Duration initialDelay, Duration maxDelay) {
    if (maxAttempts < 1) throw new IllegalArgumentException("maxAttempts is at least 1");
    this.maxAttempts = maxAttempts;
    this.initialDelay = initialDelay;
    this.maxDelay = maxDelay;
  }

  /**
   * Returns a policy; {@code maxAttempts} includes the first. The default is 5 attempts, 500 ms and
   * 8 s.
   */
  public static RetryPolicy of(int maxAttempts, Duration initialDelay, Duration maxDelay) {
    return new RetryPolicy(maxAttempts, initialDelay, maxDelay);
  }

  /** Returns the policy that never repeats a call. */
  public static RetryPolicy none() {
    return new RetryPolicy(1, Duration.ZERO, Duration.ZERO);
  }

  int maxAttempts() {
    return maxAttempts;
  }

  /**
   * Returns the delay after so many attempts: with jitter, so that clients do not come back at the
   * same moment.
   */
  long delayMs(int attempts, Duration retryAfter) {
    long full =
        Math.min(maxDelay.toMillis(), initialDelay.toMillis() << Math.min(attempts - 1, 20));
    long jittered = full / 2 + (full > 1 ? ThreadLocalRandom.current().nextLong(full / 2 + 1) : 0);
    if (retryAfter == null) return jittered;
    return Math.max(jittered, Math.min(retryAfter.toMillis(), MAX_RETRY_AFTER.toMillis()));
  }
}
