package com.issuary;

import com.issuary.model.CardSummary;
import com.issuary.model.Quote;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How calls behave where the platform does what it should. */
final class CallTests extends ClientFixture {
  private final Suite suite;

  CallTests(Suite suite, Map<String, Object> vectors) {
    super(vectors);
    this.suite = suite;
  }

  void run() {
    suite.test("pages are fetched as they are read", this::pages);
    suite.test("faults of several fields are told apart", this::faults);
    suite.test("delays grow, have a limit, and follow Retry-After up to a minute", this::delays);
    suite.test("many threads share one client", this::threads);
  }

  private void pages() throws Exception {
    Map<String, Object> row = new LinkedHashMap<>();
    for (String field :
        "cardId userNo cardNo cardAlias cardLabel cardExpiryDate localCurrency startActiveDate endCloseDate cardStatus cardStatusDesc createTime"
            .split(" ")) row.put(field, "x");
    for (String field :
        "cardType cardForm minAuthAmt maxAuthAmt balanceAmt usedAuthAmt enableMultiUse enableCurrencyCheck"
            .split(" ")) row.put(field, 1);
    List<BigDecimal> asked = new ArrayList<>();
    try (FakePlatform platform =
        new FakePlatform(
            exchange -> {
              Map<String, Object> request = opened(exchange);
              asked.add((BigDecimal) request.get("currentPage"));
              Object page = request.get("currentPage");
              FakePlatform.answer(
                  exchange,
                  200,
                  success(
                      Map.of(
                          "totalCount",
                          6,
                          "currentPage",
                          page,
                          "pageSize",
                          2,
                          "totalPages",
                          3,
                          "list",
                          List.of(row, row))));
            })) {
      Issuary client = client(platform.url());
      Suite.same(6L, client.cards().list(cards -> cards.pageSize(2)).stream().count());
      Suite.same(
          List.of(1, 2, 3), asked.stream().map(BigDecimal::intValue).collect(Collectors.toList()));
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
    faults.put(
        "startDate: must not be in the past", Map.of("startDate", "must not be in the past"));
    faults.put(
        "a, b.c: are required; d: must be one of 1, 2; e: x",
        Map.of("a", "are required", "b.c", "are required", "d", "must be one of 1, 2", "e", "x"));
    faults.put("card is frozen", Map.of());
    faults.put("needs 101.00 USD with the fee, 88.50 available", Map.of());
    for (Map.Entry<String, Map<String, String>> each : faults.entrySet()) {
      Answer answer =
          new Answer(200, new Headers(Map.of()), new byte[0], new CallContext("x", null, null));
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
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            Instant.now().plusSeconds(3_600).atOffset(ZoneOffset.UTC));
    Suite.same(0L, retryAfter(date).toHours());
    Suite.isTrue(retryAfter(date).toMinutes() >= 58, date);
  }

  private static Duration retryAfter(String value) {
    return new Answer(
            503,
            new Headers(Map.of("Retry-After", List.of(value))),
            new byte[0],
            new CallContext("x", null, null))
        .retryAfter();
  }

  private void threads() throws Exception {
    Map<String, Object> quote =
        Map.of(
            "quoteId",
            "1",
            "sellCurrency",
            "USD",
            "buyCurrency",
            "EUR",
            "exchangeRate",
            new BigDecimal("0.9"),
            "quoteTime",
            "x",
            "expireTime",
            "x");
    try (FakePlatform platform =
        new FakePlatform(exchange -> FakePlatform.answer(exchange, 200, success(quote)))) {
      Issuary client = client(platform.url());
      List<Quote> quotes =
          IntStream.range(0, 200)
              .parallel()
              .mapToObj(
                  i ->
                      client
                          .accounts()
                          .exchangeRate(rate -> rate.sellCurrency("USD").buyCurrency("EUR")))
              .collect(Collectors.toList());
      Suite.same(1L, quotes.stream().distinct().count());
    }
  }
}
