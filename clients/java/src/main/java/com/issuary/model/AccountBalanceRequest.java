// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

/** The request of Account Balance. */
public final class AccountBalanceRequest extends Request {
  private AccountBalanceRequest(Builder builder) {
    super(builder);
  }

  /** Returns a builder without fields. */
  public static Builder builder() {
    return new Builder();
  }

  /** Sets the fields of the request. */
  public static final class Builder extends Request.Builder<Builder> {
    private Builder() {}

    /** Only accounts of this type: 1 card account, 2 dpt account. Defaults to both. */
    public Builder accountType(int accountType) {
      return with("accountType", accountType);
    }

    /** Only accounts in this currency or coin. */
    public Builder currency(String currency) {
      return with("currency", currency);
    }

    /**
     * Returns the request.
     */
    public AccountBalanceRequest build() {
      return new AccountBalanceRequest(this);
    }
  }
}
