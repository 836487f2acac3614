// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

/** The request of Shared Card Inquiry. */
public final class GroupInfoRequest extends Request {
  private GroupInfoRequest(Builder builder) {
    super(builder);
  }

  /** Returns a builder without fields. */
  public static Builder builder() {
    return new Builder();
  }

  /** Sets the fields of the request. */
  public static final class Builder extends Request.Builder<Builder> {
    private Builder() {}

    /** The group. Required. */
    public Builder groupId(String groupId) {
      return with("groupId", groupId);
    }

    /**
     * Returns the request.
     *
     * @throws com.issuary.RequestInvalid when a required field is not set
     */
    public GroupInfoRequest build() {
      require("groupId");
      return new GroupInfoRequest(this);
    }
  }
}
