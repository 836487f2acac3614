// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary;

import com.issuary.model.Card3dsOtp;
import com.issuary.model.CardActivationCode;
import com.issuary.model.CardActivationStatus;
import com.issuary.model.CardOperate;
import com.issuary.model.CardTransaction;
import com.issuary.model.DptPaymentBill;
import com.issuary.model.TradeFee;
import java.util.List;

/** Every type of notification. */
final class NotificationTypes {
  static final List<NotificationType> ALL = List.of(
      new NotificationType("card_transaction", CardTransaction::of, "recordNo", "transCategory", "cardId"),
      new NotificationType("card_operate", CardOperate::of, "orderId"),
      new NotificationType("trade_fee", TradeFee::of, "receiptNo", "cardId"),
      new NotificationType("card_3ds_otp", Card3dsOtp::of),
      new NotificationType("dpt_payment_bill", DptPaymentBill::of, "txId", "logIndex", "orderNo", "transactionTime", "removed"),
      new NotificationType("card_activation_code", CardActivationCode::of),
      new NotificationType("card_activation_status", CardActivationStatus::of));

  private NotificationTypes() {}
}
