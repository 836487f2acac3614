package com.issuary;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Posts to the platform. Follows no redirects, reads no more than a limit, and waits no longer than
 * the timeout.
 */
final class Connection {
  static final int MAX_ANSWER_BYTES = 8 * 1024 * 1024;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final String baseUrl;
  private final Duration timeout;
  private final HttpClient http;

  Connection(String baseUrl, Duration timeout, HttpClient http) {
    this.baseUrl = baseUrl.replaceAll("/+$", "");
    this.timeout = timeout;
    Duration connect = timeout.compareTo(CONNECT_TIMEOUT) < 0 ? timeout : CONNECT_TIMEOUT;
    this.http =
        http != null
            ? http
            : HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(connect)
                .build();
  }

  URI uriOf(Operation operation) {
    return URI.create(baseUrl + operation.path);
  }

  /** Posts a body and returns the answer, whatever its status. */
  Answer post(URI uri, byte[] body, Map<String, String> headers, CallContext call)
      throws AttemptFailed {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .header("content-type", "application/json")
            .header("user-agent", "issuary-java/" + Version.VERSION);
    headers.forEach(request::header);
    BoundedBody received = new BoundedBody(MAX_ANSWER_BYTES);
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request.timeout(timeout).build(), info -> received);
    try {
      HttpResponse<byte[]> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(
          response.statusCode(), new Headers(response.headers().map()), response.body(), call);
    } catch (TimeoutException e) {
      abort(answer, received);
      throw noAnswer(call, e);
    } catch (ExecutionException e) {
      throw noAnswer(call, e.getCause());
    } catch (InterruptedException e) {
      abort(answer, received);
      Thread.currentThread().interrupt();
      throw new AttemptFailed(call, "interrupted", AttemptFailed.Effect.UNKNOWN, null, e);
    }
  }

  private static void abort(CompletableFuture<?> answer, BoundedBody received) {
    received.cancel(new IOException("given up"));
    answer.cancel(true);
  }

  private AttemptFailed noAnswer(CallContext call, Throwable cause) {
    if (cause instanceof BoundedBody.TooLong)
      throw new ResponseUnreadable(call, cause.getMessage(), cause);
    if (cause instanceof HttpConnectTimeoutException)
      return new AttemptFailed(
          call,
          "no connection to " + baseUrl + " within the timeout",
          AttemptFailed.Effect.NONE,
          null,
          cause);
    if (cause instanceof ConnectException)
      return new AttemptFailed(
          call, "nothing answers at " + baseUrl + hint(), AttemptFailed.Effect.NONE, null, cause);
    boolean isTimeout = cause instanceof TimeoutException || cause instanceof HttpTimeoutException;
    String problem =
        isTimeout ? "no answer within " + timeout.toMillis() + " ms" : "the connection failed";
    return new AttemptFailed(call, problem, AttemptFailed.Effect.UNKNOWN, null, cause);
  }

  private String hint() {
    boolean isLocal = baseUrl.matches("http://(127\\.0\\.0\\.1|localhost|\\[::1\\])(:\\d+)?(/.*)?");
    return isLocal
        ? ": is the local cloud running there? npm start starts one"
        : ": is the base URL right?";
  }
}
