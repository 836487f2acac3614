package com.issuary;

/**
 * A genuine notification of a type that this version does not know. The platform sends it again on
 * its schedule until it is answered with SUCCESS.
 */
public final class NotificationTypeUnknown extends IssuaryException {
  private static final long serialVersionUID = 1L;
  private final String type;

  NotificationTypeUnknown(String type) {
    super("unknown notification type", null);
    this.type = type;
  }

  @Override
  public String code() {
    return "NOTIFICATION_TYPE_UNKNOWN";
  }

  /** Returns the type on the wire. */
  public String type() {
    return type;
  }
}
