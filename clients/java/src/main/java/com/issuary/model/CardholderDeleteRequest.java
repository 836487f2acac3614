// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

/** The request of Cardholder Deletion. */
public final class CardholderDeleteRequest extends Request {
  private CardholderDeleteRequest(Builder builder) {
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

    /** The cardholder. Required. */
    public Builder cardUserId(String cardUserId) {
      return with("cardUserId", cardUserId);
    }

    /**
     * Returns the request.
     *
     * @throws com.issuary.RequestInvalid when a required field is not set
     */
    public CardholderDeleteRequest build() {
      require("cardUserId");
      return new CardholderDeleteRequest(this);
    }
  }
}
