package com.issuary;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The JSON that goes over the wire. */
final class JsonTests {
  private final Suite suite;

  JsonTests(Suite suite) {
    this.suite = suite;
  }

  void run() {
    suite.test(
        "numbers keep every digit, beyond those of a double",
        () -> {
          for (String digits :
              List.of(
                  "0",
                  "-0.10",
                  "9007199254740993",
                  "0.1000000000000000055511151231257827",
                  "1e300",
                  "12345678901234567890.123"))
            Suite.same(new BigDecimal(digits), Json.parseObject("{\"n\":" + digits + "}").get("n"));
        });
    suite.test(
        "numbers that would only cost memory are refused",
        () -> refuses("{\"n\":1e999999999}", "{\"n\":1" + "0".repeat(500) + "}"));
    suite.test(
        "what is not JSON is refused",
        () ->
            refuses(
                "",
                "{",
                "{}x",
                "{\"a\":01}",
                "{\"a\":.5}",
                "{\"a\":1.}",
                "{\"a\":+1}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":1,}",
                "[1]",
                "null",
                "{\"a\":tru}",
                "{\"a\":\"\t\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u00g0\"}",
                "{\"a\":\"",
                "{\"a\":NaN}",
                "{\"a\":1 2}",
                "{\"a\" 1}",
                "{\"a\":\"\\u١١١١\"}",
                "{\"a\":1e}",
                "{} {}"));
    suite.test(
        "64 levels are read, one more is not, and a million do not overflow the stack",
        () -> {
          Json.parseObject("{\"a\":" + "[".repeat(63) + "]".repeat(63) + "}");
          refuses("{\"a\":" + "[".repeat(64) + "]".repeat(64) + "}", "{\"a\":".repeat(1_000_000));
        });
    suite.test(
        "of a repeated key the last counts",
        () -> Suite.same(Map.of("a", new BigDecimal(2)), Json.parseObject("{\"a\":1,\"a\":2}")));
    suite.test(
        "escapes and surrogate pairs are read",
        () ->
            Suite.same(
                "\"\\/\b\f\n\r\té😀",
                Json.parseObject("{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\"}")
                    .get("a")));
    suite.test(
        "a pair is written as it is, half a pair as its escape",
        () -> {
          Suite.same(
              "{\"a\":\"😀\\ud83dx\\ude00\"}", JsonWriter.write(Map.of("a", "😀\ud83dx\ude00")));
          Suite.same(
              Map.of("a", "\ud83d"), Json.parseObject(JsonWriter.write(Map.of("a", "\ud83d"))));
        });
    suite.test(
        "bytes that are not UTF-8 are refused",
        () ->
            Suite.throwing(
                CodecException.class,
                () ->
                    Json.parseObject(
                        new byte[] {'{', '"', (byte) 0xc0, (byte) 0x80, '"', ':', '1', '}'})));
    suite.test(
        "fields that are null are left out",
        () -> {
          Map<String, Object> fields = new LinkedHashMap<>();
          fields.put("a", null);
          fields.put("b", Arrays.asList(1, null));
          Suite.same("{\"b\":[1,null]}", JsonWriter.write(fields));
        });
    suite.test(
        "amounts are written without an exponent, whatever their scale",
        () -> {
          Suite.same("{\"a\":1000}", JsonWriter.write(Map.of("a", new BigDecimal("1E+3"))));
          Suite.same("{\"a\":0.000001}", JsonWriter.write(Map.of("a", new BigDecimal("0.000001"))));
        });
    suite.test(
        "what has no exact JSON form is refused by its field",
        () -> {
          for (Object value :
              List.of(
                  Double.NaN, Float.POSITIVE_INFINITY, new BigDecimal("1e999999"), new Object()))
            Suite.isTrue(
                Suite.throwing(
                        RequestInvalid.class, () -> JsonWriter.write(Map.of("amount", value)))
                    .getMessage()
                    .startsWith("amount: "),
                "names the field");
        });
    suite.test(
        "a list that contains itself is refused",
        () -> {
          List<Object> list = new ArrayList<>();
          list.add(list);
          Suite.throwing(RequestInvalid.class, () -> JsonWriter.write(Map.of("a", list)));
        });
    suite.test(
        "what is written is read back the same (2,000 random objects)",
        () -> {
          Random random = new Random(7);
          for (int i = 0; i < 2_000; i++) {
            Map<String, Object> object = Map.of("a", value(random, 4), "b", value(random, 4));
            Suite.same(object, Json.parseObject(JsonWriter.write(object)));
          }
        });
    suite.test(
        "random bytes give an object or a CodecException, nothing else (20,000 texts)",
        () -> {
          Random random = new Random(8);
          String letters = "{}[]:,\"\\eE+-.0123456789truefalsn u\ud83d\ude00";
          for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder("{");
            for (int n = random.nextInt(30); n > 0; n--)
              text.append(letters.charAt(random.nextInt(letters.length())));
            try {
              Json.parseObject(text.toString());
            } catch (CodecException e) {
              // Expected of most.
            }
          }
        });
  }

  private static Object value(Random random, int depth) {
    switch (random.nextInt(depth == 0 ? 3 : 5)) {
      case 0:
        return new BigDecimal(new BigInteger(90, random), random.nextInt(20));
      case 1:
        return random.nextBoolean();
      case 2:
        return random
            .ints(random.nextInt(6), 0, 0x3000)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
      case 3:
        return List.of(value(random, depth - 1), value(random, depth - 1));
      default:
        return Map.of("x", value(random, depth - 1));
    }
  }

  private static void refuses(String... texts) {
    for (String text : texts) {
      CodecException refused = Suite.throwing(CodecException.class, () -> Json.parseObject(text));
      Suite.isTrue(
          text.length() < 3 || !refused.getMessage().contains(text), "does not quote the text");
    }
  }
}
