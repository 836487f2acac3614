// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.util.Map;

/** The result, or a row of the result, of Shared Card Status Change. */
public final class GroupStatusResult extends Content {
  private GroupStatusResult(Map<String, ?> fields) {
    super(fields);
    userReqNo();
    groupId();
    status();
  }

  /**
   * Reads the fields as they are on the wire.
   *
   * @throws IllegalArgumentException when one is missing or has another form
   */
  public static GroupStatusResult of(Map<String, ?> fields) {
    return new GroupStatusResult(fields);
  }

  /** The merchant's request number. */
  public String userReqNo() {
    return text("userReqNo");
  }

  /** The group. */
  public String groupId() {
    return text("groupId");
  }

  /** The new status: 0 frozen, 1 enabled. */
  public int status() {
    return integer("status");
  }
}
