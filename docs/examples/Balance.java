// Account Balance with the Java library: java -cp dist/clients/issuary-0.1.0.jar docs/examples/Balance.java
import com.issuary.Issuary;
import java.nio.file.Path;

public class Balance {
  public static void main(String[] args) {
    Issuary issuary = Issuary.builder()
        .baseUrl("http://127.0.0.1:8080")
        .userNo("10000001")
        .privateKey(Path.of(".issuary/keys/merchant-private.pem"))
        .platformKey(Path.of(".issuary/keys/platform-public.pem"))
        .build();
    issuary.accounts().balance(query -> query.currency("USD")).forEach(System.out::println);
  }
}
