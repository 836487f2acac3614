package com.issuary;

import com.issuary.model.Content;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.StringJoiner;

/** An opened notification. Its text form masks card data. */
public final class Notification<C extends Content> {
  private final NotificationType type;
  private final C content;
  private final Headers headers;
  private final boolean isSigned;

  Notification(NotificationType type, C content, Headers headers, boolean isSigned) {
    this.type = type;
    this.content = content;
    this.headers = headers;
    this.isSigned = isSigned;
  }

  /** Returns the type on the wire: {@code card_operate}. */
  public String type() {
    return type.name;
  }

  /** Returns what has happened. */
  public C content() {
    return content;
  }

  /** Whether the platform signed it, so that its path, time and every byte are proved. */
  public boolean isSigned() {
    return isSigned;
  }

  /** Returns the number of the attempt, from 1; 1 when it is not known. */
  public int attempt() {
    String attempt = headers.first("issuary-attempt");
    return attempt != null && attempt.matches("\\d{1,9}") ? Integer.parseInt(attempt) : 1;
  }

  /**
   * Returns the key to deduplicate by: handle each key once, and answer SUCCESS every time. It is
   * the header {@code webhook-id}, or without it (a proxy may drop it) made of the content. Empty
   * when nothing identifies the event; take it as new then.
   */
  public Optional<String> deduplicationKey() {
    String webhookId = headers.first("webhook-id");
    if (webhookId != null && !webhookId.isEmpty()) return Optional.of(webhookId);
    if (type.identity.isEmpty()) return Optional.empty();
    StringJoiner key = new StringJoiner("/").add(type.name);
    for (String field : type.identity) {
      Object value = content.asMap().get(field);
      key.add(
          value == null
              ? ""
              : value instanceof BigDecimal
                  ? ((BigDecimal) value).toPlainString()
                  : value.toString());
    }
    return Optional.of(key.toString());
  }

  /** Returns the notification with the content's type, if that is the type of its content. */
  @SuppressWarnings("unchecked")
  public <T extends Content> Optional<Notification<T>> as(Class<T> contentType) {
    return contentType.isInstance(content) ? Optional.of((Notification<T>) this) : Optional.empty();
  }

  @Override
  public String toString() {
    return type.name + " " + content;
  }
}
