// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.math.BigDecimal;

/** The request of Card Information Modification. */
public final class CardModifyRequest extends Request {
  private CardModifyRequest(Builder builder) {
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

    /** The merchant's name for the card. */
    public Builder cardAlias(String cardAlias) {
      return with("cardAlias", cardAlias);
    }

    /** The merchant's label for the card. */
    public Builder cardLabel(String cardLabel) {
      return with("cardLabel", cardLabel);
    }

    /** 0 freeze, 1 enable. */
    public Builder status(int status) {
      return with("status", status);
    }

    /**
     * The limit of a supplementary card within its pool, not below the used amount; 0 means no limit. Other cards have
     * no limit.
     */
    public Builder authLimitAmount(BigDecimal authLimitAmount) {
      return with("authLimitAmount", authLimitAmount);
    }

    /**
     * The limit of a supplementary card within its pool, not below the used amount; 0 means no limit. Other cards have
     * no limit.
     */
    public Builder authLimitAmount(long authLimitAmount) {
      return with("authLimitAmount", authLimitAmount);
    }

    /**
     * The limit of a supplementary card within its pool, not below the used amount; 0 means no limit. Other cards have
     * no limit.
     */
    public Builder authLimitAmount(String authLimitAmount) {
      return withDecimal("authLimitAmount", authLimitAmount);
    }

    /**
     * Returns the request.
     *
     * @throws com.issuary.RequestInvalid when a required field is not set
     */
    public CardModifyRequest build() {
      require("cardId");
      return new CardModifyRequest(this);
    }
  }
}
