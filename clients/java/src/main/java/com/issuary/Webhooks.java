package com.issuary;

import com.issuary.model.Content;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Opens notifications. Answer each with HTTP 200 and the body {@link #ACCEPTED} once it is stored;
 * otherwise it is sent again. They come at least once and in any order: deduplicate them by {@link
 * Notification#deduplicationKey}.
 */
public final class Webhooks {
  /** The body that acknowledges a notification. */
  public static final String ACCEPTED = "SUCCESS";

  private final Settings settings;

  Webhooks(Settings settings) {
    this.settings = settings;
  }

  /**
   * Returns a handler that opens notifications, calls your code by their type, and knows what to
   * answer.
   */
  public NotificationHandler handler() {
    return new NotificationHandler(this);
  }

  /**
   * Opens a notification without verifying its signature: it proves only that the platform made
   * each block of the content.
   *
   * @throws NotificationUnreadable when it is not from the platform or not for this merchant; do
   *     not answer SUCCESS
   * @throws NotificationTypeUnknown when this version does not know its type
   */
  public Notification<?> open(String body) {
    if (settings.requiresSignature)
      throw new NotificationUnreadable(
          "the signature cannot be verified without path and headers", null);
    return open(body.getBytes(StandardCharsets.UTF_8), null, new Headers(Map.of()));
  }

  /**
   * Opens a notification and verifies its signature, if it has one.
   *
   * @param body as it came, byte by byte
   * @param path the path or URL as the platform sent it, before any proxy changed it
   * @param headers by their names, in any case
   * @throws NotificationUnreadable when it is not from the platform or not for this merchant; do
   *     not answer SUCCESS
   * @throws NotificationTypeUnknown when this version does not know its type
   */
  public Notification<?> open(
      byte[] body, String path, Map<String, ? extends Iterable<String>> headers) {
    return open(body, path, new Headers(headers));
  }

  private Notification<?> open(byte[] body, String path, Headers headers) {
    try {
      Map<String, Object> envelope = Json.parseObject(body);
      if (!settings.userNo.equals(text(envelope, "userNo")))
        throw new CodecException("the notification is for another merchant");
      boolean isSigned = path != null && isSigned(body, path, headers);
      if (settings.requiresSignature && !isSigned)
        throw new CodecException("the notification is not signed");
      Map<String, Object> content = Codec.open(text(envelope, "data"), settings.platformKeys);
      NotificationType type = NotificationType.find(text(envelope, "type"));
      Map<String, Object> clear =
          settings.privateKey == null ? content : Jwe.openCardData(content, settings.privateKey);
      return notification(type, clear, headers, isSigned);
    } catch (CodecException e) {
      throw new NotificationUnreadable(e.getMessage(), e);
    }
  }

  private static Notification<?> notification(
      NotificationType type, Map<String, Object> content, Headers headers, boolean isSigned) {
    try {
      Content read = type.read.apply(content);
      return new Notification<>(type, read, headers, isSigned);
    } catch (IllegalArgumentException e) {
      throw new NotificationUnreadable(
          "the content violates the contract of " + type.name + ": " + e.getMessage(), e);
    }
  }

  private boolean isSigned(byte[] body, String path, Headers headers) {
    List<PublicKey> keys = settings.platformKeys;
    return Signatures.verifyRequest(
        "POST", pathOf(path), body, headers, settings.userNo, keys, Instant.now().getEpochSecond());
  }

  private static String pathOf(String pathOrUrl) {
    try {
      String path = URI.create(pathOrUrl).getRawPath();
      return path == null || path.isEmpty() ? "/" : path;
    } catch (IllegalArgumentException e) {
      throw new CodecException("the path is not one of a URL");
    }
  }

  private static String text(Map<String, Object> envelope, String field) {
    Object value = envelope.get(field);
    if (value instanceof String) return (String) value;
    if (field.equals("userNo") && value instanceof BigDecimal)
      return ((BigDecimal) value).toPlainString();
    throw new CodecException("not the envelope of a notification");
  }
}
