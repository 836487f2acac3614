package com.issuary;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.issuary.model.CardSummary;
import com.issuary.model.Quote;
import com.sun.net.httpserver.HttpExchange;
import java.math.BigDecimal;
import java.net.ServerSocket;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The client against servers that misbehave. */
final class ClientTests {
  private static final RetryPolicy FAST = RetryPolicy.of(3, Duration.ofMillis(1), Duration.ofMillis(2));
  private final Suite suite;
  private final Map<String, Object> vectors;
  private final PrivateKey platformKey;

  ClientTests(Suite suite, Map<String, Object> vectors) {
    this.suite = suite;
    this.vectors = vectors;
    platformKey = TestKeys.privateKey(vectors, "rsa2048");
  }

  void run() {
    suite.test("a redirect is not followed, and is named", () -> {
      ResponseUnreadable error = failing(ResponseUnreadable.class, exchange -> {
        exchange.getResponseHeaders().set("location", "http://127.0.0.1:1/");
        FakePlatform.answer(exchange, 302, "");
      }, 1);
      Suite.isTrue(error.getMessage().contains("HTTP 302, a redirect"), error.getMessage());
    });
    suite.test("a huge answer is not read to its end", () -> {
      ResponseUnreadable error = failing(ResponseUnreadable.class, exchange -> {
        exchange.sendResponseHeaders(200, 0);
        byte[] chunk = new byte[1 << 20];
        while (true) exchange.getResponseBody().write(chunk);
      }, 1);
      Suite.isTrue(error.getMessage().contains("more than"), error.getMessage());
    });
    suite.test("a server that hangs before its answer is given up", () -> failing(OutcomeUnknown.class, exchange -> Thread.sleep(60_000), 3));
    suite.test("a server that hangs within its answer is given up", () -> failing(OutcomeUnknown.class, exchange -> {
      exchange.sendResponseHeaders(200, 100);
      exchange.getResponseBody().write('{');
      exchange.getResponseBody().flush();
      Thread.sleep(60_000);
    }, 3));
    suite.test("a connection that breaks leaves the outcome unknown, and is repeated", () -> failing(OutcomeUnknown.class, HttpExchange::close, 3));
    suite.test("a change is repeated under the same userReqNo, byte by byte", this::repeats);
    suite.test("a server error without an envelope is repeated", () -> failing(OutcomeUnknown.class, exchange -> FakePlatform.answer(exchange, 503, "down"), 3));
    suite.test("a request that a gateway turned away has no outcome", () -> failing(PlatformUnreachable.class, exchange -> FakePlatform.answer(exchange, 429, "{}"), 3));
    suite.test("100005 and 130001 are repeated and end as what they are", () -> {
      failing(TooManyRequests.class, exchange -> FakePlatform.answer(exchange, 200, failure("100005")), 3);
      failing(OperationRefused.class, exchange -> FakePlatform.answer(exchange, 200, failure("130001")), 3);
    });
    suite.test("999999 leaves the outcome of a change unknown", () -> failing(OutcomeUnknown.class, exchange -> FakePlatform.answer(exchange, 200, failure("999999")), 3));
    suite.test("other refusals end the call at once", () -> {
      BalanceInsufficient error = failing(BalanceInsufficient.class, exchange -> {
        exchange.getResponseHeaders().set("issuary-request-id", "abc");
        FakePlatform.answer(exchange, 200, failure("110005"));
      }, 1);
      Suite.same("abc", error.requestId().get());
      Suite.same("cardRecharge", error.operation());
      Suite.isTrue(error.userReqNo().isPresent(), "has the number");
    });
    suite.test("a query without an answer is not an unknown outcome", () -> {
      try (FakePlatform platform = new FakePlatform(exchange -> FakePlatform.answer(exchange, 502, ""))) {
        Suite.throwing(QueryUnanswered.class, () -> client(platform.url()).cards().get("1"));
        Suite.same(3, platform.requests.get());
      }
    });
    suite.test("a change without a number is sent once", () -> {
      try (FakePlatform platform = new FakePlatform(exchange -> FakePlatform.answer(exchange, 502, ""))) {
        Suite.throwing(OutcomeUnknown.class, () -> client(platform.url()).accounts().exchangeRate(quote -> quote.sellCurrency("USD").buyCurrency("EUR")));
        Suite.same(1, platform.requests.get());
      }
    });
    suite.test("where nothing listens the error says what to start", () -> {
      int port;
      try (ServerSocket free = new ServerSocket(0)) {
        port = free.getLocalPort();
      }
      PlatformUnreachable error = Suite.throwing(PlatformUnreachable.class, () -> client("http://127.0.0.1:" + port).scenes().list());
      Suite.isTrue(error.getMessage().contains("nothing answers at http://127.0.0.1:" + port + ": is the local cloud running there? npm start"), error.getMessage());
    });
    suite.test("an interrupted call ends at once, and the thread stays interrupted", () -> failing(OutcomeUnknown.class, exchange -> Thread.sleep(60_000), 0,
        () -> Thread.currentThread().interrupt()));
    suite.test("an answer that is not signed is refused", () -> {
      try (FakePlatform platform = new FakePlatform(exchange -> FakePlatform.answer(exchange, 200, success(Map.of("list", List.of()))))) {
        ResponseUnreadable error = Suite.throwing(ResponseUnreadable.class, () -> builder(platform.url()).build().scenes().list());
        Suite.isTrue(error.getMessage().contains("is not signed"), error.getMessage());
      }
    });
    suite.test("an unsigned refusal is believed only where the platform cannot sign", () -> {
      try (FakePlatform platform = new FakePlatform(exchange -> FakePlatform.answer(exchange, 200, failure("110005")))) {
        Suite.throwing(ResponseUnreadable.class, () -> builder(platform.url()).build().cards().close("1"));
      }
      try (FakePlatform platform = new FakePlatform(exchange -> FakePlatform.answer(exchange, 200, failure("100002")))) {
        Suite.throwing(AccessRefused.class, () -> builder(platform.url()).build().cards().close("1"));
      }
    });
    suite.test("a result that violates the contract is refused by its field", () -> {
      try (FakePlatform platform = new FakePlatform(exchange -> FakePlatform.answer(exchange, 200, success(Map.of("orderId", "1"))))) {
        ResponseUnreadable error = Suite.throwing(ResponseUnreadable.class, () -> client(platform.url()).cards().close("1"));
        Suite.isTrue(error.getMessage().contains("userReqNo is missing"), error.getMessage());
      }
    });
    suite.test("pages are fetched as they are read", this::pages);
    suite.test("faults of several fields are told apart", this::faults);
    suite.test("delays grow, have a limit, and follow Retry-After up to a minute", this::delays);
    suite.test("many threads share one client", this::threads);
  }

