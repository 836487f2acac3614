package com.issuary.model;

/** The request of an operation that takes no fields. */
public final class NoRequest extends Request {
  /** The only one. */
  public static final NoRequest INSTANCE = new NoRequest(new Builder());

  private NoRequest(Builder builder) {
    super(builder);
  }

  private static final class Builder extends Request.Builder<Builder> {}
}
