// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.math.BigDecimal;

/** The request of Shared Card Application. */
public final class GroupApplyRequest extends Request {
  private GroupApplyRequest(Builder builder) {
    super(builder);
  }

  /** Returns a builder without fields. */
  public static Builder builder() {
    return new Builder();
  }

  /** Sets the fields of the request. */
  public static final class Builder extends Request.Builder<Builder> {
    private Builder() {}

    /**
     * The merchant's request number, unique for ever. Repeating a request under the same number changes nothing.
     * Generated when it is not set.
     */
    public Builder userReqNo(String userReqNo) {
      return with("userReqNo", userReqNo);
    }

    /** The currency of the pool and its cards. Required. */
    public Builder localCurrency(String localCurrency) {
      return with("localCurrency", localCurrency);
    }

    /** The initial funding of the pool, within the limits of the BIN range. Required. */
    public Builder authLimitAmount(BigDecimal authLimitAmount) {
      return with("authLimitAmount", authLimitAmount);
    }

    /** The initial funding of the pool, within the limits of the BIN range. Required. */
    public Builder authLimitAmount(long authLimitAmount) {
      return with("authLimitAmount", authLimitAmount);
    }

    /** The initial funding of the pool, within the limits of the BIN range. Required. */
    public Builder authLimitAmount(String authLimitAmount) {
      return withDecimal("authLimitAmount", authLimitAmount);
    }

    /** The merchant's name for the group. */
    public Builder groupName(String groupName) {
      return with("groupName", groupName);
    }

    /** A BIN range for shared cards, or its BIN. Defaults to the first range for the currency. */
    public Builder binRangeId(String binRangeId) {
      return with("binRangeId", binRangeId);
    }

    /**
     * Returns the request.
     *
     * @throws com.issuary.RequestInvalid when a required field is not set
     */
    public GroupApplyRequest build() {
      require("localCurrency", "authLimitAmount");
      return new GroupApplyRequest(this);
    }
  }
}
