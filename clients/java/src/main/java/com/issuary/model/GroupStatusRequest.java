// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

/** The request of Shared Card Status Change. */
public final class GroupStatusRequest extends Request {
  private GroupStatusRequest(Builder builder) {
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

    /** The group. Required. */
    public Builder groupId(String groupId) {
      return with("groupId", groupId);
    }

    /** 0 freeze, 1 enable. Required. */
    public Builder status(int status) {
      return with("status", status);
    }

    /**
     * Returns the request.
     *
     * @throws com.issuary.RequestInvalid when a required field is not set
     */
    public GroupStatusRequest build() {
      require("groupId", "status");
      return new GroupStatusRequest(this);
    }
  }
}
