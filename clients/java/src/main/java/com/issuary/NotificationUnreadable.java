package com.issuary;

/**
 * The notification is not from the platform, not for this merchant, or violates the contract. Do
 * not answer SUCCESS.
 */
public final class NotificationUnreadable extends IssuaryException {
  private static final long serialVersionUID = 1L;

  NotificationUnreadable(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public String code() {
    return "NOTIFICATION_UNREADABLE";
  }
}
