// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.math.BigDecimal;

/** The request of Digital Withdraw. */
public final class DptWithdrawRequest extends Request {
  private DptWithdrawRequest(Builder builder) {
    super(builder);
  }

  /** Returns a builder without fields. */
  public static Builder builder() {
    return new Builder();
  }

  /** Sets the fields of the request. */
  public static final class Builder extends Request.Builder<Builder> {
    private Builder() {}

    /** The merchant's request number, unique for ever. Generated when it is not set. */
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

    /** The destination: an address of the network with a valid checksum. Required. */
    public Builder address(String address) {
      return with("address", address);
    }

    /** The amount to send, in coins. The fee is charged in addition. Required. */
    public Builder amount(BigDecimal amount) {
      return with("amount", amount);
    }

    /** The amount to send, in coins. The fee is charged in addition. Required. */
    public Builder amount(long amount) {
      return with("amount", amount);
    }

    /** The amount to send, in coins. The fee is charged in addition. Required. */
    public Builder amount(String amount) {
      return withDecimal("amount", amount);
    }

    /**
     * Returns the request.
     *
     * @throws com.issuary.RequestInvalid when a required field is not set
     */
    public DptWithdrawRequest build() {
      require("currency", "network", "address", "amount");
      return new DptWithdrawRequest(this);
    }
  }
}
