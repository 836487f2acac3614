// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Objects;

/** The request of Shared Card Pagination Query. */
public final class GroupPageRequest extends Request {
  private GroupPageRequest(Builder builder) {
    super(builder);
  }

  /** Returns a builder without fields. */
  public static Builder builder() {
    return new Builder();
  }

  /** Sets the fields of the request. */
  public static final class Builder extends Request.Builder<Builder> {
    private Builder() {}

    /** 0 frozen, 1 enabled. */
    public Builder status(int status) {
      return with("status", status);
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
    public GroupPageRequest build() {
      return new GroupPageRequest(this);
    }
  }
}
