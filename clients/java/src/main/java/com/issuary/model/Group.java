// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.math.BigDecimal;
import java.util.Map;

/** The result, or a row of the result, of Shared Card Pagination Query, Shared Card Inquiry. */
public final class Group extends Content {
  private Group(Map<String, ?> fields) {
    super(fields);
    groupId();
    groupName();
    localCurrency();
    creditLimitAmt();
    balanceAmt();
    usedAuthAmt();
    cardCount();
    status();
    statusDesc();
    createTime();
  }

  /**
   * Reads the fields as they are on the wire.
   *
   * @throws IllegalArgumentException when one is missing or has another form
   */
  public static Group of(Map<String, ?> fields) {
    return new Group(fields);
  }

  /** The group. */
  public String groupId() {
    return text("groupId");
  }

  /** The name of the group; empty when it has none. */
  public String groupName() {
    return text("groupName");
  }

  /** The currency of the pool and its cards. */
  public String localCurrency() {
    return text("localCurrency");
  }

  /** The total paid into the pool, less refunds to the account. */
  public BigDecimal creditLimitAmt() {
    return decimal("creditLimitAmt");
  }

  /** The amount that its cards can spend. */
  public BigDecimal balanceAmt() {
    return decimal("balanceAmt");
  }

  /** The amount that its cards used: authorized or cleared, less reversed and refunded. */
  public BigDecimal usedAuthAmt() {
    return decimal("usedAuthAmt");
  }

  /** The number of its cards that are not closed. */
  public long cardCount() {
    return whole("cardCount");
  }

  /** 0 frozen, 1 enabled. */
  public int status() {
    return integer("status");
  }

  /** The status in words. */
  public String statusDesc() {
    return text("statusDesc");
  }

  /** When the group was opened. */
  public String createTime() {
    return text("createTime");
  }
}
