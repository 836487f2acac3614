import type * as T from './contract-types.ts';
import type { Pages } from './row-pages.ts';

// Generated from the catalogue by npm run reference: the methods of the client, by their groups.

export interface AccountsMethods {
  /** Account Balance (`accountBalance`). Returns the balances of the merchant's accounts: total, available and frozen by open orders. */
  balance(request?: T.AccountBalanceRequest): Promise<T.AccountBalanceResult>;
  /** Account Statement (`accountStatement`). Returns the lines of one account in a period, oldest first. Each line is the change by one booking, with the balance after it. Lines appear moments after their bookings. */
  statement(request: T.AccountStatementRequest): Pages<T.AccountStatementResult, T.AccountStatementRow>;
  /** Dpt Transfer Card Account (`accountTransfer`). Converts coins of the dpt account into money on a card account at the current rate. The fee is deducted from the coins; the target amount is rounded down to the minor unit. */
  transfer(request: T.AccountTransferRequest): Promise<T.AccountTransferResult>;
  /** Card account exchange (`accountExchange`). Converts money of one card account into another currency. With sellAmount the bought amount is rounded down to the minor unit, with buyAmount the sold amount is rounded up. The fee is charged in addition to the sold amount. */
  exchange(request: T.AccountExchangeRequest): Promise<T.AccountExchangeResult>;
  /** Exchange rate inquiry (`accountExchangeRate`). Returns the current rate of a currency pair with a quote that holds it for 60 seconds, for one exchange of this merchant. Rates of coins are those of Dpt Transfer Card Account, which accepts no quote. */
  exchangeRate(request: T.AccountExchangeRateRequest): Promise<T.AccountExchangeRateResult>;
}

export interface ScenesMethods {
  /** Scene list query (`scene`). Returns the purposes for which a card can be opened. */
  list(request?: T.SceneRequest): Promise<T.SceneResult>;
}

export interface BinsMethods {
  /** Cardbin query (`cardBin`). Returns the BIN ranges in which the merchant may open cards, one row per range and currency, with fees and limits. */
  list(request?: T.CardBinRequest): Promise<T.CardBinResult>;
}

export interface CardsMethods {
  /** Apply for a Card Opening (`cardApply`). Opens a card and funds it from the card account of its currency. The outcome arrives as card_operate, opType 15. */
  apply(request: T.CardApplyRequest): Promise<T.CardApplyResult>;
  /** Cancel Card Application (`cardClose`). Cancels a card and returns its available balance to the account. The outcome arrives as card_operate, opType 19. */
  close(request: T.CardCloseRequest): Promise<T.CardCloseResult>;
  /** Recharge (`cardRecharge`). Adds authLimitAmount to a card from the card account of its currency. The outcome arrives as card_operate, opType 16. */
  recharge(request: T.CardRechargeRequest): Promise<T.CardRechargeResult>;
  /** Card Information Modification (`cardModify`). Freezes or enables a card, or changes its alias, label or limit. At least one of them is required. */
  modify(request: T.CardModifyRequest): Promise<T.CardModifyResult>;
  /** Card Inquiry (`cardInfo`). Returns a card with its number, verification number, balance and status. A closed or expired card has no verification number. */
  get(request: T.CardInfoRequest): Promise<T.CardInfoResult>;
  /** Refund (`cardRefund`). Moves refundAmount of a card's available balance back to the account. The outcome arrives as card_operate, opType 18. */
  refund(request: T.CardRefundRequest): Promise<T.CardRefundResult>;
  /** Card Pagination Query (`cardPage`). Returns the merchant's cards, newest first, with masked numbers. With an endTime in the past, pages do not shift while cards are added. Without one, new cards push the others towards later pages, but none is skipped. Without filters, or with a period alone, every page takes the same time. With other filters the time is proportional to the cards of the cardholder or group, or for cardType and status alone of the merchant within the period. */
  list(request?: T.CardPageRequest): Pages<T.CardPageResult, T.CardPageRow>;
  /** Card Assign (`cardAssign`). Assigns a physical card from stock to a cardholder and charges the opening fee. The card awaits activation; its code arrives as card_activation_code. */
  assign(request: T.CardAssignRequest): Promise<T.CardAssignResult>;
  /** Card Active (`cardActive`). Activates a physical card with its code and sets its PIN. The outcome arrives as card_activation_status. Five wrong codes lock the activation. A repeated userReqNo gets the first result, whatever code and PIN it carries, and does not set another PIN. */
  activate(request: T.CardActiveRequest): Promise<T.CardActiveResult>;
  /** Card Pin Reset (`cardPinReset`). Sets a new PIN for an activated physical card. PINs are stored sealed and never returned. A repeated userReqNo gets the first result, whatever PIN it carries, and does not set another PIN. */
  resetPin(request: T.CardPinResetRequest): Promise<T.CardPinResetResult>;
}

