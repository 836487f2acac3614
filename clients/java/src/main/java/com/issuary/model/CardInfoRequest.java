// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

/** The request of Card Inquiry. */
public final class CardInfoRequest extends Request {
  private CardInfoRequest(Builder builder) {
    super(builder);
  }

  /** Returns a builder without fields. */
  public static Builder builder() {
    return new Builder();
  }

  /** Sets the fields of the request. */
  public static final class Builder extends Request.Builder<Builder> {
    private Builder() {}

    /** The card. Required. */
    public Builder cardId(String cardId) {
      return with("cardId", cardId);
    }

    /**
     * Returns the request.
     *
     * @throws com.issuary.RequestInvalid when a required field is not set
     */
    public CardInfoRequest build() {
      require("cardId");
      return new CardInfoRequest(this);
    }
  }
}
