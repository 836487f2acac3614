package com.issuary;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.issuary.model.CardOperate;
import java.math.BigDecimal;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The test vectors that all client libraries share. */
@SuppressWarnings("unchecked")
final class VectorTests {
  private final Suite suite;
  private final Map<String, Object> vectors;

  VectorTests(Suite suite, Map<String, Object> vectors) {
    this.suite = suite;
    this.vectors = vectors;
  }

  void run() {
    each(at("envelopes", "good"), "opens", this::opens);
    each(
        at("envelopes", "bad"),
        "refuses",
        vector ->
            Suite.throwing(
                CodecException.class, () -> Codec.open(text(vector, "hex"), publicKeys(vector))));
    each(at("requests"), "requests", this::requests);
    each(at("responses"), "responses", this::responses);
    each(at("notifications"), "notifications", this::notifications);
    each(at("signatures", "good"), "signs and verifies", this::signs);
    each(
        at("signatures", "bad"),
        "refuses the signature",
        vector -> Suite.throwing(CodecException.class, () -> verify(vector)));
    each(at("jwe"), "JWE", this::opensJwe);
    each(at("identities"), "identity", this::identifies);
  }

  private void opens(Map<String, Object> vector) {
    boolean isType2 = vector.get("blockType").equals(BigDecimal.valueOf(2));
    if (isType2) return; // No client has to open what is sealed to the platform.
    Map<String, Object> content = Json.parseObject(text(vector, "json"));
    Suite.same(content, Codec.open(text(vector, "hex"), publicKeys(vector)));
    if (vector.get("isReproducible").equals(true))
      Suite.same(text(vector, "hex"), Codec.sealText(text(vector, "json"), privateKey(vector)));
  }

  private void requests(Map<String, Object> vector) {
    Map<String, Object> expected = Json.parseObject(text(vector, "body"));
    Suite.same(
        expected.get("dataContent"), Codec.sealText(text(vector, "json"), privateKey(vector)));
  }

  private void responses(Map<String, Object> vector) throws Exception {
    if (vector.get("cause") != null) {
      Suite.throwing(ResponseUnreadable.class, () -> respond(vector));
      return;
    }
    if (vector.get("errorCode") == null) {
      Suite.same(Json.parseObject(text(vector, "json")), respond(vector));
      return;
    }
    OperationRefused refused = Suite.throwing(OperationRefused.class, () -> respond(vector));
    Suite.same(text(vector, "errorCode"), refused.errorCode());
    Suite.same(text(vector, "errorMsg"), refused.errorMsg());
  }

  private Map<String, Object> respond(Map<String, Object> vector) throws Exception {
    try (FakePlatform platform =
        new FakePlatform(exchange -> FakePlatform.answer(exchange, 200, text(vector, "body")))) {
      return clientFor(vector, platform.url()).call("cardInfo", Map.of("cardId", "1"));
    }
  }

  private void notifications(Map<String, Object> vector) {
    Webhooks webhooks = clientFor(vector, "http://127.0.0.1").webhooks();
    if (vector.get("cause") != null) {
      Suite.throwing(NotificationUnreadable.class, () -> webhooks.open(text(vector, "body")));
      return;
    }
    Notification<?> opened = webhooks.open(text(vector, "body"));
    Suite.same(text(vector, "type"), opened.type());
    Suite.same(CardOperate.of(Json.parseObject(text(vector, "json"))), opened.content());
  }

  private void signs(Map<String, Object> vector) {
    Suite.isTrue(verify(vector), "verifies");
    Map<String, Object> message = object(vector, "message");
    boolean isOurs =
        vector.get("isReproducible").equals(true)
            && message.get("request") == null
            && !object(message, "headers").get("signature-input").toString().contains("rsa-pss");
    if (!isOurs || text(vector, "key").compareTo("rsa1024") != 0) return;
    Map<String, String> signed =
        Signatures.sign(
            text(message, "path"),
            text(message, "body").getBytes(UTF_8),
            text(vector, "keyId"),
            privateKey(vector),
            whole(vector, "created"),
            text(vector, "nonce"));
    Suite.same(object(message, "headers"), signed);
  }

