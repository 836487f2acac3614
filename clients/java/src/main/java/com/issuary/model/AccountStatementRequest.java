// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Objects;

/** The request of Account Statement. */
public final class AccountStatementRequest extends Request {
  private AccountStatementRequest(Builder builder) {
    super(builder);
  }

  /** Returns a builder without fields. */
  public static Builder builder() {
    return new Builder();
  }

  /** Sets the fields of the request. */
  public static final class Builder extends Request.Builder<Builder> {
    private Builder() {}

    /** 1 card account, 2 dpt account. Required. */
    public Builder accountType(int accountType) {
      return with("accountType", accountType);
    }

    /** The currency or coin of the account. Required. */
    public Builder currency(String currency) {
      return with("currency", currency);
    }

    /** Booked at this time or later; a date includes the whole day. Required. */
    public Builder beginTime(LocalDateTime beginTime) {
      return withTime("beginTime", beginTime);
    }

    /** Booked at this time or later; a date includes the whole day. Required. */
    public Builder beginTime(LocalDate beginTime) {
      return with("beginTime", Objects.toString(beginTime, null));
    }

    /** Booked at this time or later; a date includes the whole day. Required. */
    public Builder beginTime(String beginTime) {
      return with("beginTime", beginTime);
    }

    /** Booked at this time or earlier, not before beginTime; a date includes the whole day. Required. */
    public Builder endTime(LocalDateTime endTime) {
      return withTime("endTime", endTime);
    }

    /** Booked at this time or earlier, not before beginTime; a date includes the whole day. Required. */
    public Builder endTime(LocalDate endTime) {
      return with("endTime", Objects.toString(endTime, null));
    }

    /** Booked at this time or earlier, not before beginTime; a date includes the whole day. Required. */
    public Builder endTime(String endTime) {
      return with("endTime", endTime);
    }

    /** The requested page. Defaults to 1. */
    public Builder currentPage(int currentPage) {
      return with("currentPage", currentPage);
    }

    /** Rows per page. Defaults to 10. */
    public Builder pageSize(int pageSize) {
      return with("pageSize", pageSize);
    }

    /**
     * Returns the request.
     *
     * @throws com.issuary.RequestInvalid when a required field is not set
     */
    public AccountStatementRequest build() {
      require("accountType", "currency", "beginTime", "endTime");
      return new AccountStatementRequest(this);
    }
  }
}