  private void repeats() throws Exception {
    Set<String> bodies = ConcurrentHashMap.newKeySet();
    List<String> answers = new ArrayList<>(List.of(failure("999999"), "not JSON", success(Map.of("orderId", "1", "userReqNo", "R"))));
    try (FakePlatform platform = new FakePlatform(exchange -> {
      bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      FakePlatform.answer(exchange, answers.size() == 2 ? 500 : 200, answers.remove(0));
    })) {
      Suite.same("1", client(platform.url()).cards().close("1").orderId());
      Suite.same(3, platform.requests.get());
      Suite.same(1, bodies.size());
    }
  }

  private void pages() throws Exception {
    Map<String, Object> row = new LinkedHashMap<>();
    for (String field : "cardId userNo cardNo cardAlias cardLabel cardExpiryDate localCurrency startActiveDate endCloseDate cardStatus cardStatusDesc createTime".split(" ")) row.put(field, "x");
    for (String field : "cardType cardForm minAuthAmt maxAuthAmt balanceAmt usedAuthAmt enableMultiUse enableCurrencyCheck".split(" ")) row.put(field, 1);
    List<BigDecimal> asked = new ArrayList<>();
    try (FakePlatform platform = new FakePlatform(exchange -> {
      Map<String, Object> request = opened(exchange);
      asked.add((BigDecimal) request.get("currentPage"));
      Object page = request.get("currentPage");
      FakePlatform.answer(exchange, 200, success(Map.of("totalCount", 6, "currentPage", page, "pageSize", 2, "totalPages", 3, "list", List.of(row, row))));
    })) {
      Issuary client = client(platform.url());
      Suite.same(6L, client.cards().list(cards -> cards.pageSize(2)).stream().count());
      Suite.same(List.of(1, 2, 3), asked.stream().map(BigDecimal::intValue).collect(Collectors.toList()));
      asked.clear();
      Suite.same(3L, client.cards().list(cards -> cards.pageSize(2)).stream().limit(3).count());
      Suite.same(2, asked.size());
      Page<CardSummary> second = client.cards().list(cards -> cards.currentPage(2)).page();
      Suite.same(2, second.currentPage());
      Suite.same(6L, second.totalCount());
    }
  }

