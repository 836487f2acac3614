// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** The content of dpt_payment_bill. Coins arrived at the address of an acquiring order. */
public final class DptPaymentBill extends Content {
  private DptPaymentBill(Map<String, ?> fields) {
    super(fields);
    txId();
    fromAddress();
    toAddress();
    paymentAmount();
    factAmount();
    fee();
    serialNumber();
    orderNo();
    transactionTime();
    logIndex();
    currency();
    network();
    confirmations();
    removed();
  }

  /**
   * Reads the fields as they are on the wire.
   *
   * @throws IllegalArgumentException when one is missing or has another form
   */
  public static DptPaymentBill of(Map<String, ?> fields) {
    return new DptPaymentBill(fields);
  }

  /** The transaction id on the blockchain. */
  public String txId() {
    return text("txId");
  }

  /** The address that sent the coins. */
  public String fromAddress() {
    return text("fromAddress");
  }

  /** The address that received the coins. */
  public String toAddress() {
    return text("toAddress");
  }

  /** The amount received. */
  public BigDecimal paymentAmount() {
    return decimal("paymentAmount");
  }

  /** The amount credited. */
  public BigDecimal factAmount() {
    return decimal("factAmount");
  }

  /** The fee. */
  public BigDecimal fee() {
    return decimal("fee");
  }

  /** The merchant's request number. */
  public String serialNumber() {
    return text("serialNumber");
  }

  /** The acquiring order. */
  public String orderNo() {
    return text("orderNo");
  }

  /**
   * When the payment was made, in ISO 8601: the time of its block. A transaction that is mined again has a later
   * time.
   */
  public String transactionTime() {
    return text("transactionTime");
  }

  /**
   * The log index of the transfer, which distinguishes two transfers of one transaction. Without it the transaction
   * has only one transfer.
   */
  public Optional<Long> logIndex() {
    return optionalWhole("logIndex");
  }

  /** The coin. */
  public Optional<String> currency() {
    return optionalText("currency");
  }

  /** The network. */
  public Optional<String> network() {
    return optionalText("network");
  }

  /** The number of blocks on top of the transaction. Without it the payment is final. Only sent by chain watchers. */
  public Optional<Long> confirmations() {
    return optionalWhole("confirmations");
  }

  /**
   * 1: the transaction was removed from the blockchain by a reorganisation, and its credit is reversed; the amounts
   * are then negative.
   */
  public Optional<Integer> removed() {
    return optionalInteger("removed");
  }
}
