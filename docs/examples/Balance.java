// Account Balance from Java 11 or later, without a library: java docs/examples/Balance.java
import java.net.URI;
import java.net.http.*;
import java.nio.file.*;
import java.security.*;
import java.security.spec.*;
import java.util.Base64;
import java.util.regex.*;
import javax.crypto.Cipher;

public class Balance {
  static byte[] pem(String file) throws Exception {
    String text = Files.readString(Path.of(".issuary/keys/" + file));
    return Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
  }

  static byte[] blocks(Cipher rsa, byte[] in, int size) throws Exception {
    var out = new java.io.ByteArrayOutputStream();
    for (int at = 0; at < in.length; at += size) out.write(rsa.doFinal(in, at, Math.min(size, in.length - at)));
    return out.toByteArray();
  }

  public static void main(String[] args) throws Exception {
    KeyFactory keys = KeyFactory.getInstance("RSA");
    PrivateKey mine = keys.generatePrivate(new PKCS8EncodedKeySpec(pem("merchant-private.pem")));
    PublicKey platform = keys.generatePublic(new X509EncodedKeySpec(pem("platform-public.pem")));
    int k = ((java.security.interfaces.RSAKey) platform).getModulus().bitLength() / 8;
    Cipher rsa = Cipher.getInstance("RSA/ECB/PKCS1Padding");

    rsa.init(Cipher.ENCRYPT_MODE, mine);
    byte[] content = Base64.getEncoder().encode("{\"currency\":\"USD\"}".getBytes("UTF-8"));
    StringBuilder hex = new StringBuilder();
    for (byte b : blocks(rsa, content, k - 11)) hex.append(String.format("%02x", b));
    String body = "{\"version\":\"1.0.0\",\"userNo\":10000001,\"dataType\":\"JSON\",\"dataContent\":\"" + hex + "\"}";

    HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:8080/openapi/account/balance"))
        .header("content-type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)).build();
    String answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();

    Matcher result = Pattern.compile("\"result\":\"([0-9a-f]+)\"").matcher(answer);
    if (!result.find()) throw new IllegalStateException(answer);
    byte[] cipher = new java.math.BigInteger("1" + result.group(1), 16).toByteArray();
    rsa.init(Cipher.DECRYPT_MODE, platform);
    byte[] plain = blocks(rsa, java.util.Arrays.copyOfRange(cipher, 1, cipher.length), k);
    System.out.println(new String(Base64.getDecoder().decode(plain), "UTF-8"));
  }
}
