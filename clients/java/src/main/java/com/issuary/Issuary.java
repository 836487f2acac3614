package com.issuary;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAKey;
import java.time.Duration;
import java.util.Map;

/**
 * Client of the Merchant API. Requests are sealed and signed, answers verified and opened. One
 * instance serves any number of threads.
 *
 * <pre>{@code
 * Issuary issuary = Issuary.builder()
 *     .baseUrl("https://api.example.com")
 *     .userNo("10000001")
 *     .privateKey(Path.of("keys/merchant-private.pem"))
 *     .platformKey(Path.of("keys/platform-public.pem"))
 *     .build();
 * issuary.cards().get("1238793332297834").balanceAmt();
 * }</pre>
 *
 * <p>Every call throws a subclass of {@link CallFailed}: {@link OperationRefused} when the platform
 * refuses it, {@link PlatformUnreachable}, {@link QueryUnanswered} or {@link OutcomeUnknown} when
 * no attempt was answered, {@link ResponseUnreadable} when the answer is not the platform's.
 */
public final class Issuary extends Operations {
  private final Settings settings;
  private final Calls calls;

  private Issuary(Settings settings, Calls calls) {
    super(calls);
    this.settings = settings;
    this.calls = calls;
  }

  /** Returns a builder for a client. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns what opens notifications. */
  public Webhooks webhooks() {
    return new Webhooks(settings);
  }

  /**
   * Calls an operation by its name in the catalogue, with plain fields: for what has no method of
   * its own.
   *
   * @return the fields of the result; numbers are BigDecimals
   * @throws IllegalArgumentException when there is no such operation; the message names the nearest
   */
  public Map<String, Object> call(String operation, Map<String, ?> request) {
    return calls.call(OperationNames.find(operation), request);
  }

  /**
   * Sets what a client needs: {@code baseUrl}, {@code userNo} and the keys. Everything else has a
   * default.
   */
  public static final class Builder {
    private final Settings settings = new Settings();

    private Builder() {}

    /** Sets the base URL of the API, without {@code /openapi}. */
    public Builder baseUrl(String url) {
      settings.baseUrl = url;
      return this;
    }

    /** Sets the merchant number. */
    public Builder userNo(String userNo) {
      settings.userNo = userNo;
      return this;
    }

    /** Reads your own private key from a file: PEM, DER or Base64 of PKCS#8 or PKCS#1. */
    public Builder privateKey(Path file) {
      return privateKey(Keys.readPrivate(read(file)));
    }

    /** Reads your own private key from its text. */
    public Builder privateKey(String pem) {
      return privateKey(Keys.readPrivate(pem.getBytes(StandardCharsets.UTF_8)));
    }

    /** Uses a private key of a key store or a security module. */
    public Builder privateKey(PrivateKey key) {
      settings.privateKey = Keys.check(key, "privateKey");
      return this;
    }

    /**
     * Reads the public key that the platform gave you for this merchant from a file: PEM, DER or
     * Base64 of a public key or a certificate. During a key rotation call it for both, the current
     * one first.
     */
    public Builder platformKey(Path file) {
      return platformKey(Keys.readPublic(read(file)));
    }

    /** Reads the platform's public key from its text. */
    public Builder platformKey(String pem) {
      return platformKey(Keys.readPublic(pem.getBytes(StandardCharsets.UTF_8)));
    }

    /** Uses a public key that was read elsewhere. */
    public Builder platformKey(PublicKey key) {
      settings.platformKeys.add(Keys.check(key, "platformKey"));
      return this;
    }

    /** Sets how requests are sealed. Defaults to {@link RequestCipher#MERCHANT_PRIVATE}. */
    public Builder requestCipher(RequestCipher cipher) {
      settings.requestCipher = cipher;
      return this;
    }

    /**
     * Neither signs requests nor verifies answers, for platforms that do not support signatures.
     */
    public Builder unsigned() {
      settings.isUnsigned = true;
      return this;
    }

    /** Refuses unsigned notifications, for merchants that must sign at the platform. */
    public Builder requireSignature() {
      settings.requiresSignature = true;
      return this;
    }

    /** Seals card data in requests as JWE, for merchants that the platform has set so. */
    public Builder sealCardData() {
      settings.sealsCardData = true;
      return this;
    }

    /** Sets the timeout of one attempt. Defaults to 30 seconds. */
    public Builder timeout(Duration timeout) {
      settings.timeout = timeout;
      return this;
    }

    /** Sets how often and how fast calls are repeated. */
    public Builder retry(RetryPolicy policy) {
      settings.retry = policy;
      return this;
    }

    /**
     * Uses another HTTP client, for a proxy or your own TLS settings. It must not follow redirects.
     */
    public Builder httpClient(HttpClient client) {
      settings.http = client;
      return this;
    }

    /**
     * Returns the client.
     *
     * @throws KeyUnsupported when a key is missing or in the wrong place
     * @throws IllegalStateException when the base URL or the merchant number is missing or
     *     malformed
     */
    public Issuary build() {
      requireUrl(settings.baseUrl);
      if (settings.userNo == null || !settings.userNo.matches("\\d{1,11}"))
        throw new IllegalStateException("userNo: the merchant number has 1 to 11 digits");
      if (settings.platformKeys.isEmpty()) throw new KeyUnsupported("platformKey: is required");
      boolean needsPrivateKey =
          settings.signs() || settings.requestCipher == RequestCipher.MERCHANT_PRIVATE;
      if (settings.privateKey == null && needsPrivateKey)
        throw new KeyUnsupported("privateKey: is required");
      requireTwoPairs();
      Settings built = settings.copy();
      return new Issuary(built, new Caller(built));
    }

    private static void requireUrl(String url) {
      if (url == null) throw new IllegalStateException("baseUrl: is required");
      if (!url.matches("https?://[^/?#]+(/[^?#]*)?") || URI.create(url).getHost() == null)
        throw new IllegalStateException("baseUrl: must be an http or https URL without a query");
      if (url.matches(".*/openapi/*"))
        throw new IllegalStateException("baseUrl: must not end with /openapi");
    }

    private void requireTwoPairs() {
      for (PublicKey platformKey : settings.platformKeys) {
        BigInteger modulus = ((RSAKey) platformKey).getModulus();
        if (settings.privateKey != null
            && modulus.equals(((RSAKey) settings.privateKey).getModulus()))
          throw new KeyUnsupported(
              "platformKey: this is the public half of your own privateKey; "
                  + "the public key that the platform gave you for this merchant belongs here");
      }
    }

    private static byte[] read(Path file) {
      try {
        return Files.readAllBytes(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
