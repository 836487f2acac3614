// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

/** The request of Card Active. */
public final class CardActiveRequest extends Request {
  private CardActiveRequest(Builder builder) {
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

    /** The 8-digit code from card_activation_code. As JWE if the merchant’s cardData is jwe. Required. */
    public Builder activationCode(String activationCode) {
      return with("activationCode", activationCode);
    }

    /** The PIN: 6 digits, not all the same and not a run. As JWE if the merchant’s cardData is jwe. Required. */
    public Builder pin(String pin) {
      return with("pin", pin);
    }

    /**
     * Returns the request.
     *
     * @throws com.issuary.RequestInvalid when a required field is not set
     */
    public CardActiveRequest build() {
      require("cardId", "activationCode", "pin");
      return new CardActiveRequest(this);
    }
  }
}
