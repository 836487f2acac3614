// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

/** The request of Card Assign. */
public final class CardAssignRequest extends Request {
  private CardAssignRequest(Builder builder) {
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

    /** A BIN range of physical cards, or its BIN. Optional with cardNo; defaults to the range of that card. */
    public Builder binRangeId(String binRangeId) {
      return with("binRangeId", binRangeId);
    }

    /** The currency of the card. Required. */
    public Builder localCurrency(String localCurrency) {
      return with("localCurrency", localCurrency);
    }

    /** The cardholder. Required. */
    public Builder cardUserId(String cardUserId) {
      return with("cardUserId", cardUserId);
    }

    /**
     * The number printed on a card in stock. Defaults to any free card. As JWE if the merchant’s cardData is jwe; not
     * allowed if it is masked.
     */
    public Builder cardNo(String cardNo) {
      return with("cardNo", cardNo);
    }

    /**
     * Returns the request.
     *
     * @throws com.issuary.RequestInvalid when a required field is not set
     */
    public CardAssignRequest build() {
      require("localCurrency", "cardUserId");
      return new CardAssignRequest(this);
    }
  }
}
