package com.issuary;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Map;

/** The published keys of the test vectors. */
final class TestKeys {
  private TestKeys() {}

  static PrivateKey privateKey(Map<String, Object> vectors, String name) {
    return Keys.readPrivate(pem(vectors, name, "privateKey").getBytes(UTF_8));
  }

  static PublicKey publicKey(Map<String, Object> vectors, String name) {
    return Keys.readPublic(pem(vectors, name, "publicKey").getBytes(UTF_8));
  }

  @SuppressWarnings("unchecked")
  static String pem(Map<String, Object> vectors, String name, String half) {
    return (String) ((Map<String, Map<String, Object>>) vectors.get("keys")).get(name).get(half);
  }
}
