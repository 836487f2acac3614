package com.issuary;

import com.issuary.model.AcceptedOrder;
import com.issuary.model.Card3dsOtp;
import com.issuary.model.CardActivationStatus;
import com.issuary.model.CardApplyRequest;
import com.issuary.model.CardPageRequest;
import com.issuary.model.CardPinResetRequest;
import com.issuary.model.TradeFee;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Requests as programs write them, and results as they read them. */
final class ModelTests {
  private final Suite suite;

  ModelTests(Suite suite) {
    this.suite = suite;
  }

  void run() {
    suite.test(
        "a request has the fields of the wire",
        () ->
            Suite.same(
                Map.of(
                    "localCurrency",
                    "USD",
                    "startDate",
                    "2027-01-31",
                    "endDate",
                    "2028-01-31",
                    "authLimitAmount",
                    new BigDecimal("100.50"),
                    "enableMultiUse",
                    0),
                CardApplyRequest.builder()
                    .localCurrency("USD")
                    .startDate(LocalDate.of(2027, 1, 31))
                    .endDate("2028-01-31")
                    .authLimitAmount("100.50")
                    .enableMultiUse(false)
                    .cardAlias("a")
                    .cardAlias(null)
                    .build()
                    .asMap()));
    suite.test(
        "times are written as the platform reads them",
        () ->
            Suite.same(
                "2027-01-31 08:05:00",
                CardPageRequest.builder()
                    .beginTime(LocalDateTime.of(2027, 1, 31, 8, 5))
                    .build()
                    .asMap()
                    .get("beginTime")));
    suite.test(
        "required fields that are missing are named together",
        () ->
            Suite.same(
                "localCurrency, endDate: are required",
                Suite.throwing(
                        RequestInvalid.class,
                        () -> CardApplyRequest.builder().startDate("2027-01-31").build())
                    .getMessage()));
    suite.test(
        "an amount that is none is refused",
        () ->
            Suite.throwing(
                RequestInvalid.class, () -> CardApplyRequest.builder().authLimitAmount("ten")));
    suite.test(
        "fields that are newer than the library are sent and kept",
        () -> {
          Suite.same(
              7,
              CardApplyRequest.builder()
                  .with("newField", 7)
                  .localCurrency("USD")
                  .startDate("a")
                  .endDate("b")
                  .build()
                  .asMap()
                  .get("newField"));
          Suite.same(
              new BigDecimal(7),
              AcceptedOrder.of(Map.of("orderId", "1", "userReqNo", "R", "newField", 7))
                  .asMap()
                  .get("newField"));
        });
    suite.test(
        "card data is masked in texts",
        () -> {
          String texts =
              CardPinResetRequest.builder().cardId("1").pin("274916").build() + " " + otp();
          Suite.isTrue(
              !texts.contains("274916") && !texts.contains("123456") && texts.contains("cardId=1"),
              texts);
          Suite.same("123456", otp().otp());
        });
    suite.test(
        "amounts that come as text are decimals",
        () -> {
          Suite.same(new BigDecimal("12.50"), otp().transactionAmount());
          Map<String, Object> fee =
              new HashMap<>(
                  Map.of(
                      "cardId",
                      "1",
                      "opType",
                      99,
                      "receiptNo",
                      "2",
                      "recordNo",
                      "3",
                      "userNo",
                      "4",
                      "realCcy",
                      "USD",
                      "createAt",
                      "x"));
          fee.put("realFee", "-0.50");
          Suite.same(new BigDecimal("-0.50"), TradeFee.of(fee).realFee());
        });
    suite.test(
        "an id that comes as a number keeps its digits",
        () ->
            Suite.same(
                "1238793332297834",
                CardActivationStatus.of(
                        Map.of("cardId", new BigDecimal("1238793332297834"), "staus", 1))
                    .cardId()));
    suite.test(
        "what violates the contract is refused by its field",
        () -> {
          for (Map<String, Object> fields :
              List.<Map<String, Object>>of(
                  Map.of("userReqNo", "R"), Map.of("orderId", List.of(), "userReqNo", "R")))
            Suite.isTrue(
                Suite.throwing(IllegalArgumentException.class, () -> AcceptedOrder.of(fields))
                    .getMessage()
                    .startsWith("orderId "),
                "names the field");
          Suite.throwing(
              IllegalArgumentException.class,
              () -> CardActivationStatus.of(Map.of("cardId", "1", "staus", new BigDecimal("1.5"))));
          Suite.throwing(
              IllegalArgumentException.class,
              () ->
                  CardActivationStatus.of(
                      Map.of("cardId", "1", "staus", new BigDecimal("99999999999"))));
        });
    suite.test(
        "results are equal by their fields and cannot be changed",
        () -> {
          Map<String, Object> fields = new HashMap<>(Map.of("orderId", "1", "userReqNo", "R"));
          AcceptedOrder order = AcceptedOrder.of(fields);
          fields.put("orderId", "2");
          Suite.same("1", order.orderId());
          Suite.same(AcceptedOrder.of(Map.of("userReqNo", "R", "orderId", "1")), order);
          Suite.throwing(
              UnsupportedOperationException.class, () -> order.asMap().put("orderId", "3"));
        });
    suite.test(
        "an unknown operation is answered with the nearest",
        () ->
            Suite.same(
                "there is no operation cardAply; the nearest is cardApply",
                Suite.throwing(
                        IllegalArgumentException.class, () -> OperationNames.find("cardAply"))
                    .getMessage()));
  }

  private static Card3dsOtp otp() {
    return Card3dsOtp.of(
        Map.of(
            "otp",
            "123456",
            "cardId",
            "1",
            "cardNo",
            "499900******4242",
            "transactionCurrency",
            "USD",
            "transactionAmount",
            "12.50",
            "merchantName",
            "Shop"));
  }
}