  private void faults() throws Exception {
    Map<String, Map<String, String>> faults = new LinkedHashMap<>();
    faults.put("startDate: must not be in the past", Map.of("startDate", "must not be in the past"));
    faults.put("a, b.c: are required; d: must be one of 1, 2; e: x", Map.of("a", "are required", "b.c", "are required", "d", "must be one of 1, 2", "e", "x"));
    faults.put("card is frozen", Map.of());
    faults.put("needs 101.00 USD with the fee, 88.50 available", Map.of());
    for (Map.Entry<String, Map<String, String>> each : faults.entrySet()) {
      Answer answer = new Answer(200, new Headers(Map.of()), new byte[0], new CallContext("x", null, null));
      OperationRefused refused = OperationRefused.of(answer, "110001", each.getKey());
      Suite.same(each.getValue(), refused.faults());
      Suite.same(each.getValue().isEmpty(), refused.field().isEmpty());
    }
  }

  private void delays() {
    RetryPolicy policy = RetryPolicy.DEFAULT;
    for (int attempts = 1; attempts < 100; attempts++) {
      long full = Math.min(8_000, 500L << Math.min(attempts - 1, 10));
      long delay = policy.delayMs(attempts, null);
      Suite.isTrue(delay >= full / 2 && delay <= full, attempts + ": " + delay);
    }
    Suite.same(20_000L, policy.delayMs(1, Duration.ofSeconds(20)));
    Suite.same(60_000L, policy.delayMs(1, Duration.ofDays(9)));
    Suite.isTrue(policy.delayMs(1, Duration.ofSeconds(-5)) >= 250, "a date in the past");
    Suite.same(Duration.ofSeconds(120), retryAfter("120"));
    Suite.same(null, retryAfter("soon"));
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.now().plusSeconds(3_600).atOffset(ZoneOffset.UTC));
    Suite.same(0L, retryAfter(date).toHours());
    Suite.isTrue(retryAfter(date).toMinutes() >= 58, date);
  }

  private static Duration retryAfter(String value) {
    return new Answer(503, new Headers(Map.of("Retry-After", List.of(value))), new byte[0], new CallContext("x", null, null)).retryAfter();
  }

  private void threads() throws Exception {
    Map<String, Object> quote = Map.of("quoteId", "1", "sellCurrency", "USD", "buyCurrency", "EUR", "exchangeRate", new BigDecimal("0.9"), "quoteTime", "x", "expireTime", "x");
    try (FakePlatform platform = new FakePlatform(exchange -> FakePlatform.answer(exchange, 200, success(quote)))) {
      Issuary client = client(platform.url());
      List<Quote> quotes = IntStream.range(0, 200).parallel()
          .mapToObj(i -> client.accounts().exchangeRate(rate -> rate.sellCurrency("USD").buyCurrency("EUR"))).collect(Collectors.toList());
      Suite.same(1L, quotes.stream().distinct().count());
    }
  }

  private Map<String, Object> opened(HttpExchange exchange) throws Exception {
    Map<String, Object> envelope = Json.parseObject(exchange.getRequestBody().readAllBytes());
    return Codec.open((String) envelope.get("dataContent"), List.of(TestKeys.publicKey(vectors, "other2048")));
  }

  private String success(Map<String, ?> result) {
    return JsonWriter.write(Map.of("success", true, "result", Codec.seal(result, platformKey), "userNo", "10000001", "async", false));
  }

  private static String failure(String code) {
    return JsonWriter.write(Map.of("success", false, "errorCode", code, "errorMsg", "in words", "result", "", "userNo", "10000001", "async", false));
  }

  private Issuary.Builder builder(String url) {
    return Issuary.builder().baseUrl(url).userNo("10000001").retry(FAST).timeout(Duration.ofSeconds(30))
        .privateKey(TestKeys.privateKey(vectors, "other2048")).platformKey(TestKeys.publicKey(vectors, "rsa2048"));
  }

  private Issuary client(String url) {
    return builder(url).unsigned().build();
  }

  private <E extends Throwable> E failing(Class<E> expected, FakePlatform.Behaviour behaviour, int requests) throws Exception {
    return failing(expected, behaviour, requests, () -> { });
  }

  /** Recharges a card at a server that behaves so, and counts its requests. */
  private <E extends Throwable> E failing(Class<E> expected, FakePlatform.Behaviour behaviour, int requests, Runnable before) throws Exception {
    try (FakePlatform platform = new FakePlatform(behaviour)) {
      Issuary client = builder(platform.url()).unsigned().timeout(Duration.ofMillis(expected == OutcomeUnknown.class ? 300 : 20_000)).build();
      before.run();
      E error = Suite.throwing(expected, () -> client.cards().recharge(order -> order.cardId("1").authLimitAmount(5)));
      Suite.same(requests == 0, Thread.interrupted());
      if (requests > 0) Suite.same(requests, platform.requests.get());
      return error;
    }
  }
}
