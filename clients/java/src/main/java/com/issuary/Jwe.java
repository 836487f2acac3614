package com.issuary;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.issuary.model.Content;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.MGF1ParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/** Card data as compact JWE (RFC 7516): RSA-OAEP-256 with A256GCM. */
final class Jwe {
  private static final Pattern COMPACT = Pattern.compile("eyJ[\\w-]*(?:\\.[\\w-]+){4}");
  private static final Pattern FULL_NUMBER = Pattern.compile("\\d{12,19}");
  private static final String HEADER = "{\"alg\":\"RSA-OAEP-256\",\"enc\":\"A256GCM\"}";
  private static final OAEPParameterSpec OAEP =
      new OAEPParameterSpec(
          "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);
  private static final int TAG_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Jwe() {}

  /** Returns the content with its card data sealed to the key. */
  static Map<String, Object> sealCardData(Map<String, ?> content, PublicKey key) {
    return map(
        content,
        (field, text) ->
            isJwe(text) || (field.equals("cardNo") && !FULL_NUMBER.matcher(text).matches())
                ? text
                : seal(text, key));
  }

  /**
   * Returns the content with its card data opened; what is not JWE stays as it is.
   *
   * @throws CodecException when one does not open with the key
   */
  static Map<String, Object> openCardData(Map<String, ?> content, PrivateKey key) {
    return map(content, (field, text) -> isJwe(text) ? open(text, key) : text);
  }

  private static boolean isJwe(String text) {
    return COMPACT.matcher(text).matches();
  }

  static String seal(String text, PublicKey key) {
    byte[] contentKey = new byte[32];
    byte[] iv = new byte[12];
    RANDOM.nextBytes(contentKey);
    RANDOM.nextBytes(iv);
    String header = base64Url(HEADER.getBytes(US_ASCII));
    try {
      byte[] sealed = gcm(Cipher.ENCRYPT_MODE, contentKey, iv, header, text.getBytes(UTF_8));
      byte[] cipher = Arrays.copyOf(sealed, sealed.length - TAG_BYTES);
      byte[] tag = Arrays.copyOfRange(sealed, cipher.length, sealed.length);
      byte[] wrapped = oaep(Cipher.ENCRYPT_MODE, key, contentKey);
      return String.join(
          ".", header, base64Url(wrapped), base64Url(iv), base64Url(cipher), base64Url(tag));
    } catch (GeneralSecurityException e) {
      throw new KeyUnsupported(
          "card data cannot be sealed to the platform's key: a JWE needs one of 2048 bits or more");
    }
  }

  /**
   * One message for every fault: details about what is wrong with a ciphertext help an attacker to
   * open it.
   */
  static String open(String jwe, PrivateKey key) {
    try {
      String[] parts = jwe.split("\\.", -1);
      Map<String, Object> header = Json.parseObject(decode(parts[0]));
      if (!"RSA-OAEP-256".equals(header.get("alg"))
          || !"A256GCM".equals(header.get("enc"))
          || header.containsKey("crit")
          || header.containsKey("zip")) throw new GeneralSecurityException();
      byte[] cipher = decode(parts[3]);
      byte[] tag = decode(parts[4]);
      if (tag.length != TAG_BYTES) throw new GeneralSecurityException();
      byte[] sealed = Arrays.copyOf(cipher, cipher.length + TAG_BYTES);
      System.arraycopy(tag, 0, sealed, cipher.length, TAG_BYTES);
      byte[] contentKey = oaep(Cipher.DECRYPT_MODE, key, decode(parts[1]));
      if (contentKey.length != 32) throw new GeneralSecurityException();
      return new String(
          gcm(Cipher.DECRYPT_MODE, contentKey, decode(parts[2]), parts[0], sealed), UTF_8);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new CodecException("a JWE does not open with the merchant's key");
    }
  }

  private static byte[] oaep(int mode, Key key, byte[] in) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(mode, key, OAEP);
    return cipher.doFinal(in);
  }

  private static byte[] gcm(int mode, byte[] key, byte[] iv, String header, byte[] in)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(8 * TAG_BYTES, iv));
    cipher.updateAAD(header.getBytes(US_ASCII));
    return cipher.doFinal(in);
  }

  private static String base64Url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] decode(String base64Url) {
    return Base64.getUrlDecoder().decode(base64Url);
  }

  private interface TextMapper {
    String map(String field, String text);
  }

  private static Map<String, Object> map(Map<String, ?> content, TextMapper mapper) {
    Map<String, Object> mapped = new LinkedHashMap<>();
    content.forEach((field, value) -> mapped.put(field, mapValue(field, value, mapper)));
    return mapped;
  }

  @SuppressWarnings("unchecked")
  private static Object mapValue(String field, Object value, TextMapper mapper) {
    if (value instanceof Map) return map((Map<String, ?>) value, mapper);
    if (value instanceof List) {
      List<Object> mapped = new ArrayList<>();
      for (Object each : (List<?>) value) mapped.add(mapValue(field, each, mapper));
      return mapped;
    }
    boolean isText = value instanceof String || value instanceof Number;
    return isText && Content.isCardData(field) ? mapper.map(field, value.toString()) : value;
  }
}
