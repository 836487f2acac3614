// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;

/** The request of Apply for a Card Opening. */
public final class CardApplyRequest extends Request {
  private CardApplyRequest(Builder builder) {
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

    /** The currency of the card and of the account that pays. Required. */
    public Builder localCurrency(String localCurrency) {
      return with("localCurrency", localCurrency);
    }

    /** The first day on which the card can be used: today or later. Required. */
    public Builder startDate(LocalDate startDate) {
      return with("startDate", Objects.toString(startDate, null));
    }

    /** The first day on which the card can be used: today or later. Required. */
    public Builder startDate(String startDate) {
      return with("startDate", startDate);
    }

    /** The last day on which the card can be used: startDate or later, but not after the card's expiry date. Required. */
    public Builder endDate(LocalDate endDate) {
      return with("endDate", Objects.toString(endDate, null));
    }

    /** The last day on which the card can be used: startDate or later, but not after the card's expiry date. Required. */
    public Builder endDate(String endDate) {
      return with("endDate", endDate);
    }

    /** 1 a regular card, 2 a supplementary card of a group. Defaults to 1. */
    public Builder channelType(int channelType) {
      return with("channelType", channelType);
    }

    /**
     * For channelType 1: the initial funding, required. For channelType 2: the card’s own limit within the pool;
     * absent or 0 means that only the pool limits it.
     */
    public Builder authLimitAmount(BigDecimal authLimitAmount) {
      return with("authLimitAmount", authLimitAmount);
    }

    /**
     * For channelType 1: the initial funding, required. For channelType 2: the card’s own limit within the pool;
     * absent or 0 means that only the pool limits it.
     */
    public Builder authLimitAmount(long authLimitAmount) {
      return with("authLimitAmount", authLimitAmount);
    }

    /**
     * For channelType 1: the initial funding, required. For channelType 2: the card’s own limit within the pool;
     * absent or 0 means that only the pool limits it.
     */
    public Builder authLimitAmount(String authLimitAmount) {
      return withDecimal("authLimitAmount", authLimitAmount);
    }

    /** 1 many purchases, 0 one. Defaults to 1. */
    public Builder enableMultiUse(boolean enableMultiUse) {
      return with("enableMultiUse", enableMultiUse ? 1 : 0);
    }

    /** 1 many purchases, 0 one. Defaults to 1. */
    public Builder enableMultiUse(int enableMultiUse) {
      return with("enableMultiUse", enableMultiUse);
    }

    /** 1 purchases in localCurrency only, 0 purchases in any currency. Required for channelType 1. */
    public Builder enableCurrencyCheck(boolean enableCurrencyCheck) {
      return with("enableCurrencyCheck", enableCurrencyCheck ? 1 : 0);
    }

    /** 1 purchases in localCurrency only, 0 purchases in any currency. Required for channelType 1. */
    public Builder enableCurrencyCheck(int enableCurrencyCheck) {
      return with("enableCurrencyCheck", enableCurrencyCheck);
    }

    /** The merchant's name for the card. */
    public Builder cardAlias(String cardAlias) {
      return with("cardAlias", cardAlias);
    }

    /**
     * A range of Cardbin query, or a BIN, which selects its first suitable range. Defaults to the first range for the
     * currency; for channelType 2 to the group's range, and must have the same issuer as the group.
     */
    public Builder binRangeId(String binRangeId) {
      return with("binRangeId", binRangeId);
    }

    /** The group, required for channelType 2. */
    public Builder groupId(String groupId) {
      return with("groupId", groupId);
    }

    /** The cardholder. */
    public Builder cardUserId(String cardUserId) {
      return with("cardUserId", cardUserId);
    }

    /** The purpose of the card, from Scene list query. One of 1001, 1002, 1003, 1004. */
    public Builder sceneCode(int sceneCode) {
      return with("sceneCode", sceneCode);
    }

    /** The IATA code of the airline, for scene 1004 only. */
    public Builder airLineCode(String airLineCode) {
      return with("airLineCode", airLineCode);
    }

    /**
     * Returns the request.
     *
     * @throws com.issuary.RequestInvalid when a required field is not set
     */
    public CardApplyRequest build() {
      require("localCurrency", "startDate", "endDate");
      return new CardApplyRequest(this);
    }
  }
}