export interface OrdersMethods {
  /** Card Operation Order Inquiry (`cardOperateQuery`). Returns orders on cards and groups that match at least one filter, newest first. With an endTime in the past, pages do not shift while orders are added. A query by orderId or userReqNo finds its order directly. Other queries take time in proportion to the orders of the card or group, or without either of the merchant within the period. */
  list(request?: T.CardOperateQueryRequest): Pages<T.CardOperateQueryResult, T.CardOperateQueryRow>;
}

export interface TransactionsMethods {
  /** Transaction Inquiry (`transactionQuery`). Returns the transactions of the merchant’s cards that match all filters, newest first, with the fields of card_transaction. */
  list(request?: T.TransactionQueryRequest): Pages<T.TransactionQueryResult, T.TransactionQueryRow>;
}

export interface GroupsMethods {
  /** Shared Card Application (`groupApply`). Opens a group: a pool that is funded from the card account of its currency and shared by supplementary cards. The outcome arrives as card_operate, opType 26. */
  apply(request: T.GroupApplyRequest): Promise<T.GroupApplyResult>;
  /** Shared Card Pagination Query (`groupPage`). Returns the merchant's groups, newest first. */
  list(request?: T.GroupPageRequest): Pages<T.GroupPageResult, T.GroupPageRow>;
  /** Shared Card Inquiry (`groupInfo`). Returns a group with the balance of its pool and the amount its cards used. */
  get(request: T.GroupInfoRequest): Promise<T.GroupInfoResult>;
  /** Shared Card Status Change (`groupStatus`). Freezes or enables a group. Purchases with cards of a frozen group are declined. */
  setStatus(request: T.GroupStatusRequest): Promise<T.GroupStatusResult>;
}

export interface DptMethods {
  /** Digital currency acquiring (`dptAcquire`). Assigns a dedicated address for one payment. Whatever arrives there is credited to the dpt account, less the fee. */
  acquire(request: T.DptAcquireRequest): Promise<T.DptAcquireResult>;
  /** Digital Withdraw (`dptWithdraw`). Sends coins of the dpt account to an address. Amount and fee are frozen until the network has confirmed the transfer; a failure releases both. */
  withdraw(request: T.DptWithdrawRequest): Promise<T.DptWithdrawResult>;
  /** Digital Order Inquiry (`dptOrderQuery`). Returns an acquiring or withdrawal order with its status, by orderNo or userReqNo. */
  getOrder(request?: T.DptOrderQueryRequest): Promise<T.DptOrderQueryResult>;
}

export interface HoldersMethods {
  /** Cardholder Application (`cardholderApply`). Reports a cardholder, who is enabled immediately. Email and mobile identify the cardholder: repeating the same application, with or without a userReqNo, returns the same cardholder. */
  create(request: T.CardholderApplyRequest): Promise<T.CardholderApplyResult>;
  /** Cardholder Details Inquiry (`cardholderInfo`). Returns what was reported about a cardholder, without images, and the BIN ranges that accept the cardholder. */
  get(request: T.CardholderInfoRequest): Promise<T.CardholderInfoResult>;
  /** Cardholder Deletion (`cardholderDelete`). Deletes a cardholder without live cards. Email and mobile become available again. Deleting again changes nothing. */
  delete(request: T.CardholderDeleteRequest): Promise<T.CardholderDeleteResult>;
}

/** All methods by group. */
export interface Methods {
  accounts: AccountsMethods;
  scenes: ScenesMethods;
  bins: BinsMethods;
  cards: CardsMethods;
  orders: OrdersMethods;
  transactions: TransactionsMethods;
  groups: GroupsMethods;
  dpt: DptMethods;
  holders: HoldersMethods;
}
