package com.issuary;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/**
 * HTTP message signatures (RFC 9421 with digests of RFC 9530) under the label {@code issuary}, by
 * the sender's own key.
 */
final class Signatures {
  private static final String LABEL = "issuary";
  private static final int LIFETIME_SECONDS = 300;
  private static final int CLOCK_SKEW_SECONDS = 60;
  private static final String PSS = "rsa-pss-sha512";
  private static final String PKCS1 = "rsa-v1_5-sha256";
  private static final PSSParameterSpec PSS_PARAMETERS =
      new PSSParameterSpec("SHA-512", "MGF1", MGF1ParameterSpec.SHA512, 64, 1);
  private static final int MIN_PSS_KEY_BYTES = 130;
  private static final List<String> OF_REQUEST =
      List.of("\"@method\"", "\"@path\"", "\"content-digest\"");
  private static final String REQUEST_SIGNATURE = "\"signature\";req;key=\"" + LABEL + "\"";
  private static final List<String> OF_ANSWER =
      List.of("\"@status\"", "\"content-digest\"", REQUEST_SIGNATURE);

  private Signatures() {}

  /**
   * Returns the headers that sign a POST. {@code path} is the path on the wire, without the query.
   */
  static Map<String, String> sign(
      String path, byte[] body, String keyId, PrivateKey key, long epochSecond, String nonce) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("\"@method\"", "POST");
    values.put("\"@path\"", path);
    values.put("\"content-digest\"", "sha-256=" + digest("SHA-256", body));
    String algorithm = fits(PSS, key) ? PSS : PKCS1;
    String input =
        String.format(
            "(%s);created=%d;expires=%d;nonce=\"%s\";keyid=\"%s\";alg=\"%s\"",
            String.join(" ", OF_REQUEST),
            epochSecond,
            epochSecond + LIFETIME_SECONDS,
            nonce,
            keyId,
            algorithm);
    try {
      Signature signer = signature(algorithm);
      signer.initSign(key);
      signer.update(base(values, input));
      String signature = Base64.getEncoder().encodeToString(signer.sign());
      return Map.of(
          "content-digest",
          values.get("\"content-digest\""),
          "signature-input",
          LABEL + "=" + input,
          "signature",
          LABEL + "=:" + signature + ":");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime cannot sign with the private key", e);
    }
  }

  /** Whether a notification is signed; throws when a signature is there and not valid. */
  static boolean verifyRequest(
      String method,
      String path,
      byte[] body,
      Headers headers,
      String keyId,
      List<PublicKey> keys,
      long epochSecond) {
    Map<String, String> known = Map.of("\"@method\"", method, "\"@path\"", path);
    return verify(known, OF_REQUEST, body, headers, keyId, keys, epochSecond);
  }

  /** Whether an answer is signed; throws when a signature is there and not valid. */
  static boolean verifyAnswer(
      int status,
      byte[] body,
      Headers headers,
      String requestSignature,
      String keyId,
      List<PublicKey> keys,
      long epochSecond) {
    String covered = requestSignature.substring(LABEL.length() + 1);
    Map<String, String> known =
        Map.of("\"@status\"", String.valueOf(status), REQUEST_SIGNATURE, covered);
    return verify(known, OF_ANSWER, body, headers, keyId, keys, epochSecond);
  }

  private static boolean verify(
      Map<String, String> known,
      List<String> required,
      byte[] body,
      Headers headers,
      String keyId,
      List<PublicKey> keys,
      long now) {
    StructuredField.Member input = member(headers, "signature-input");
    StructuredField.Member signature = member(headers, "signature");
    if (input == null && signature == null) return false;
    if (input == null || signature == null) throw new CodecException("signature incomplete");
    if (headers.hasSeveral("signature-input", "signature", "content-digest"))
      throw new CodecException("signature duplicate");
    if (input.items == null
        || signature.value == null
        || !signature.value.startsWith(":")
        || !signature.parameters.isEmpty()) throw new CodecException("signature malformed");
    if (!input.items.keySet().containsAll(required))
      throw new CodecException("signature component");
    String algorithm = checkParameters(input.parameters, keyId, now);
    checkDigest(headers.first("content-digest"), body);
    Map<String, String> values = new LinkedHashMap<>();
    for (String component : input.items.keySet())
      values.put(component, valueOf(component, known, headers));
    if (!isSignedByOneOf(keys, algorithm, base(values, input.serialize()), signature.value))
      throw new CodecException("signature invalid");
    return true;
  }

  private static StructuredField.Member member(Headers headers, String field) {
    String value = headers.joined(field);
    return value == null ? null : StructuredField.parseDictionary(value).get(LABEL);
  }

  private static String valueOf(String component, Map<String, String> known, Headers headers) {
    String value = known.get(component);
    if (value == null && component.matches("\"[a-z0-9-]+\""))
      value = headers.joined(StructuredField.unquoted(component));
    // A line break would start a line that nobody signed.
    if (value == null || value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0)
      throw new CodecException("signature component");
    return value;
  }

  private static String checkParameters(Map<String, String> parameters, String keyId, long now) {
    String nonce = StructuredField.unquoted(parameters.get("nonce"));
    long created = seconds(parameters.get("created"));
    long expires = seconds(parameters.get("expires"));
    if (nonce == null || nonce.length() < 16 || nonce.length() > 64)
      throw new CodecException("signature parameter");
    if (expires <= created || expires > created + LIFETIME_SECONDS)
      throw new CodecException("signature lifetime");
    if (now < created - CLOCK_SKEW_SECONDS)
      throw new CodecException("signature from the future: is this machine's clock slow?");
    if (now > expires + CLOCK_SKEW_SECONDS)
      throw new CodecException("signature expired: is this machine's clock fast?");
    if (!keyId.equals(StructuredField.unquoted(parameters.get("keyid"))))
      throw new CodecException("signature keyid");
    String algorithm = StructuredField.unquoted(parameters.get("alg"));
    if (!PSS.equals(algorithm) && !PKCS1.equals(algorithm))
      throw new CodecException("signature alg");
    return algorithm;
  }

  private static long seconds(String value) {
    if (value == null || !value.matches("\\d{1,15}"))
      throw new CodecException("signature parameter");
    return Long.parseLong(value);
  }

  private static void checkDigest(String field, byte[] body) {
    Map<String, StructuredField.Member> digests =
        StructuredField.parseDictionary(field == null ? "" : field);
    boolean isKnown = false;
    for (String algorithm : List.of("sha-256", "sha-512")) {
      StructuredField.Member digest = digests.get(algorithm);
      if (digest == null) continue;
      isKnown = true;
      if (!digest(algorithm.toUpperCase(Locale.ROOT), body).equals(digest.value))
        throw new CodecException("signature digest");
    }
    if (!isKnown) throw new CodecException("signature digest");
  }

  private static String digest(String algorithm, byte[] body) {
    try {
      return ":"
          + Base64.getEncoder().encodeToString(MessageDigest.getInstance(algorithm).digest(body))
          + ":";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] base(Map<String, String> values, String input) {
    StringJoiner lines = new StringJoiner("\n");
    values.forEach((component, value) -> lines.add(component + ": " + value));
    return lines.add("\"@signature-params\": " + input).toString().getBytes(ISO_8859_1);
  }

  private static boolean isSignedByOneOf(
      List<PublicKey> keys, String algorithm, byte[] text, String member) {
    for (PublicKey key : keys) {
      try {
        Signature verifier = signature(algorithm);
        verifier.initVerify(key);
        verifier.update(text);
        if (fits(algorithm, key)
            && verifier.verify(
                Base64.getDecoder().decode(member.substring(1, member.length() - 1)))) return true;
      } catch (GeneralSecurityException | IllegalArgumentException e) {
        // Not by this key: the signature has another length.
      }
    }
    return false;
  }

  /** A key of 1024 bits has no room for PSS with a hash and a salt of 64 bytes each. */
  private static boolean fits(String algorithm, Key key) {
    return !algorithm.equals(PSS) || Codec.blockBytes(key) >= MIN_PSS_KEY_BYTES;
  }

  private static Signature signature(String algorithm) throws GeneralSecurityException {
    if (algorithm.equals(PKCS1)) return Signature.getInstance("SHA256withRSA");
    Signature pss = Signature.getInstance("RSASSA-PSS");
    pss.setParameter(PSS_PARAMETERS);
    return pss;
  }
}
