// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

/** The request of Exchange rate inquiry. */
public final class AccountExchangeRateRequest extends Request {
  private AccountExchangeRateRequest(Builder builder) {
    super(builder);
  }

  /** Returns a builder without fields. */
  public static Builder builder() {
    return new Builder();
  }

  /** Sets the fields of the request. */
  public static final class Builder extends Request.Builder<Builder> {
    private Builder() {}

    /** The currency or coin to sell. Required. */
    public Builder sellCurrency(String sellCurrency) {
      return with("sellCurrency", sellCurrency);
    }

    /** The currency or coin to buy; must differ from sellCurrency. Required. */
    public Builder buyCurrency(String buyCurrency) {
      return with("buyCurrency", buyCurrency);
    }

    /**
     * Returns the request.
     *
     * @throws com.issuary.RequestInvalid when a required field is not set
     */
    public AccountExchangeRateRequest build() {
      require("sellCurrency", "buyCurrency");
      return new AccountExchangeRateRequest(this);
    }
  }
}
