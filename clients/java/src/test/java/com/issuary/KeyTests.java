package com.issuary;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Keys as merchants have them, and keys in the wrong place. */
final class KeyTests {
  private final Suite suite;
  private final Map<String, Object> vectors;

  KeyTests(Suite suite, Map<String, Object> vectors) {
    this.suite = suite;
    this.vectors = vectors;
  }

  void run() {
    for (String name : List.of("rsa1024", "rsa2048", "rsa4096"))
      suite.test("every form of " + name, () -> everyForm(name));
    suite.test("a certificate of keytool", this::certificate);
    suite.test(
        "a private key as platformKey is refused in words",
        () -> {
          String mine = TestKeys.pem(vectors, "rsa2048", "privateKey");
          says("platformKey: this is a private key", () -> Issuary.builder().platformKey(mine));
        });
    suite.test(
        "a public key as privateKey is refused in words",
        () -> {
          String platform = TestKeys.pem(vectors, "rsa2048", "publicKey");
          says("privateKey: this is a public key", () -> Issuary.builder().privateKey(platform));
        });
    suite.test(
        "the merchant's own public key as platformKey is refused in words",
        () ->
            says(
                "platformKey: this is the public half of your own privateKey",
                () ->
                    Issuary.builder()
                        .baseUrl("http://127.0.0.1")
                        .userNo("1")
                        .privateKey(TestKeys.privateKey(vectors, "rsa2048"))
                        .platformKey(TestKeys.publicKey(vectors, "rsa2048"))
                        .build()));
    suite.test(
        "missing keys are named",
        () -> {
          says(
              "platformKey: is required",
              () -> Issuary.builder().baseUrl("http://127.0.0.1").userNo("1").build());
          says(
              "privateKey: is required",
              () ->
                  Issuary.builder()
                      .baseUrl("http://127.0.0.1")
                      .userNo("1")
                      .platformKey(TestKeys.publicKey(vectors, "rsa2048"))
                      .build());
        });
    suite.test("keys of other kinds and sizes are refused in words", this::unsuitable);
    suite.test(
        "a path given as text is recognised",
        () ->
            says(
                "a file is passed as a Path",
                () -> Issuary.builder().privateKey("keys/merchant-private.pem")));
    suite.test(
        "every prefix of a key is refused, and never with another exception",
        () -> {
          byte[] der = TestKeys.privateKey(vectors, "rsa1024").getEncoded();
          for (int length = 0; length < der.length; length++) {
            byte[] cut = Arrays.copyOf(der, length);
            Suite.throwing(KeyUnsupported.class, () -> Keys.readPrivate(cut));
          }
        });
    suite.test(
        "base URLs and merchant numbers are checked",
        () -> {
          for (String url :
              List.of(
                  "127.0.0.1:8080",
                  "ftp://a",
                  "http://a?b",
                  "http://a/openapi",
                  "http://a/openapi/",
                  "http://"))
            Suite.isTrue(
                Suite.throwing(
                        IllegalStateException.class,
                        () -> Issuary.builder().baseUrl(url).userNo("1").build())
                    .getMessage()
                    .startsWith("baseUrl"),
                url);
          Suite.throwing(
              IllegalStateException.class,
              () -> Issuary.builder().baseUrl("http://a").userNo("123456789012").build());
        });
  }

  private void everyForm(String name) {
    PrivateKey key = TestKeys.privateKey(vectors, name);
    PublicKey publicKey = TestKeys.publicKey(vectors, name);
    byte[] pkcs8 = key.getEncoded();
    byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
    for (byte[] form :
        List.of(
            pkcs8,
            pkcs1,
            pem("PRIVATE KEY", pkcs8),
            pem("RSA PRIVATE KEY", pkcs1),
            base64(pkcs8),
            base64(pkcs1))) Suite.same(key, Keys.readPrivate(form));
    byte[] spki = publicKey.getEncoded();
    byte[] inner = Arrays.copyOfRange(spki, name.equals("rsa1024") ? 22 : 24, spki.length);
    for (byte[] form :
        List.of(spki, inner, pem("PUBLIC KEY", spki), pem("RSA PUBLIC KEY", inner), base64(spki)))
      Suite.same(publicKey, Keys.readPublic(form));
    for (byte[] form : List.of(pkcs8, pkcs1))
      Suite.throwing(KeyUnsupported.class, () -> Keys.readPublic(form));
    for (byte[] form : List.of(spki, inner))
      Suite.throwing(KeyUnsupported.class, () -> Keys.readPrivate(form));
  }

  private void certificate() throws Exception {
    Path folder = Files.createTempDirectory("issuary-keys");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String store = folder.resolve("store.p12").toString();
    run(
        keytool,
        "-genkeypair",
        "-keyalg",
        "RSA",
        "-keysize",
        "2048",
        "-dname",
        "CN=platform",
        "-alias",
        "a",
        "-keystore",
        store,
        "-storepass",
        "changeit");
    run(
        keytool,
        "-exportcert",
        "-rfc",
        "-alias",
        "a",
        "-keystore",
        store,
        "-storepass",
        "changeit",
        "-file",
        folder.resolve("a.pem").toString());
    Keys.readPublic(Files.readAllBytes(folder.resolve("a.pem")));
  }

  private static void run(String... command) throws Exception {
    Suite.same(
        0,
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor());
  }

  private void unsuitable() throws Exception {
    KeyPairGenerator curves = KeyPairGenerator.getInstance("EC");
    KeyPair curve = curves.generateKeyPair();
    says("not an RSA key", () -> Keys.readPrivate(curve.getPrivate().getEncoded()));
    says("not an RSA key", () -> Keys.readPublic(curve.getPublic().getEncoded()));
    says("a key for EC, not RSA", () -> Issuary.builder().privateKey(curve.getPrivate()));
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(1536);
    says(
        "RSA of 1536 bits",
        () -> Keys.readPrivate(rsa.generateKeyPair().getPrivate().getEncoded()));
    rsa.initialize(new RSAKeyGenParameterSpec(1024, RSAKeyGenParameterSpec.F0));
    says("public exponent", () -> Keys.readPublic(rsa.generateKeyPair().getPublic().getEncoded()));
    says(
        "the key is encrypted",
        () -> Keys.readPrivate(pem("ENCRYPTED PRIVATE KEY", new byte[] {0x30, 0})));
    says("an OpenSSH public key", () -> Keys.readPublic("ssh-rsa AAAA me".getBytes(US_ASCII)));
    says("neither PEM nor DER nor Base64", () -> Keys.readPublic(new byte[0]));
  }

  private static void says(String words, Suite.Test test) {
    KeyUnsupported refused = Suite.throwing(KeyUnsupported.class, test);
    Suite.isTrue(refused.getMessage().contains(words), refused.getMessage() + " says: " + words);
  }

  private static byte[] pem(String label, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return ("-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n")
        .getBytes(US_ASCII);
  }

  private static byte[] base64(byte[] der) {
    return Base64.getMimeEncoder().encode(der);
  }
}
