package com.issuary;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PublicKey;
import java.security.interfaces.RSAKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;

/**
 * Seals and opens business content: JSON, as UTF-8, in Base64, in RSA PKCS#1 v1.5 blocks, in
 * hexadecimal.
 *
 * <p>A block that is sealed with a private key has type 1 ({@code 00 01 FF … FF 00}, then up to k −
 * 11 bytes, where k is the length of the modulus), with a public key type 2. The JDK chooses the
 * type by the key.
 */
final class Codec {
  private static final String BLOCKS = "RSA/ECB/PKCS1Padding";
  private static final int PADDING_BYTES = 11;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private Codec() {}

  /** Seals an object with the merchant's private key, or with the platform's public key. */
  static String seal(Map<String, ?> content, Key key) {
    return sealText(JsonWriter.write(content), key);
  }

  static String sealText(String json, Key key) {
    byte[] base64 = Base64.getEncoder().encode(json.getBytes(StandardCharsets.UTF_8));
    try {
      return toHex(transform(Cipher.ENCRYPT_MODE, key, base64, blockBytes(key) - PADDING_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime cannot seal with RSA", e);
    }
  }

  /**
   * Opens what the owner of one of the keys sealed with the private half. There are two keys during
   * a rotation.
   *
   * @throws CodecException when it is not sealed with any of them, or does not hold a JSON object
   */
  static Map<String, Object> open(String hex, List<PublicKey> keys) {
    CodecException last = new CodecException("no key to open with");
    for (PublicKey key : keys) {
      try {
        return open(hex, key);
      } catch (CodecException e) {
        last = e;
      }
    }
    throw last;
  }

  private static Map<String, Object> open(String hex, PublicKey key) {
    int size = blockBytes(key);
    if (hex.isEmpty() || hex.length() % (2 * size) != 0)
      throw new CodecException("not a whole number of blocks of this key");
    byte[] blocks = fromHex(hex);
    byte[] plain;
    try {
      plain = transform(Cipher.DECRYPT_MODE, key, blocks, size);
    } catch (GeneralSecurityException e) {
      throw new CodecException("a block does not open with this key");
    }
    if (plain.length == 0) throw new CodecException("every block is empty");
    return Json.parseObject(fromBase64(plain));
  }

  private static byte[] transform(int mode, Key key, byte[] in, int chunk)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(BLOCKS);
    cipher.init(mode, key);
    ByteArrayOutputStream out = new ByteArrayOutputStream(2 * in.length);
    for (int at = 0; at < in.length; at += chunk) {
      byte[] block = cipher.doFinal(in, at, Math.min(chunk, in.length - at));
      if (block == null) throw new BadPaddingException();
      out.write(block, 0, block.length);
    }
    return out.toByteArray();
  }

  /**
   * Line breaks are skipped; apart from them it must be canonical, so that two texts never mean the
   * same bytes.
   */
  private static byte[] fromBase64(byte[] text) {
    byte[] base64 = new byte[text.length];
    int length = 0;
    for (byte each : text) if (each != '\r' && each != '\n') base64[length++] = each;
    base64 = Arrays.copyOf(base64, length);
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      if (Arrays.equals(Base64.getEncoder().encode(bytes), base64)) return bytes;
    } catch (IllegalArgumentException e) {
      // The message below says it without quoting the text.
    }
    throw new CodecException("not Base64");
  }

  /** Returns the length of the key's modulus, and of each block, in bytes. */
  static int blockBytes(Key key) {
    return ((RSAKey) key).getModulus().bitLength() / 8;
  }

  private static String toHex(byte[] bytes) {
    byte[] hex = new byte[2 * bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      hex[2 * i] = HEX[(bytes[i] >> 4) & 15];
      hex[2 * i + 1] = HEX[bytes[i] & 15];
    }
    return new String(hex, StandardCharsets.US_ASCII);
  }

  private static byte[] fromHex(String hex) {
    byte[] bytes = new byte[hex.length() / 2];
    for (int i = 0; i < bytes.length; i++)
      bytes[i] = (byte) (digit(hex.charAt(2 * i)) << 4 | digit(hex.charAt(2 * i + 1)));
    return bytes;
  }

  private static int digit(char hex) {
    int digit = hex < 128 ? Character.digit(hex, 16) : -1;
    if (digit < 0) throw new CodecException("not hex");
    return digit;
  }
}
