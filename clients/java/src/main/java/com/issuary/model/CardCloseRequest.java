// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

/** The request of Cancel Card Application. */
public final class CardCloseRequest extends Request {
  private CardCloseRequest(Builder builder) {
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

    /** The card. Required. */
    public Builder cardId(String cardId) {
      return with("cardId", cardId);
    }

    /**
     * Returns the request.
     *
     * @throws com.issuary.RequestInvalid when a required field is not set
     */
    public CardCloseRequest build() {
      require("cardId");
      return new CardCloseRequest(this);
    }
  }
}
