// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

/** The request of Cardholder Details Inquiry. */
public final class CardholderInfoRequest extends Request {
  private CardholderInfoRequest(Builder builder) {
    super(builder);
  }

  /** Returns a builder without fields. */
  public static Builder builder() {
    return new Builder();
  }

  /** Sets the fields of the request. */
  public static final class Builder extends Request.Builder<Builder> {
    private Builder() {}

    /** The cardholder. Required. */
    public Builder cardUserId(String cardUserId) {
      return with("cardUserId", cardUserId);
    }

    /**
     * Returns the request.
     *
     * @throws com.issuary.RequestInvalid when a required field is not set
     */
    public CardholderInfoRequest build() {
      require("cardUserId");
      return new CardholderInfoRequest(this);
    }
  }
}
