package com.issuary;

import com.sun.net.httpserver.HttpExchange;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A merchant's client and a platform that answers it, with published keys. */
class ClientFixture {
  private static final RetryPolicy FAST =
      RetryPolicy.of(3, Duration.ofMillis(1), Duration.ofMillis(2));
  private final Map<String, Object> vectors;

  ClientFixture(Map<String, Object> vectors) {
    this.vectors = vectors;
  }

  Map<String, Object> opened(HttpExchange exchange) throws Exception {
    Map<String, Object> envelope = Json.parseObject(exchange.getRequestBody().readAllBytes());
    return Codec.open(
        (String) envelope.get("dataContent"), List.of(TestKeys.publicKey(vectors, "other2048")));
  }

  String success(Map<String, ?> result) {
    return JsonWriter.write(
        Map.of(
            "success",
            true,
            "result",
            Codec.seal(result, TestKeys.privateKey(vectors, "rsa2048")),
            "userNo",
            "10000001",
            "async",
            false));
  }

  static String failure(String code) {
    return JsonWriter.write(
        Map.of(
            "success",
            false,
            "errorCode",
            code,
            "errorMsg",
            "in words",
            "result",
            "",
            "userNo",
            "10000001",
            "async",
            false));
  }

  Issuary.Builder builder(String url) {
    return Issuary.builder()
        .baseUrl(url)
        .userNo("10000001")
        .retry(FAST)
        .timeout(Duration.ofSeconds(30))
        .privateKey(TestKeys.privateKey(vectors, "other2048"))
        .platformKey(TestKeys.publicKey(vectors, "rsa2048"));
  }

  Issuary client(String url) {
    return builder(url).unsigned().build();
  }
}
