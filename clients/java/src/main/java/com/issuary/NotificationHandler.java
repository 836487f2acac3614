package com.issuary;

import com.issuary.model.Content;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Answers notifications, whatever the server: give it path, headers and body, and send its reply.
 * Register what to do first; afterwards it may be called by any number of threads.
 *
 * <p>A notification is acknowledged when every action for it has returned, so store it there and
 * work later: the platform waits 15 seconds. If one throws, it is answered with HTTP 500 and comes
 * again. Types without an action are acknowledged.
 */
public final class NotificationHandler {
  private static final System.Logger LOG = System.getLogger("com.issuary");
  private final Webhooks webhooks;
  private final List<Consumer<Notification<?>>> actions = new ArrayList<>();

  NotificationHandler(Webhooks webhooks) {
    this.webhooks = webhooks;
  }

  /**
   * Says what to do with notifications whose content is of this type, such as {@code
   * CardOperate.class}.
   */
  public <C extends Content> NotificationHandler on(
      Class<C> contentType, Consumer<Notification<C>> action) {
    return onAny(notification -> notification.as(contentType).ifPresent(action));
  }

  /** Says what to do with every notification. */
  public NotificationHandler onAny(Consumer<Notification<?>> action) {
    actions.add(action);
    return this;
  }

  /**
   * Handles a request.
   *
   * @param path the path or URL as the platform sent it, before any proxy changed it: the signature
   *     covers it
   * @param headers by their names, in any case
   * @param body as it came, byte by byte
   */
  public Reply handle(String path, Map<String, ? extends Iterable<String>> headers, byte[] body) {
    Notification<?> notification;
    try {
      notification = webhooks.open(body, path, headers);
    } catch (NotificationUnreadable e) {
      LOG.log(System.Logger.Level.WARNING, "a notification was refused: {0}", e.getMessage());
      return new Reply(400, e.getMessage());
    } catch (NotificationTypeUnknown e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "a notification of the unknown type {0}: is there a newer version of this library?",
          e.type());
      return new Reply(501, e.getMessage());
    }
    try {
      actions.forEach(action -> action.accept(notification));
      return new Reply(200, Webhooks.ACCEPTED);
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "a " + notification.type() + " could not be handled; it comes again",
          e);
      return new Reply(500, "could not be handled");
    }
  }

  /** What to answer: an HTTP status and a plain text. */
  public static final class Reply {
    private final int status;
    private final String body;

    Reply(int status, String body) {
      this.status = status;
      this.body = body;
    }

    /** Returns the HTTP status. */
    public int status() {
      return status;
    }

    /** Returns the text: {@code SUCCESS}, or what was wrong. */
    public String body() {
      return body;
    }

    /** Returns the text as UTF-8. */
    public byte[] bytes() {
      return body.getBytes(StandardCharsets.UTF_8);
    }
  }
}
