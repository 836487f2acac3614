// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.math.BigDecimal;

/** The request of Dpt Transfer Card Account. */
public final class AccountTransferRequest extends Request {
  private AccountTransferRequest(Builder builder) {
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

    /** The coin: USDT or USDC. Required. */
    public Builder currency(String currency) {
      return with("currency", currency);
    }

    /** The coins to take from the dpt account, including the fee. Required. */
    public Builder amount(BigDecimal amount) {
      return with("amount", amount);
    }

    /** The coins to take from the dpt account, including the fee. Required. */
    public Builder amount(long amount) {
      return with("amount", amount);
    }

    /** The coins to take from the dpt account, including the fee. Required. */
    public Builder amount(String amount) {
      return withDecimal("amount", amount);
    }

    /** The currency of the card account. Defaults to USD. */
    public Builder targetCurrency(String targetCurrency) {
      return with("targetCurrency", targetCurrency);
    }

    /**
     * Returns the request.
     *
     * @throws com.issuary.RequestInvalid when a required field is not set
     */
    public AccountTransferRequest build() {
      require("currency", "amount");
      return new AccountTransferRequest(this);
    }
  }
}
