// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

/** The request of Cardbin query. */
public final class CardBinRequest extends Request {
  private CardBinRequest(Builder builder) {
    super(builder);
  }

  /** Returns a builder without fields. */
  public static Builder builder() {
    return new Builder();
  }

  /** Sets the fields of the request. */
  public static final class Builder extends Request.Builder<Builder> {
    private Builder() {}

    /** 1 regular, 2 shared: a supplementary card of a group. */
    public Builder cardType(int cardType) {
      return with("cardType", cardType);
    }

    /**
     * Returns the request.
     */
    public CardBinRequest build() {
      return new CardBinRequest(this);
    }
  }
}
