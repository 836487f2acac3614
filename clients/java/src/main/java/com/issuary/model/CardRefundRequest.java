// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.math.BigDecimal;

/** The request of Refund. */
public final class CardRefundRequest extends Request {
  private CardRefundRequest(Builder builder) {
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

    /** 1 a card, identified by cardId; 2 a group, identified by groupId. Defaults to 1. */
    public Builder channelType(int channelType) {
      return with("channelType", channelType);
    }

    /** The card, for channelType 1. */
    public Builder cardId(String cardId) {
      return with("cardId", cardId);
    }

    /** The group, for channelType 2. */
    public Builder groupId(String groupId) {
      return with("groupId", groupId);
    }

    /** The amount to return, at most the available balance. Required. */
    public Builder refundAmount(BigDecimal refundAmount) {
      return with("refundAmount", refundAmount);
    }

    /** The amount to return, at most the available balance. Required. */
    public Builder refundAmount(long refundAmount) {
      return with("refundAmount", refundAmount);
    }

    /** The amount to return, at most the available balance. Required. */
    public Builder refundAmount(String refundAmount) {
      return withDecimal("refundAmount", refundAmount);
    }

    /**
     * Returns the request.
     *
     * @throws com.issuary.RequestInvalid when a required field is not set
     */
    public CardRefundRequest build() {
      require("refundAmount");
      return new CardRefundRequest(this);
    }
  }
}