  private boolean verify(Map<String, Object> vector) {
    Map<String, Object> message = object(vector, "message");
    byte[] body = text(message, "body").getBytes(UTF_8);
    Headers headers = headers(object(message, "headers"));
    String keyId = text(vector, "keyId");
    long now = whole(vector, "now");
    if (message.get("status") == null)
      return Signatures.verifyRequest(
          text(message, "method"),
          text(message, "path"),
          body,
          headers,
          keyId,
          publicKeys(vector),
          now);
    String sent = headers(object(object(message, "request"), "headers")).first("signature");
    int status = (int) whole(message, "status");
    return Signatures.verifyAnswer(status, body, headers, sent, keyId, publicKeys(vector), now);
  }

  private void opensJwe(Map<String, Object> vector) {
    if (vector.get("cause") != null) {
      Suite.throwing(CodecException.class, () -> Jwe.open(text(vector, "jwe"), privateKey(vector)));
      return;
    }
    Suite.same(text(vector, "text"), Jwe.open(text(vector, "jwe"), privateKey(vector)));
    Suite.same(
        text(vector, "text"),
        Jwe.open(Jwe.seal(text(vector, "text"), publicKeys(vector).get(0)), privateKey(vector)));
  }

  private void identifies(Map<String, Object> vector) {
    NotificationType type;
    try {
      type = NotificationType.find(text(vector, "type"));
    } catch (NotificationTypeUnknown e) {
      Suite.same(null, vector.get("identity"));
      return;
    }
    Map<String, List<String>> headers =
        vector.get("webhookId") == null
            ? Map.of()
            : Map.of("Webhook-Id", List.of(text(vector, "webhookId")));
    Notification<?> notification =
        new Notification<>(type, new Plain(object(vector, "content")), new Headers(headers), false);
    Suite.same(vector.get("identity"), notification.deduplicationKey().orElse(null));
  }

  /** Content of which only some fields are known. */
  private static final class Plain extends com.issuary.model.Content {
    Plain(Map<String, ?> fields) {
      super(fields);
    }
  }

  private interface Check {
    void run(Map<String, Object> vector) throws Exception;
  }

  private void each(List<Map<String, Object>> all, String title, Check check) {
    Suite.isTrue(!all.isEmpty(), title);
    for (Map<String, Object> vector : all)
      suite.test(
          title + ": " + vector.get("name") + ", " + vector.get("key"), () -> check.run(vector));
  }

  private List<Map<String, Object>> at(String... path) {
    Object at = vectors;
    for (String step : path) at = ((Map<String, Object>) at).get(step);
    return (List<Map<String, Object>>) at;
  }

  private Issuary clientFor(Map<String, Object> vector, String url) {
    return Issuary.builder()
        .baseUrl(url)
        .userNo(text(vector, "userNo"))
        .unsigned()
        .retry(RetryPolicy.none())
        .privateKey(TestKeys.privateKey(vectors, "other2048"))
        .platformKey(publicKeys(vector).get(0))
        .build();
  }

  private List<PublicKey> publicKeys(Map<String, Object> vector) {
    return List.of(TestKeys.publicKey(vectors, text(vector, "key")));
  }

  private PrivateKey privateKey(Map<String, Object> vector) {
    return TestKeys.privateKey(vectors, text(vector, "key"));
  }

  private static Headers headers(Map<String, Object> headers) {
    Map<String, List<String>> lines = new LinkedHashMap<>();
    headers.forEach(
        (name, value) ->
            lines.put(
                name,
                value instanceof List
                    ? new ArrayList<>((List<String>) value)
                    : List.of((String) value)));
    return new Headers(lines);
  }

  private static String text(Map<String, Object> vector, String field) {
    return (String) vector.get(field);
  }

  private static long whole(Map<String, Object> vector, String field) {
    return ((BigDecimal) vector.get(field)).longValueExact();
  }

  private static Map<String, Object> object(Map<String, Object> vector, String field) {
    return (Map<String, Object>) vector.get(field);
  }
}
