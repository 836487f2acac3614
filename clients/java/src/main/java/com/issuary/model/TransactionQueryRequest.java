// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Objects;

/** The request of Transaction Inquiry. */
public final class TransactionQueryRequest extends Request {
  private TransactionQueryRequest(Builder builder) {
    super(builder);
  }

  /** Returns a builder without fields. */
  public static Builder builder() {
    return new Builder();
  }

  /** Sets the fields of the request. */
  public static final class Builder extends Request.Builder<Builder> {
    private Builder() {}

    /** 1 regular, 2 shared: a supplementary card of a group. */
    public Builder cardType(int cardType) {
      return with("cardType", cardType);
    }

    /** The card. */
    public Builder cardId(String cardId) {
      return with("cardId", cardId);
    }

    /** The group. */
    public Builder groupId(String groupId) {
      return with("groupId", groupId);
    }

    /** The transaction. */
    public Builder recordNo(String recordNo) {
      return with("recordNo", recordNo);
    }

    /**
     * At this time or later. Requires endTime, at most 45 days after it. A date includes the whole day. Without a
     * period and a recordNo, the last 45 days are searched.
     */
    public Builder beginTime(LocalDateTime beginTime) {
      return withTime("beginTime", beginTime);
    }

    /**
     * At this time or later. Requires endTime, at most 45 days after it. A date includes the whole day. Without a
     * period and a recordNo, the last 45 days are searched.
     */
    public Builder beginTime(LocalDate beginTime) {
      return with("beginTime", Objects.toString(beginTime, null));
    }

    /**
     * At this time or later. Requires endTime, at most 45 days after it. A date includes the whole day. Without a
     * period and a recordNo, the last 45 days are searched.
     */
    public Builder beginTime(String beginTime) {
      return with("beginTime", beginTime);
    }

    /** At this time or earlier. Requires beginTime. A date includes the whole day. */
    public Builder endTime(LocalDateTime endTime) {
      return withTime("endTime", endTime);
    }

    /** At this time or earlier. Requires beginTime. A date includes the whole day. */
    public Builder endTime(LocalDate endTime) {
      return with("endTime", Objects.toString(endTime, null));
    }

    /** At this time or earlier. Requires beginTime. A date includes the whole day. */
    public Builder endTime(String endTime) {
      return with("endTime", endTime);
    }

    /**
     * The time that the period refers to: 0 when the transaction was made, 1 when the platform recorded it. Defaults
     * to 0.
     */
    public Builder timeType(int timeType) {
      return with("timeType", timeType);
    }

    /** 1 consumption, 2 reversal, 3 refund, 4 settlement difference, 5 capture after reversal, 7 forced settlement. */
    public Builder transType(String transType) {
      return with("transType", transType);
    }

    /** 1 success, 2 failed. */
    public Builder transStatus(String transStatus) {
      return with("transStatus", transStatus);
    }

    /** 1 unsettled, 2 settled. */
    public Builder transCategory(int transCategory) {
      return with("transCategory", transCategory);
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
     */
    public TransactionQueryRequest build() {
      return new TransactionQueryRequest(this);
    }
  }
}
