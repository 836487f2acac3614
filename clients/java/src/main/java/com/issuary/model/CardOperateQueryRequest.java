// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Objects;

/** The request of Card Operation Order Inquiry. */
public final class CardOperateQueryRequest extends Request {
  private CardOperateQueryRequest(Builder builder) {
    super(builder);
  }

  /** Returns a builder without fields. */
  public static Builder builder() {
    return new Builder();
  }

  /** Sets the fields of the request. */
  public static final class Builder extends Request.Builder<Builder> {
    private Builder() {}

    /** The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. */
    public Builder userReqNo(String userReqNo) {
      return with("userReqNo", userReqNo);
    }

    /** The order. */
    public Builder orderId(String orderId) {
      return with("orderId", orderId);
    }

    /** The card. */
    public Builder cardId(String cardId) {
      return with("cardId", cardId);
    }

    /** The group. */
    public Builder groupId(String groupId) {
      return with("groupId", groupId);
    }

    /** 15 card application, 16 recharge, 18 refund, 19 card cancellation, 26 group application. */
    public Builder opType(int opType) {
      return with("opType", opType);
    }

    /** 0 in process, 1 success, 2 failure. */
    public Builder status(int status) {
      return with("status", status);
    }

    /** Accepted at this time or later; a date includes the whole day. */
    public Builder beginTime(LocalDateTime beginTime) {
      return withTime("beginTime", beginTime);
    }

    /** Accepted at this time or later; a date includes the whole day. */
    public Builder beginTime(LocalDate beginTime) {
      return with("beginTime", Objects.toString(beginTime, null));
    }

    /** Accepted at this time or later; a date includes the whole day. */
    public Builder beginTime(String beginTime) {
      return with("beginTime", beginTime);
    }

    /** Accepted at this time or earlier, not before beginTime; a date includes the whole day. */
    public Builder endTime(LocalDateTime endTime) {
      return withTime("endTime", endTime);
    }

    /** Accepted at this time or earlier, not before beginTime; a date includes the whole day. */
    public Builder endTime(LocalDate endTime) {
      return with("endTime", Objects.toString(endTime, null));
    }

    /** Accepted at this time or earlier, not before beginTime; a date includes the whole day. */
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
     */
    public CardOperateQueryRequest build() {
      return new CardOperateQueryRequest(this);
    }
  }
}
