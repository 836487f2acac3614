// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary;

import java.util.List;

/** Every operation. */
final class Catalogue {
  static final Operation ACCOUNT_BALANCE = new Operation("accountBalance", "/openapi/account/balance", false, false);
  static final Operation ACCOUNT_STATEMENT = new Operation("accountStatement", "/openapi/account/statement", false, false);
  static final Operation ACCOUNT_TRANSFER = new Operation("accountTransfer", "/openapi/account/transfer", true, true);
  static final Operation ACCOUNT_EXCHANGE = new Operation("accountExchange", "/openapi/account/exchange", true, true);
  static final Operation ACCOUNT_EXCHANGE_RATE = new Operation("accountExchangeRate", "/openapi/account/exchangeRate", true, false);
  static final Operation SCENE = new Operation("scene", "/openapi/vcc/scene", false, false);
  static final Operation CARD_BIN = new Operation("cardBin", "/openapi/vcc/cardBin", false, false);
  static final Operation CARD_APPLY = new Operation("cardApply", "/openapi/vcc/card/apply", true, true);
  static final Operation CARD_CLOSE = new Operation("cardClose", "/openapi/vcc/card/close", true, true);
  static final Operation CARD_RECHARGE = new Operation("cardRecharge", "/openapi/vcc/card/recharge", true, true);
  static final Operation CARD_MODIFY = new Operation("cardModify", "/openapi/vcc/card/modify", true, true);
  static final Operation CARD_INFO = new Operation("cardInfo", "/openapi/vcc/card/info", false, false);
  static final Operation CARD_REFUND = new Operation("cardRefund", "/openapi/vcc/card/refund", true, true);
  static final Operation CARD_OPERATE_QUERY = new Operation("cardOperateQuery", "/openapi/vcc/card/operate/query", false, false);
  static final Operation CARD_PAGE = new Operation("cardPage", "/openapi/vcc/card/page", false, false);
  static final Operation TRANSACTION_QUERY = new Operation("transactionQuery", "/openapi/vcc/transaction/query", false, false);
  static final Operation GROUP_APPLY = new Operation("groupApply", "/openapi/vcc/group/apply", true, true);
  static final Operation GROUP_PAGE = new Operation("groupPage", "/openapi/vcc/group/page", false, false);
  static final Operation GROUP_INFO = new Operation("groupInfo", "/openapi/vcc/group/info", false, false);
  static final Operation GROUP_STATUS = new Operation("groupStatus", "/openapi/vcc/group/status", true, true);
  static final Operation DPT_ACQUIRE = new Operation("dptAcquire", "/openapi/dpt/acquire", true, true);
  static final Operation DPT_WITHDRAW = new Operation("dptWithdraw", "/openapi/dpt/withdraw", true, true);
  static final Operation DPT_ORDER_QUERY = new Operation("dptOrderQuery", "/openapi/dpt/order/query", false, false);
  static final Operation CARDHOLDER_APPLY = new Operation("cardholderApply", "/openapi/vcc/cardholder/apply", true, true);
  static final Operation CARDHOLDER_INFO = new Operation("cardholderInfo", "/openapi/vcc/cardholder/info", false, false);
  static final Operation CARDHOLDER_DELETE = new Operation("cardholderDelete", "/openapi/vcc/cardholder/delete", true, true);
  static final Operation CARD_ASSIGN = new Operation("cardAssign", "/openapi/vcc/card/assign", true, true);
  static final Operation CARD_ACTIVE = new Operation("cardActive", "/openapi/vcc/card/active", true, true);
  static final Operation CARD_PIN_RESET = new Operation("cardPinReset", "/openapi/vcc/card/pin/reset", true, true);
  static final List<Operation> ALL = List.of(
      ACCOUNT_BALANCE,
      ACCOUNT_STATEMENT,
      ACCOUNT_TRANSFER,
      ACCOUNT_EXCHANGE,
      ACCOUNT_EXCHANGE_RATE,
      SCENE,
      CARD_BIN,
      CARD_APPLY,
      CARD_CLOSE,
      CARD_RECHARGE,
      CARD_MODIFY,
      CARD_INFO,
      CARD_REFUND,
      CARD_OPERATE_QUERY,
      CARD_PAGE,
      TRANSACTION_QUERY,
      GROUP_APPLY,
      GROUP_PAGE,
      GROUP_INFO,
      GROUP_STATUS,
      DPT_ACQUIRE,
      DPT_WITHDRAW,
      DPT_ORDER_QUERY,
      CARDHOLDER_APPLY,
      CARDHOLDER_INFO,
      CARDHOLDER_DELETE,
      CARD_ASSIGN,
      CARD_ACTIVE,
      CARD_PIN_RESET);

  private Catalogue() {}
}
