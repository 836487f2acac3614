package com.issuary;

import com.issuary.model.AcceptedOrder;
import com.issuary.model.BinRange;
import com.issuary.model.Card;
import com.issuary.model.CardOperate;
import com.issuary.model.CardTransaction;
import com.issuary.model.Content;
import com.issuary.model.OpType;
import com.issuary.model.Order;
import com.issuary.model.OrderStatus;
import com.issuary.model.ResponseCode;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A merchant's first day with the library, against a running local cloud: java Build.java
 * first-day.
 */
final class FirstDay {
  private static final BigDecimal FUNDING = new BigDecimal(100);
  private static final BigDecimal RECHARGE = new BigDecimal(50);
  private static final BigDecimal PURCHASE = new BigDecimal(40);
  private static final BigDecimal TOO_MUCH = new BigDecimal(500);
  private static final BigDecimal REFUND = new BigDecimal(30);
  private final BlockingQueue<Notification<?>> received = new LinkedBlockingQueue<>();
  private final Issuary issuary;

  private FirstDay(Issuary issuary) {
    this.issuary = issuary;
  }

  public static void main(String[] args) throws Exception {
    Issuary issuary =
        Issuary.builder()
            .baseUrl(env("ISSUARY_API"))
            .userNo(env("ISSUARY_USER_NO"))
            .privateKey(Path.of(env("ISSUARY_MERCHANT_KEY")))
            .platformKey(Path.of(env("ISSUARY_PLATFORM_KEY")))
            .build();
    FirstDay day = new FirstDay(issuary);
    int port = Integer.parseInt(env("ISSUARY_RECEIVER_PORT"));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/notify",
        new NotificationHttpHandler(issuary.webhooks().handler().onAny(day.received::add)));
    server.start();
    try {
      day.run();
      new Tampering(
              env("ISSUARY_API"),
              env("ISSUARY_USER_NO"),
              Path.of(env("ISSUARY_MERCHANT_KEY")),
              Path.of(env("ISSUARY_PLATFORM_KEY")))
          .run();
      System.out.println("the first day is over, and everything adds up");
    } finally {
      server.stop(0);
    }
  }

  private void run() throws Exception {
    BigDecimal before = available();
    BinRange range = range();
    AcceptedOrder opening = open(range);
    String cardId =
        outcome(opening, OpType.CARD_OPENING, FUNDING, range.openFee()).cardId().orElseThrow();
    Order opened = issuary.orders().waitFor(opening);
    Suite.same(cardId, opened.cardId().orElseThrow());

    AcceptedOrder recharge =
        issuary.cards().recharge(order -> order.cardId(cardId).authLimitAmount(RECHARGE));
    BigDecimal rechargeFee =
        RECHARGE.multiply(range.rechargeFeeRate()).setScale(2, RoundingMode.CEILING);
    outcome(recharge, OpType.RECHARGE, RECHARGE, rechargeFee);
    Card card = issuary.cards().get(cardId);
    equal(FUNDING.add(RECHARGE), card.balanceAmt());
    Suite.isTrue(
        card.cardNo().matches("\\d{16}") && !card.toString().contains(card.cardNo()),
        "the card number is there, and masked in texts");

    CardTransaction purchase = buy(cardId, PURCHASE);
    Suite.same(ResponseCode.SUCCESS, purchase.respCode());
    CardTransaction declined = buy(cardId, TOO_MUCH);
    Suite.same(ResponseCode.INSUFFICIENT_BALANCE, declined.respCode());
    equal(FUNDING.add(RECHARGE).subtract(PURCHASE), issuary.cards().get(cardId).balanceAmt());
    List<String> records =
        issuary.transactions().list(query -> query.cardId(cardId).pageSize(1)).stream()
            .map(CardTransaction::recordNo)
            .collect(Collectors.toList());
    Suite.same(List.of(declined.recordNo(), purchase.recordNo()), records);

    outcome(
        issuary.cards().refund(order -> order.cardId(cardId).refundAmount(REFUND)),
        OpType.REFUND,
        REFUND,
        BigDecimal.ZERO);
    equal(
        before
            .subtract(FUNDING)
            .subtract(range.openFee())
            .subtract(RECHARGE)
            .subtract(rechargeFee)
            .add(REFUND),
        available());
    refusals(cardId);
  }

  private BinRange range() {
    return issuary.bins().list(query -> query.cardType(1)).stream()
        .filter(
            each ->
                each.currency().equals("USD")
                    && each.status() == 1
                    && each.cardForm() == 1
                    && each.needCardholder() == 0)
        .findFirst()
        .orElseThrow();
  }

  private AcceptedOrder open(BinRange range) {
    LocalDate today = LocalDate.now(ZoneOffset.ofHours(8));
    return issuary
        .cards()
        .apply(
            card ->
                card.localCurrency("USD")
                    .authLimitAmount(FUNDING)
                    .startDate(today)
                    .endDate(today.plusYears(1))
                    .enableMultiUse(true)
                    .enableCurrencyCheck(false)
                    .binRangeId(range.binRangeId())
                    .cardAlias("first card 😀"));
  }

  private BigDecimal available() {
    return issuary
        .accounts()
        .balance(query -> query.accountType(1).currency("USD"))
        .get(0)
        .availableBalance();
  }

  private CardOperate outcome(AcceptedOrder order, int opType, BigDecimal amount, BigDecimal fee)
      throws Exception {
    CardOperate outcome =
        await(CardOperate.class, each -> each.userReqNo().equals(order.userReqNo()));
    Suite.same(opType, outcome.opType());
    Suite.same(OrderStatus.SUCCESS, outcome.status());
    equal(amount, outcome.amount());
    equal(fee, outcome.fee());
    return outcome;
  }

  /** Buys as the card network would, and returns what the merchant is notified of. */
  private CardTransaction buy(String cardId, BigDecimal amount) throws Exception {
    String npm = File.separatorChar == '\\' ? "npm.cmd" : "npm";
    Process network =
        new ProcessBuilder(
                npm,
                "run",
                "--silent",
                "network",
                "--",
                "authorize",
                "--card",
                cardId,
                "--amount",
                amount.toPlainString())
            .directory(new File(env("ISSUARY_PROJECT")))
            .inheritIO()
            .start();
    Suite.same(0, network.waitFor());
    return await(
        CardTransaction.class,
        each -> each.cardId().equals(cardId) && each.localCurrencyAmt().compareTo(amount) == 0);
  }

  private <C extends Content> C await(Class<C> type, Predicate<C> isIt) throws Exception {
    while (true) {
      Notification<?> next = received.poll(60, TimeUnit.SECONDS);
      Suite.isTrue(next != null, "a " + type.getSimpleName() + " arrives within a minute");
      Suite.isTrue(next.deduplicationKey().isPresent(), "it has an identity");
      if (type.isInstance(next.content()) && isIt.test(type.cast(next.content())))
        return type.cast(next.content());
    }
  }

  private void refusals(String cardId) {
    ParametersInvalid invalid =
        Suite.throwing(
            ParametersInvalid.class,
            () ->
                issuary
                    .cards()
                    .apply(
                        card ->
                            card.localCurrency("USX")
                                .startDate("2020-01-01")
                                .endDate("2020-01-02")
                                .authLimitAmount("1.005")
                                .cardAlias("half \ud83d")));
    Suite.isTrue(
        invalid.faults().keySet().containsAll(List.of("localCurrency", "cardAlias")),
        invalid.getMessage());
    Suite.isTrue(invalid.requestId().isPresent(), "the request has an id");
    Suite.throwing(NothingFound.class, () -> issuary.cards().get("1"));
    Suite.throwing(
        BalanceInsufficient.class,
        () -> issuary.cards().refund(order -> order.cardId(cardId).refundAmount(10_000)));
    String used = UUID.randomUUID().toString();
    AcceptedOrder first =
        issuary.cards().recharge(order -> order.userReqNo(used).cardId(cardId).authLimitAmount(20));
    Suite.same(
        first,
        issuary
            .cards()
            .recharge(order -> order.userReqNo(used).cardId(cardId).authLimitAmount("20.00")));
    Suite.throwing(
        RequestNumberUsed.class,
        () ->
            issuary
                .cards()
                .recharge(order -> order.userReqNo(used).cardId(cardId).authLimitAmount(21)));
    Suite.throwing(
        ParametersInvalid.class,
        () ->
            issuary
                .cards()
                .recharge(
                    order -> order.cardId(cardId).authLimitAmount("12345678901234567890.12")));
    Suite.throwing(
        OrderPending.class, () -> issuary.orders().waitFor("never sent", Duration.ofMillis(1)));
    Suite.isTrue(
        issuary.call("cardBin", Map.of("cardType", 1)).get("list") instanceof List,
        "an operation is called by its name");
    AccessRefused stranger = Suite.throwing(AccessRefused.class, () -> strangers().scenes().list());
    Suite.same("100002", stranger.errorCode());
  }

  /** A client whose merchant number is not the one of its keys. */
  private static Issuary strangers() {
    return Issuary.builder()
        .baseUrl(env("ISSUARY_API"))
        .userNo("19999999")
        .privateKey(Path.of(env("ISSUARY_MERCHANT_KEY")))
        .platformKey(Path.of(env("ISSUARY_PLATFORM_KEY")))
        .build();
  }

  private static void equal(BigDecimal expected, BigDecimal actual) {
    Suite.isTrue(expected.compareTo(actual) == 0, "expected " + expected + ", not " + actual);
  }

  private static String env(String name) {
    String value = System.getenv(name);
    if (value == null)
      throw new IllegalStateException(name + " is not set: npm run test:sdks sets it");
    return value;
  }
}
