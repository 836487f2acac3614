// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Objects;

/** The request of Card Pagination Query. */
public final class CardPageRequest extends Request {
  private CardPageRequest(Builder builder) {
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

    /** The group. */
    public Builder groupId(String groupId) {
      return with("groupId", groupId);
    }

    /** 0 closed, 1 in use, 2 frozen, 3 awaiting activation. */
    public Builder status(String status) {
      return with("status", status);
    }

    /** The cardholder. */
    public Builder cardUserId(String cardUserId) {
      return with("cardUserId", cardUserId);
    }

    /** Opened at this time or later; a date includes the whole day. */
    public Builder beginTime(LocalDateTime beginTime) {
      return withTime("beginTime", beginTime);
    }

    /** Opened at this time or later; a date includes the whole day. */
    public Builder beginTime(LocalDate beginTime) {
      return with("beginTime", Objects.toString(beginTime, null));
    }

    /** Opened at this time or later; a date includes the whole day. */
    public Builder beginTime(String beginTime) {
      return with("beginTime", beginTime);
    }

    /** Opened at this time or earlier, not before beginTime; a date includes the whole day. */
    public Builder endTime(LocalDateTime endTime) {
      return withTime("endTime", endTime);
    }

    /** Opened at this time or earlier, not before beginTime; a date includes the whole day. */
    public Builder endTime(LocalDate endTime) {
      return with("endTime", Objects.toString(endTime, null));
    }

    /** Opened at this time or earlier, not before beginTime; a date includes the whole day. */
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
    public CardPageRequest build() {
      return new CardPageRequest(this);
    }
  }
}
