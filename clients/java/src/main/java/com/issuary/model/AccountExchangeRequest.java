// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.math.BigDecimal;

/** The request of Card account exchange. */
public final class AccountExchangeRequest extends Request {
  private AccountExchangeRequest(Builder builder) {
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

    /** The currency to sell. Required. */
    public Builder sellCurrency(String sellCurrency) {
      return with("sellCurrency", sellCurrency);
    }

    /** The currency to buy; must differ from sellCurrency. Required. */
    public Builder buyCurrency(String buyCurrency) {
      return with("buyCurrency", buyCurrency);
    }

    /** How much to sell. Exactly one of sellAmount and buyAmount is required. */
    public Builder sellAmount(BigDecimal sellAmount) {
      return with("sellAmount", sellAmount);
    }

    /** How much to sell. Exactly one of sellAmount and buyAmount is required. */
    public Builder sellAmount(long sellAmount) {
      return with("sellAmount", sellAmount);
    }

    /** How much to sell. Exactly one of sellAmount and buyAmount is required. */
    public Builder sellAmount(String sellAmount) {
      return withDecimal("sellAmount", sellAmount);
    }

    /** How much to buy. Exactly one of sellAmount and buyAmount is required. */
    public Builder buyAmount(BigDecimal buyAmount) {
      return with("buyAmount", buyAmount);
    }

    /** How much to buy. Exactly one of sellAmount and buyAmount is required. */
    public Builder buyAmount(long buyAmount) {
      return with("buyAmount", buyAmount);
    }

    /** How much to buy. Exactly one of sellAmount and buyAmount is required. */
    public Builder buyAmount(String buyAmount) {
      return withDecimal("buyAmount", buyAmount);
    }

    /** An unexpired and unused quote of Exchange rate inquiry. Defaults to the current rate. */
    public Builder quoteId(String quoteId) {
      return with("quoteId", quoteId);
    }

    /**
     * Returns the request.
     *
     * @throws com.issuary.RequestInvalid when a required field is not set
     */
    public AccountExchangeRequest build() {
      require("sellCurrency", "buyCurrency");
      return new AccountExchangeRequest(this);
    }
  }
}
