package com.issuary;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Someone between the merchant and a real platform, who changes what goes by. */
final class Tampering {
  private final String api;
  private final Path privateKey;
  private final Path platformKey;
  private final String userNo;

  Tampering(String api, String userNo, Path privateKey, Path platformKey) {
    this.api = api;
    this.userNo = userNo;
    this.privateKey = privateKey;
    this.platformKey = platformKey;
  }

  void run() throws Exception {
    says(null, answer -> answer);
    says(
        "signature digest",
        answer -> answer.with(answer.body.replace("\"async\":false", "\"async\": false")));
    says("signature invalid", answer -> answer.with(203));
    says("not signed", answer -> answer.without("signature", "signature-input"));
    says("signature incomplete", answer -> answer.without("signature"));
    says(
        "not signed",
        answer ->
            answer
                .with(
                    "{\"success\":false,\"errorCode\":\"110005\",\"errorMsg\":\"no"
                        + " money\",\"result\":\"\",\"userNo\":\""
                        + userNo
                        + "\",\"async\":false}")
                .without("signature", "signature-input", "content-digest"));
    List<Passed> earlier = new ArrayList<>();
    says(
        "signature invalid",
        answer -> {
          earlier.add(answer);
          return earlier.size() == 1
              ? answer.with(500).with("").without("signature", "signature-input")
              : earlier.get(0);
        });
  }

  /**
   * Makes a call through someone who changes the answer, and expects these words; null for a
   * result.
   */
  private void says(String words, UnaryOperator<Passed> change) throws Exception {
    HttpClient http = HttpClient.newHttpClient();
    try (FakePlatform between = new FakePlatform(exchange -> pass(http, exchange, change))) {
      Issuary issuary =
          Issuary.builder()
              .baseUrl(between.url())
              .userNo(userNo)
              .privateKey(privateKey)
              .platformKey(platformKey)
              .build();
      if (words == null) {
        issuary.scenes().list();
        return;
      }
      ResponseUnreadable error =
          Suite.throwing(ResponseUnreadable.class, () -> issuary.scenes().list());
      Suite.isTrue(error.getMessage().contains(words), error.getMessage() + " says: " + words);
    }
  }

  private void pass(HttpClient http, HttpExchange exchange, UnaryOperator<Passed> change)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(api + exchange.getRequestURI()))
            .POST(HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    for (String name : List.of("content-type", "content-digest", "signature-input", "signature"))
      request.header(name, exchange.getRequestHeaders().getFirst(name));
    Passed answer =
        change.apply(new Passed(http.send(request.build(), HttpResponse.BodyHandlers.ofString())));
    answer.headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    FakePlatform.answer(exchange, answer.status, answer.body);
  }

  /** An answer on its way. */
  private static final class Passed {
    final int status;
    final String body;
    final Map<String, String> headers;

    Passed(HttpResponse<String> response) {
      this(response.statusCode(), response.body(), new HashMap<>());
      for (String name : List.of("content-digest", "signature-input", "signature"))
        response.headers().firstValue(name).ifPresent(value -> headers.put(name, value));
    }

    private Passed(int status, String body, Map<String, String> headers) {
      this.status = status;
      this.body = body;
      this.headers = headers;
    }

    Passed with(int other) {
      return new Passed(other, body, headers);
    }

    Passed with(String other) {
      return new Passed(status, other, headers);
    }

    Passed without(String... names) {
      Map<String, String> rest = new HashMap<>(headers);
      rest.keySet().removeAll(List.of(names));
      return new Passed(status, body, rest);
    }
  }
}
