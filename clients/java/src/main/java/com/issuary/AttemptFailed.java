package com.issuary;

import java.time.Duration;

/** One attempt got no answer that ends the call; it may be repeated if the operation allows it. */
final class AttemptFailed extends Exception {
  private static final long serialVersionUID = 1L;

  /** What the platform may have done although the attempt failed. */
  enum Effect {
    NONE,
    UNKNOWN
  }

  final transient CallContext context;
  final Effect effect;
  final transient Duration retryAfter;

  AttemptFailed(
      CallContext context, String problem, Effect effect, Duration retryAfter, Throwable cause) {
    super(problem, cause);
    this.context = context;
    this.effect = effect;
    this.retryAfter = retryAfter;
  }
}
