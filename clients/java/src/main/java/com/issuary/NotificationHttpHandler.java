package com.issuary;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;

/**
 * Receives notifications with the JDK's own HTTP server: {@code server.createContext("/notify", new
 * NotificationHttpHandler(handler))}.
 */
public final class NotificationHttpHandler implements HttpHandler {
  /** No notification is as large. */
  private static final int MAX_BODY_BYTES = 1024 * 1024;

  private final NotificationHandler handler;

  /** Wraps a handler. */
  public NotificationHttpHandler(NotificationHandler handler) {
    this.handler = handler;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try {
      byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
      if (!exchange.getRequestMethod().equals("POST"))
        answer(exchange, new NotificationHandler.Reply(405, "notifications are posted"));
      else if (body.length > MAX_BODY_BYTES)
        answer(exchange, new NotificationHandler.Reply(413, "too large"));
      else
        answer(
            exchange,
            handler.handle(
                exchange.getRequestURI().toString(), exchange.getRequestHeaders(), body));
    } finally {
      exchange.close();
    }
  }

  private static void answer(HttpExchange exchange, NotificationHandler.Reply reply)
      throws IOException {
    byte[] body = reply.bytes();
    exchange.getResponseHeaders().set("content-type", "text/plain; charset=utf-8");
    exchange.sendResponseHeaders(reply.status(), body.length);
    exchange.getResponseBody().write(body);
  }
}
