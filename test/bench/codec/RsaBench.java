import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;

/**
 * Measures the JDK's own RSA. Reads one line per task, "PRIVATE PUBLIC WHAT BLOCKS" with the keys in Base64 (PKCS#8 and
 * SubjectPublicKeyInfo), and answers with a line: operations per second of processor time.
 */
public class RsaBench {
  static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  static final long LEAST_NANOS = 20_000_000;
  static final char[] DIGITS = "0123456789abcdef".toCharArray();

  interface Task {
    void run() throws Exception;
  }

  static String seal(byte[] plain, Cipher rsa, int size) throws Exception {
    StringBuilder hex = new StringBuilder();
    for (int at = 0; at < plain.length; at += size) {
      for (byte b : rsa.doFinal(plain, at, Math.min(size, plain.length - at))) {
        hex.append(DIGITS[(b >> 4) & 15]).append(DIGITS[b & 15]);
      }
    }
    return hex.toString();
  }

  static byte[] open(String hex, Cipher rsa, int size) throws Exception {
    byte[] cipher = new byte[hex.length() / 2];
    for (int i = 0; i < cipher.length; i++) {
      cipher[i] = (byte) (Character.digit(hex.charAt(2 * i), 16) << 4 | Character.digit(hex.charAt(2 * i + 1), 16));
    }
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    for (int at = 0; at < cipher.length; at += size) plain.write(rsa.doFinal(cipher, at, size));
    return plain.toByteArray();
  }

  static Cipher cipher(int mode, java.security.Key key) throws Exception {
    Cipher rsa = Cipher.getInstance("RSA/ECB/PKCS1Padding");
    rsa.init(mode, key);
    return rsa;
  }

  static double rate(Task task) throws Exception {
    for (int times = 1; ; times *= 2) {
      long before = THREADS.getCurrentThreadCpuTime();
      for (int time = 0; time < times; time++) task.run();
      long taken = THREADS.getCurrentThreadCpuTime() - before;
      if (taken >= LEAST_NANOS) return times * 1e9 / taken;
    }
  }

  static Task task(PrivateKey mine, PublicKey theirs, String what, int blocks) throws Exception {
    int k = ((RSAKey) theirs).getModulus().bitLength() / 8;
    byte[] plain = new byte[blocks * (k - 11)];
    Arrays.fill(plain, (byte) 'a');
    boolean type1 = what.equals("seal-private") || what.equals("open-public");
    Cipher sealing = cipher(Cipher.ENCRYPT_MODE, type1 ? mine : theirs);
    Cipher opening = cipher(Cipher.DECRYPT_MODE, type1 ? theirs : mine);
    String sealed = seal(plain, sealing, k - 11);
    if (!Arrays.equals(open(sealed, opening, k), plain)) throw new IllegalStateException(what);
    return what.startsWith("seal") ? () -> seal(plain, sealing, k - 11) : () -> open(sealed, opening, k);
  }

  public static void main(String[] args) throws Exception {
    KeyFactory keys = KeyFactory.getInstance("RSA");
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      PrivateKey mine = keys.generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(words[0])));
      PublicKey theirs = keys.generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(words[1])));
      Task task = task(mine, theirs, words[2], Integer.parseInt(words[3]));
      System.out.println(rate(task));
    }
  }
}
