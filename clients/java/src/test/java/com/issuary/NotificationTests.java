package com.issuary;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.issuary.model.CardInfo;
import com.issuary.model.CardOperate;
import com.issuary.model.TradeFee;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Notifications as they arrive, genuine and not. */
final class NotificationTests {
  private static final Map<String, Object> RECHARGE =
      Map.of(
          "orderId",
          "5",
          "cardId",
          "1",
          "userReqNo",
          "R",
          "opType",
          16,
          "status",
          1,
          "amount",
          50,
          "fee",
          1,
          "createAt",
          "2026-01-01 08:00:00");
  private final Suite suite;
  private final Map<String, Object> vectors;

  NotificationTests(Suite suite, Map<String, Object> vectors) {
    this.suite = suite;
    this.vectors = vectors;
  }

  void run() {
    suite.test(
        "a signed notification is verified, handled and acknowledged",
        () -> {
          List<Notification<CardOperate>> handled = new ArrayList<>();
          NotificationHandler handler =
              client(true)
                  .webhooks()
                  .handler()
                  .on(CardOperate.class, handled::add)
                  .on(
                      TradeFee.class,
                      fee -> {
                        throw new AssertionError();
                      });
          byte[] body = body("card_operate", RECHARGE);
          same(200, "SUCCESS", handler.handle("/notify", signed("/notify", body), body));
          Suite.same("5", handled.get(0).content().orderId());
          Suite.isTrue(handled.get(0).isSigned(), "is signed");
          Suite.same("n-1", handled.get(0).deduplicationKey().get());
          Suite.same(3, handled.get(0).attempt());
        });
    suite.test(
        "one that was sent to another path, or whose body was changed, is refused",
        () -> {
          NotificationHandler handler = client(false).webhooks().handler();
          byte[] body = body("card_operate", RECHARGE);
          Map<String, List<String>> headers = signed("/notify", body);
          Suite.same(400, handler.handle("/other", headers, body).status());
          byte[] changed =
              new String(body, UTF_8).replace("card_operate", "trade_fee").getBytes(UTF_8);
          Suite.same(400, handler.handle("/notify", headers, changed).status());
          byte[] spaced = (new String(body, UTF_8) + " ").getBytes(UTF_8);
          Suite.same(400, handler.handle("/notify", headers, spaced).status());
        });
    suite.test(
        "an unsigned one is refused where signatures are required",
        () -> {
          byte[] body = body("card_operate", RECHARGE);
          Suite.same(
              200, client(false).webhooks().handler().handle("/notify", Map.of(), body).status());
          same(
              400,
              "the notification is not signed",
              client(true).webhooks().handler().handle("/notify", Map.of(), body));
          Suite.throwing(
              NotificationUnreadable.class,
              () -> client(true).webhooks().open(new String(body, UTF_8)));
        });
    suite.test(
        "one that the program cannot store comes again",
        () -> {
          byte[] body = body("card_operate", RECHARGE);
          NotificationHandler handler =
              client(false)
                  .webhooks()
                  .handler()
                  .onAny(
                      notification -> {
                        throw new IllegalStateException("database down");
                      });
          same(500, "could not be handled", handler.handle("/notify", Map.of(), body));
        });
    suite.test(
        "a type that is newer than the library is not acknowledged",
        () -> {
          byte[] body = body("card_renewal", Map.of("cardId", "1"));
          Suite.same(
              501, client(false).webhooks().handler().handle("/notify", Map.of(), body).status());
          Suite.same(
              "card_renewal",
              Suite.throwing(
                      NotificationTypeUnknown.class,
                      () -> client(false).webhooks().open(new String(body, UTF_8)))
                  .type());
        });
    suite.test(
        "a content that violates the contract is refused",
        () ->
            Suite.same(
                400,
                client(false)
                    .webhooks()
                    .handler()
                    .handle("/notify", Map.of(), body("card_operate", Map.of("orderId", "5")))
                    .status()));
    suite.test(
        "card data that came as JWE is opened, and masked in texts",
        () -> {
          Map<String, Object> opening = new HashMap<>(RECHARGE);
          String jwe = Jwe.seal("4999001234567890", TestKeys.publicKey(vectors, "other2048"));
          opening.put(
              "cardInfo",
              Map.of(
                  "cardNo",
                  jwe,
                  "cardExpiryDate",
                  "2029-01",
                  "cardAlias",
                  "",
                  "cardLabel",
                  "",
                  "localCurrency",
                  "USD",
                  "startActiveDate",
                  "2026-01-01",
                  "endCloseDate",
                  "2027-01-01"));
          Notification<?> notification =
              client(false).webhooks().open(new String(body("card_operate", opening), UTF_8));
          CardInfo card = notification.as(CardOperate.class).get().content().cardInfo().get();
          Suite.same("4999001234567890", card.cardNo());
          Suite.isTrue(!notification.toString().contains("4999001234567890"), "is masked");
        });
    suite.test("the JDK's HTTP server receives it", this::server);
  }

  private void server() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/notify", new NotificationHttpHandler(client(true).webhooks().handler()));
    server.start();
    try {
      URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/notify?x=1");
      byte[] body = body("card_operate", RECHARGE);
      HttpRequest.Builder request =
          HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofByteArray(body));
      signed("/notify", body).forEach((name, values) -> request.header(name, values.get(0)));
      HttpClient http = HttpClient.newHttpClient();
      Suite.same(
          "SUCCESS", http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body());
      Suite.same(
          405,
          http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
              .statusCode());
      byte[] large = new byte[1024 * 1024 + 1];
      Suite.same(
          413,
          http.send(
                  HttpRequest.newBuilder(uri)
                      .POST(HttpRequest.BodyPublishers.ofByteArray(large))
                      .build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode());
    } finally {
      server.stop(0);
    }
  }

  private Issuary client(boolean requireSignature) {
    Issuary.Builder builder =
        Issuary.builder()
            .baseUrl("http://127.0.0.1")
            .userNo("10000001")
            .privateKey(TestKeys.privateKey(vectors, "other2048"))
            .platformKey(TestKeys.publicKey(vectors, "other4096"))
            .platformKey(TestKeys.publicKey(vectors, "rsa2048"));
    return (requireSignature ? builder.requireSignature() : builder).build();
  }

  private byte[] body(String type, Map<String, ?> content) {
    String data = Codec.seal(content, TestKeys.privateKey(vectors, "rsa2048"));
    return JsonWriter.write(
            Map.of("type", type, "data", data, "version", "1.0.0", "userNo", 10000001))
        .getBytes(UTF_8);
  }

  private Map<String, List<String>> signed(String path, byte[] body) {
    Map<String, List<String>> headers =
        new HashMap<>(Map.of("Webhook-Id", List.of("n-1"), "Issuary-Attempt", List.of("3")));
    Signatures.sign(
            path,
            body,
            "10000001",
            TestKeys.privateKey(vectors, "rsa2048"),
            Instant.now().getEpochSecond(),
            UUID.randomUUID().toString())
        .forEach((name, value) -> headers.put(name, List.of(value)));
    return headers;
  }

  private static void same(int status, String body, NotificationHandler.Reply reply) {
    Suite.same(body, reply.body());
    Suite.same(status, reply.status());
  }
}
