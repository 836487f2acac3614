package com.issuary;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads RSA keys as PEM, DER or bare Base64: PKCS#8, PKCS#1, SubjectPublicKeyInfo, X.509
 * certificates. The structure decides, not the label of the PEM.
 */
final class Keys {
  private static final Set<Integer> MODULUS_BITS = Set.of(1024, 2048, 4096);
  private static final BigInteger MIN_EXPONENT = BigInteger.valueOf(65_537);
  private static final BigInteger MAX_EXPONENT = BigInteger.ONE.shiftLeft(32);
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  /** AlgorithmIdentifier of rsaEncryption. */
  private static final byte[] RSA = {
    0x30,
    0x0d,
    0x06,
    0x09,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };

  private Keys() {}

  /**
   * Reads the merchant's private key.
   *
   * @throws KeyUnsupported when it is not an unencrypted RSA private key that the platform accepts
   */
  static PrivateKey readPrivate(byte[] input) {
    Key key = read(input, "privateKey");
    if (key instanceof PrivateKey) return (PrivateKey) key;
    throw new KeyUnsupported("privateKey: this is a public key; your own private key belongs here");
  }

  /**
   * Reads the platform's public key.
   *
   * @throws KeyUnsupported when it is not an RSA public key that the platform accepts
   */
  static PublicKey readPublic(byte[] input) {
    Key key = read(input, "platformKey");
    if (key instanceof PublicKey) return (PublicKey) key;
    throw new KeyUnsupported(
        "platformKey: this is a private key; the public key that the platform gave you for this"
            + " merchant belongs here");
  }

  /** Checks a key that the caller read from a key store or a security module. */
  static <K extends Key> K check(K key, String option) {
    if (!(key instanceof RSAKey))
      throw new KeyUnsupported(option + ": a key for " + key.getAlgorithm() + ", not RSA");
    int bits = ((RSAKey) key).getModulus().bitLength();
    if (!MODULUS_BITS.contains(bits))
      throw new KeyUnsupported(
          option + ": RSA of " + bits + " bits; allowed are 1024, 2048 and 4096");
    BigInteger exponent = exponentOf(key);
    if (exponent != null
        && (exponent.compareTo(MIN_EXPONENT) < 0
            || exponent.compareTo(MAX_EXPONENT) >= 0
            || !exponent.testBit(0)))
      throw new KeyUnsupported(
          option + ": RSA with a public exponent that is not odd and from 65537 to 2^32 - 1");
    return key;
  }

  private static BigInteger exponentOf(Key key) {
    if (key instanceof RSAPublicKey) return ((RSAPublicKey) key).getPublicExponent();
    return key instanceof RSAPrivateCrtKey ? ((RSAPrivateCrtKey) key).getPublicExponent() : null;
  }

  private static Key read(byte[] input, String option) {
    byte[] der = derOf(input, option);
    try {
      return check(parse(der), option);
    } catch (GeneralSecurityException | IndexOutOfBoundsException e) {
      throw new KeyUnsupported(
          option + ": not an RSA key in PKCS#8, PKCS#1, SubjectPublicKeyInfo or a certificate");
    }
  }

  private static byte[] derOf(byte[] input, String option) {
    if (input.length > 0 && input[0] == 0x30) return input;
    String text = new String(input, StandardCharsets.ISO_8859_1);
    Matcher block = PEM.matcher(text);
    boolean isPem = block.find();
    String base64 = isPem ? block.group(2) : text;
    if (base64.contains("ENCRYPTED") || (isPem && block.group(1).startsWith("ENCRYPTED")))
      throw new KeyUnsupported(
          option + ": the key is encrypted; decrypt it first: openssl pkey -in KEY -out DECRYPTED");
    if (text.startsWith("ssh-"))
      throw new KeyUnsupported(
          option + ": an OpenSSH public key; convert it: ssh-keygen -e -m PKCS8 -f KEY");
    try {
      byte[] der = Base64.getDecoder().decode(base64.replaceAll("\\s+", ""));
      if (der.length > 0) return der;
    } catch (IllegalArgumentException e) {
      // The message below says it without quoting the key.
    }
    throw new KeyUnsupported(
        option
            + ": neither PEM nor DER nor Base64 of a key"
            + (text.length() < 512 && text.contains("/") ? "; a file is passed as a Path" : ""));
  }

  /**
   * Tells the structures apart by the tags of their members: 02 a number, 30 a structure, 03 bits,
   * 04 bytes.
   */
  private static Key parse(byte[] der) throws GeneralSecurityException {
    KeyFactory factory = KeyFactory.getInstance("RSA");
    int first = contentStart(der, 0);
    int second = next(der, first);
    if (der[first] == 0x02) {
      if (der[second] == 0x30) return factory.generatePrivate(new PKCS8EncodedKeySpec(der));
      boolean isPublic = next(der, second) >= der.length;
      if (isPublic)
        return factory.generatePublic(
            new X509EncodedKeySpec(sequence(RSA, tagged(0x03, new byte[] {0}, der))));
      return factory.generatePrivate(
          new PKCS8EncodedKeySpec(sequence(new byte[] {2, 1, 0}, RSA, tagged(0x04, der))));
    }
    if (der[second] == 0x03) return factory.generatePublic(new X509EncodedKeySpec(der));
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(der))
        .getPublicKey();
  }

  private static int contentStart(byte[] der, int at) {
    int length = der[at + 1];
    return at + 2 + (length < 0 ? length & 0x7f : 0);
  }

  /** Returns where the element after this one starts. */
  private static int next(byte[] der, int at) {
    int start = contentStart(der, at);
    long length = start == at + 2 ? der[at + 1] : 0;
    for (int i = at + 2; i < start; i++) length = length << 8 | der[i] & 0xff;
    if (length < 0 || length > der.length) throw new IndexOutOfBoundsException();
    return start + (int) length;
  }

  private static byte[] sequence(byte[]... members) {
    return tagged(0x30, members);
  }

  private static byte[] tagged(int tag, byte[]... contents) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] each : contents) content.writeBytes(each);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.size();
    if (length > 127) out.write(length > 255 ? 0x82 : 0x81);
    if (length > 255) out.write(length >> 8);
    out.write(length);
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }
}
