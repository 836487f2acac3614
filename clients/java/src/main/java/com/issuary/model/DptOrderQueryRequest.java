// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

/** The request of Digital Order Inquiry. */
public final class DptOrderQueryRequest extends Request {
  private DptOrderQueryRequest(Builder builder) {
    super(builder);
  }

  /** Returns a builder without fields. */
  public static Builder builder() {
    return new Builder();
  }

  /** Sets the fields of the request. */
  public static final class Builder extends Request.Builder<Builder> {
    private Builder() {}

    /** The order. Either orderNo or userReqNo is required. */
    public Builder orderNo(String orderNo) {
      return with("orderNo", orderNo);
    }

    /** The merchant's number of the request that created the order. */
    public Builder userReqNo(String userReqNo) {
      return with("userReqNo", userReqNo);
    }

    /**
     * Returns the request.
     */
    public DptOrderQueryRequest build() {
      return new DptOrderQueryRequest(this);
    }
  }
}
