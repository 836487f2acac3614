package com.issuary;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The client against servers that misbehave. */
final class ClientTests extends ClientFixture {
  private final Suite suite;

  ClientTests(Suite suite, Map<String, Object> vectors) {
    super(vectors);
    this.suite = suite;
  }

  void run() {
    suite.test(
        "a redirect is not followed, and is named",
        () -> {
          ResponseUnreadable error =
              failing(
                  ResponseUnreadable.class,
                  exchange -> {
                    exchange.getResponseHeaders().set("location", "http://127.0.0.1:1/");
                    FakePlatform.answer(exchange, 302, "");
                  },
                  1);
          Suite.isTrue(error.getMessage().contains("HTTP 302, a redirect"), error.getMessage());
        });
    suite.test(
        "a huge answer is not read to its end",
        () -> {
          ResponseUnreadable error =
              failing(
                  ResponseUnreadable.class,
                  exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    byte[] chunk = new byte[1 << 20];
                    while (true) exchange.getResponseBody().write(chunk);
                  },
                  1);
          Suite.isTrue(error.getMessage().contains("more than"), error.getMessage());
        });
    suite.test(
        "a server that hangs before its answer is given up",
        () -> failing(OutcomeUnknown.class, exchange -> Thread.sleep(60_000), 3));
    suite.test(
        "a server that hangs within its answer is given up",
        () ->
            failing(
                OutcomeUnknown.class,
                exchange -> {
                  exchange.sendResponseHeaders(200, 100);
                  exchange.getResponseBody().write('{');
                  exchange.getResponseBody().flush();
                  Thread.sleep(60_000);
                },
                3));
    suite.test(
        "a connection that breaks leaves the outcome unknown, and is repeated",
        () -> failing(OutcomeUnknown.class, HttpExchange::close, 3));
    suite.test("a change is repeated under the same userReqNo, byte by byte", this::repeats);
    suite.test(
        "a server error without an envelope is repeated",
        () ->
            failing(
                OutcomeUnknown.class, exchange -> FakePlatform.answer(exchange, 503, "down"), 3));
    suite.test(
        "a request that a gateway turned away has no outcome",
        () ->
            failing(
                PlatformUnreachable.class,
                exchange -> FakePlatform.answer(exchange, 429, "{}"),
                3));
    suite.test(
        "100005 and 130001 are repeated and end as what they are",
        () -> {
          failing(
              TooManyRequests.class,
              exchange -> FakePlatform.answer(exchange, 200, failure("100005")),
              3);
          failing(
              OperationRefused.class,
              exchange -> FakePlatform.answer(exchange, 200, failure("130001")),
              3);
        });
    suite.test(
        "999999 leaves the outcome of a change unknown",
        () ->
            failing(
                OutcomeUnknown.class,
                exchange -> FakePlatform.answer(exchange, 200, failure("999999")),
                3));
    suite.test(
        "other refusals end the call at once",
        () -> {
          BalanceInsufficient error =
              failing(
                  BalanceInsufficient.class,
                  exchange -> {
                    exchange.getResponseHeaders().set("issuary-request-id", "abc");
                    FakePlatform.answer(exchange, 200, failure("110005"));
                  },
                  1);
          Suite.same("abc", error.requestId().get());
          Suite.same("cardRecharge", error.operation());
          Suite.isTrue(error.userReqNo().isPresent(), "has the number");
        });
    suite.test(
        "a query without an answer is not an unknown outcome",
        () -> {
          try (FakePlatform platform =
              new FakePlatform(exchange -> FakePlatform.answer(exchange, 502, ""))) {
            Suite.throwing(QueryUnanswered.class, () -> client(platform.url()).cards().get("1"));
            Suite.same(3, platform.requests.get());
          }
        });
    suite.test(
        "a change without a number is sent once",
        () -> {
          try (FakePlatform platform =
              new FakePlatform(exchange -> FakePlatform.answer(exchange, 502, ""))) {
            Suite.throwing(
                OutcomeUnknown.class,
                () ->
                    client(platform.url())
                        .accounts()
                        .exchangeRate(quote -> quote.sellCurrency("USD").buyCurrency("EUR")));
            Suite.same(1, platform.requests.get());
          }
        });
    suite.test(
        "where nothing listens the error says what to start",
        () -> {
          int port;
          try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
          }
          PlatformUnreachable error =
              Suite.throwing(
                  PlatformUnreachable.class,
                  () -> client("http://127.0.0.1:" + port).scenes().list());
          Suite.isTrue(
              error
                  .getMessage()
                  .contains(
                      "nothing answers at http://127.0.0.1:"
                          + port
                          + ": is the local cloud running there? npm start"),
              error.getMessage());
        });
    suite.test(
        "an interrupted call ends at once, and the thread stays interrupted",
        () ->
            failing(
                OutcomeUnknown.class,
                exchange -> Thread.sleep(60_000),
                0,
                () -> Thread.currentThread().interrupt()));
    suite.test(
        "an answer that is not signed is refused",
        () -> {
          try (FakePlatform platform =
              new FakePlatform(
                  exchange ->
                      FakePlatform.answer(exchange, 200, success(Map.of("list", List.of()))))) {
            ResponseUnreadable error =
                Suite.throwing(
                    ResponseUnreadable.class,
                    () -> builder(platform.url()).build().scenes().list());
            Suite.isTrue(error.getMessage().contains("is not signed"), error.getMessage());
          }
        });
    suite.test(
        "an unsigned refusal is believed only where the platform cannot sign",
        () -> {
          try (FakePlatform platform =
              new FakePlatform(exchange -> FakePlatform.answer(exchange, 200, failure("110005")))) {
            Suite.throwing(
                ResponseUnreadable.class, () -> builder(platform.url()).build().cards().close("1"));
          }
          try (FakePlatform platform =
              new FakePlatform(exchange -> FakePlatform.answer(exchange, 200, failure("100002")))) {
            Suite.throwing(
                AccessRefused.class, () -> builder(platform.url()).build().cards().close("1"));
          }
        });
    suite.test(
        "a result that violates the contract is refused by its field",
        () -> {
          try (FakePlatform platform =
              new FakePlatform(
                  exchange ->
                      FakePlatform.answer(exchange, 200, success(Map.of("orderId", "1"))))) {
            ResponseUnreadable error =
                Suite.throwing(
                    ResponseUnreadable.class, () -> client(platform.url()).cards().close("1"));
            Suite.isTrue(error.getMessage().contains("userReqNo is missing"), error.getMessage());
          }
        });
  }

  private void repeats() throws Exception {
    Set<String> bodies = ConcurrentHashMap.newKeySet();
    List<String> answers =
        new ArrayList<>(
            List.of(
                failure("999999"), "not JSON", success(Map.of("orderId", "1", "userReqNo", "R"))));
    try (FakePlatform platform =
        new FakePlatform(
            exchange -> {
              bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
              FakePlatform.answer(exchange, answers.size() == 2 ? 500 : 200, answers.remove(0));
            })) {
      Suite.same("1", client(platform.url()).cards().close("1").orderId());
      Suite.same(3, platform.requests.get());
      Suite.same(1, bodies.size());
    }
  }

  private <E extends Throwable> E failing(
      Class<E> expected, FakePlatform.Behaviour behaviour, int requests) throws Exception {
    return failing(expected, behaviour, requests, () -> {});
  }

  /** Recharges a card at a server that behaves so, and counts its requests. */
  private <E extends Throwable> E failing(
      Class<E> expected, FakePlatform.Behaviour behaviour, int requests, Runnable before)
      throws Exception {
    try (FakePlatform platform = new FakePlatform(behaviour)) {
      Issuary client =
          builder(platform.url())
              .unsigned()
              .timeout(Duration.ofMillis(expected == OutcomeUnknown.class ? 300 : 20_000))
              .build();
      before.run();
      E error =
          Suite.throwing(
              expected,
              () -> client.cards().recharge(order -> order.cardId("1").authLimitAmount(5)));
      Suite.same(requests == 0, Thread.interrupted());
      if (requests > 0) Suite.same(requests, platform.requests.get());
      return error;
    }
  }
}
