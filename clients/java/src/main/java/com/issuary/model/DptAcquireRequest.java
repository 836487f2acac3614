// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.math.BigDecimal;

/** The request of Digital currency acquiring. */
public final class DptAcquireRequest extends Request {
  private DptAcquireRequest(Builder builder) {
    super(builder);
  }

  /** Returns a builder without fields. */
  public static Builder builder() {
    return new Builder();
  }

  /** Sets the fields of the request. */
  public static final class Builder extends Request.Builder<Builder> {
    private Builder() {}

    /** The merchant's request number; dpt_payment_bill repeats it as serialNumber. Generated when it is not set. */
    public Builder userReqNo(String userReqNo) {
      return with("userReqNo", userReqNo);
    }

    /** The coin: USDT or USDC. Required. */
    public Builder currency(String currency) {
      return with("currency", currency);
    }

    /** The blockchain network of the coin. One of TRC20, ERC20, BEP20. Required. */
    public Builder network(String network) {
      return with("network", network);
    }

    /** The requested amount in coins. Without it any amount is accepted. */
    public Builder amount(BigDecimal amount) {
      return with("amount", amount);
    }

    /** The requested amount in coins. Without it any amount is accepted. */
    public Builder amount(long amount) {
      return with("amount", amount);
    }

    /** The requested amount in coins. Without it any amount is accepted. */
    public Builder amount(String amount) {
      return withDecimal("amount", amount);
    }

    /**
     * Returns the request.
     *
     * @throws com.issuary.RequestInvalid when a required field is not set
     */
    public DptAcquireRequest build() {
      require("currency", "network");
      return new DptAcquireRequest(this);
    }
  }
}
