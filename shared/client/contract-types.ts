// Generated from the catalogue by npm run reference. The contents of requests, results and notifications in plaintext,
// for the client: plain types, so that its package needs no schema library.

/** The request of Account Balance. Returns the balances of the merchant's accounts: total, available and frozen by open orders. */
export type AccountBalanceRequest = {
  /** Only accounts of this type: 1 card account, 2 dpt account. Defaults to both. */
  accountType?: 1 | 2 | '1' | '2' | (number & {}) | undefined;
  /** Only accounts in this currency or coin. */
  currency?: string | undefined;
};

/** A row of AccountBalanceResult. */
export type AccountBalanceRow = {
  /** 1 card account, 2 dpt account. */
  accountType: number;
  /** The currency or coin of the account. */
  currency: string;
  /** The total balance. Of a sum with more than 15 digits all but the first 15 are zeros. */
  currentBalance: number;
  /** The part that can be spent. */
  availableBalance: number;
  /** The part held by open orders. */
  frozenBalance: number;
};

/** The result of Account Balance. */
export type AccountBalanceResult = {
  /** The accounts that have at least one booking. */
  list: AccountBalanceRow[];
};

/** The request of Account Statement. Returns the lines of one account in a period, oldest first. Each line is the change by one booking, with the balance after it. Lines appear moments after their bookings. */
export type AccountStatementRequest = {
  /** 1 card account, 2 dpt account. */
  accountType: 1 | 2 | '1' | '2' | (number & {});
  /** The currency or coin of the account. */
  currency: string;
  /** Booked at this time or later; a date includes the whole day. */
  beginTime: string;
  /** Booked at this time or earlier, not before beginTime; a date includes the whole day. */
  endTime: string;
  /** The requested page. */
  currentPage?: number | string | undefined;
  /** Rows per page. */
  pageSize?: number | string | undefined;
};

/** A row of AccountStatementResult. */
export type AccountStatementRow = {
  /** The number of the line, unique within the account and increasing. An account with several shards has one sequence of numbers per shard. */
  entryNo: string;
  /** When it was booked, yyyy-MM-dd HH:mm:ss. */
  time: string;
  /** The kind of the line: deposit money paid in, payout money paid out, opening the opening of a card or group, recharge a recharge of a card or group, refund a refund from a card or group, closing the balance of a cancelled card, exchange a currency exchange, transfer coins converted into money on a card account, fee a fee, transaction a card transaction, acquiring coins received, withdrawal coins sent, correction the correction of an earlier line, suspense money that cannot be assigned yet, rebalance a transfer between the shards of one account, other anything else. */
  kind: string;
  /** The change of the total balance: negative for a debit, 0 when money was only frozen or released. */
  amount: number;
  /** The total balance after the line. */
  balanceAfter: number;
  /** The part of it held by open orders. */
  frozenAfter: number;
  /** The order that the line belongs to. */
  orderId?: string | undefined;
  /** The card transaction that the line belongs to. */
  recordNo?: string | undefined;
  /** Further details: a reference, a reason, the progress of the order. */
  remark?: string | undefined;
};

/** The result of Account Statement. */
export type AccountStatementResult = {
  /** Rows on all pages. */
  totalCount: number;
  /** The requested page. */
  currentPage: number;
  /** Rows per page. */
  pageSize: number;
  /** Number of pages. */
  totalPages: number;
  /** The rows of the page. */
  list: AccountStatementRow[];
};

/** The request of Dpt Transfer Card Account. Converts coins of the dpt account into money on a card account at the current rate. The fee is deducted from the coins; the target amount is rounded down to the minor unit. */
export type AccountTransferRequest = {
  /** The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. */
  userReqNo?: string | undefined;
  /** The coin: USDT or USDC. */
  currency: 'USDT' | 'USDC';
  /** The coins to take from the dpt account, including the fee. */
  amount: number | string;
  /** The currency of the card account. */
  targetCurrency?: string | undefined;
};

/** The result of Dpt Transfer Card Account. */
export type AccountTransferResult = {
  /** The order. */
  orderId: string;
  /** The merchant's request number. */
  userReqNo: string;
  /** The price of one unit of the currency sold, in the currency bought. */
  exchangeRate: number;
  /** 1 success: the money has arrived. */
  status: number;
  /** When the money was converted, yyyy-MM-dd HH:mm:ss. */
  createAt: string;
  /** The coin. */
  currency: string;
  /** The coins taken from the dpt account, including the fee. */
  amount: number;
  /** The fee in coins, rounded up. */
  fee: number;
  /** The currency of the card account. */
  targetCurrency: string;
  /** The amount credited to the card account. */
  targetAmount: number;
};

/** The request of Card account exchange. Converts money of one card account into another currency. With sellAmount the bought amount is rounded down to the minor unit, with buyAmount the sold amount is rounded up. The fee is charged in addition to the sold amount. */
export type AccountExchangeRequest = {
  /** The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. */
  userReqNo?: string | undefined;
  /** The currency to sell. */
  sellCurrency: string;
  /** The currency to buy; must differ from sellCurrency. */
  buyCurrency: string;
  /** How much to sell. Exactly one of sellAmount and buyAmount is required. */
  sellAmount?: number | string | undefined;
  /** How much to buy. Exactly one of sellAmount and buyAmount is required. */
  buyAmount?: number | string | undefined;
  /** An unexpired and unused quote of Exchange rate inquiry. Defaults to the current rate. */
  quoteId?: string | number | undefined;
};

/** The result of Card account exchange. */
export type AccountExchangeResult = {
  /** The order. */
  orderId: string;
  /** The merchant's request number. */
  userReqNo: string;
  /** The price of one unit of the currency sold, in the currency bought. */
  exchangeRate: number;
  /** 1 success: the money has arrived. */
  status: number;
  /** When the money was converted, yyyy-MM-dd HH:mm:ss. */
  createAt: string;
  /** The currency sold. */
  sellCurrency: string;
  /** How much was sold. */
  sellAmount: number;
  /** The currency bought. */
  buyCurrency: string;
  /** How much was bought. */
  buyAmount: number;
  /** The fee in addition, in the currency sold; rounded up. */
  fee: number;
};

/** The request of Exchange rate inquiry. Returns the current rate of a currency pair with a quote that holds it for 60 seconds, for one exchange of this merchant. Rates of coins are those of Dpt Transfer Card Account, which accepts no quote. */
export type AccountExchangeRateRequest = {
  /** The currency or coin to sell. */
  sellCurrency: string;
  /** The currency or coin to buy; must differ from sellCurrency. */
  buyCurrency: string;
};

/** The result of Exchange rate inquiry. */
export type AccountExchangeRateResult = {
  /** The quote, for Card account exchange. */
  quoteId: string;
  /** The currency or coin to sell. */
  sellCurrency: string;
  /** The currency or coin to buy. */
  buyCurrency: string;
  /** The price of one unit of the currency sold, in the currency bought. */
  exchangeRate: number;
  /** When the quote was given, yyyy-MM-dd HH:mm:ss. */
  quoteTime: string;
  /** When the quote expires, yyyy-MM-dd HH:mm:ss. */
  expireTime: string;
};

/** The request of Scene list query. Returns the purposes for which a card can be opened. */
export type SceneRequest = Record<string, never>;

/** A row of SceneResult. */
export type SceneRow = {
  /** The code for card openings. */
  sceneCode: number;
  /** Its name. */
  sceneName: string;
  /** What the scene includes. */
  description: string;
};

/** The result of Scene list query. */
export type SceneResult = {
  /** Every scene. */
  list: SceneRow[];
};

/** The request of Cardbin query. Returns the BIN ranges in which the merchant may open cards, one row per range and currency, with fees and limits. */
export type CardBinRequest = {
  /** 1 regular, 2 shared: a supplementary card of a group. */
  cardType?: 1 | 2 | '1' | '2' | (number & {}) | undefined;
};

/** A row of CardBinResult. */
export type CardBinRow = {
  /** The id of the range, for card openings. */
  binRangeId: string;
  /** The leading digits of its card numbers. */
  cardBin: string;
  /** The card network. */
  cardBrand: string;
  /** 1 regular, 2 shared: a supplementary card of a group. */
  cardType: number;
  /** 1 virtual, 2 physical. */
  cardForm: number;
  /** Whether an opening requires a cardholder: 0 no, 1 yes. */
  needCardholder: number;
  /** The fields that the cardholder must have, as named in Cardholder Application. */
  requiredFields: string[];
  /** The currency of the cards and of the amounts below. */
  currency: string;
  /** The fee of an opening. */
  openFee: number;
  /** The fee of a recharge as a share of its amount: 0.01 is 1 %. Rounded up to the minor unit. */
  rechargeFeeRate: number;
  /** The minimum fee of a recharge, if the range has one. */
  minRechargeFee?: number | undefined;
  /** The smallest amount for funding or recharging a card. */
  minAmount: number;
  /** The largest amount for funding or recharging a card. */
  maxAmount: number;
  /** 0 closed for new cards, 1 open. */
  status: number;
};

/** The result of Cardbin query. */
export type CardBinResult = {
  /** One row per range and currency. */
  list: CardBinRow[];
};

/** The request of Apply for a Card Opening. Opens a card and funds it from the card account of its currency. The outcome arrives as card_operate, opType 15. */
export type CardApplyRequest = {
  /** The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. */
  userReqNo?: string | undefined;
  /** The currency of the card and of the account that pays. */
  localCurrency: string;
  /** The first day on which the card can be used: today or later. */
  startDate: string;
  /** The last day on which the card can be used: startDate or later, but not after the card's expiry date. */
  endDate: string;
  /** 1 a regular card, 2 a supplementary card of a group. */
  channelType?: 1 | 2 | '1' | '2' | (number & {}) | undefined;
  /** For channelType 1: the initial funding, required. For channelType 2: the card’s own limit within the pool; absent or 0 means that only the pool limits it. */
  authLimitAmount?: number | string | undefined;
  /** 1 many purchases, 0 one. */
  enableMultiUse?: 0 | 1 | '0' | '1' | (number & {}) | undefined;
  /** 1 purchases in localCurrency only, 0 purchases in any currency. Required for channelType 1. */
  enableCurrencyCheck?: 0 | 1 | '0' | '1' | (number & {}) | undefined;
  /** The merchant's name for the card. */
  cardAlias?: string | undefined;
  /** Alternative spelling of cardAlias, which takes precedence. */
  CardAlias?: string | undefined;
  /** A range of Cardbin query, or a BIN, which selects its first suitable range. Defaults to the first range for the currency; for channelType 2 to the group's range, and must have the same issuer as the group. */
  binRangeId?: string | number | undefined;
  /** The group, required for channelType 2. */
  groupId?: string | number | undefined;
  /** The cardholder. */
  cardUserId?: string | number | undefined;
  /** The purpose of the card, from Scene list query. */
  sceneCode?: 1001 | 1002 | 1003 | 1004 | '1001' | '1002' | '1003' | '1004' | (number & {}) | undefined;
  /** The IATA code of the airline, for scene 1004 only. */
  airLineCode?: string | undefined;
};

/** The result of Apply for a Card Opening. */
export type CardApplyResult = {
  /** The order. */
  orderId: string;
  /** The merchant's request number. */
  userReqNo: string;
};

/** The request of Cancel Card Application. Cancels a card and returns its available balance to the account. The outcome arrives as card_operate, opType 19. */
export type CardCloseRequest = {
  /** The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. */
  userReqNo?: string | undefined;
  /** The card. */
  cardId: string | number;
};

/** The result of Cancel Card Application. */
export type CardCloseResult = {
  /** The order. */
  orderId: string;
  /** The merchant's request number. */
  userReqNo: string;
};

/** The request of Recharge. Adds authLimitAmount to a card from the card account of its currency. The outcome arrives as card_operate, opType 16. */
export type CardRechargeRequest = {
  /** The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. */
  userReqNo?: string | undefined;
  /** 1 a card, identified by cardId; 2 a group, identified by groupId. */
  channelType?: 1 | 2 | '1' | '2' | (number & {}) | undefined;
  /** The card, for channelType 1. */
  cardId?: string | number | undefined;
  /** The group, for channelType 2. */
  groupId?: string | number | undefined;
  /** The amount to add, from minAmount to maxAmount of the BIN range. The fee is charged in addition. */
  authLimitAmount: number | string;
};

/** The result of Recharge. */
export type CardRechargeResult = {
  /** The order. */
  orderId: string;
  /** The merchant's request number. */
  userReqNo: string;
};

/** The request of Card Information Modification. Freezes or enables a card, or changes its alias, label or limit. At least one of them is required. */
export type CardModifyRequest = {
  /** The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. */
  userReqNo?: string | undefined;
  /** The card. */
  cardId: string | number;
  /** The merchant's name for the card. */
  cardAlias?: string | undefined;
  /** The merchant's label for the card. */
  cardLabel?: string | undefined;
  /** 0 freeze, 1 enable. */
  status?: 0 | 1 | '0' | '1' | (number & {}) | undefined;
  /** The limit of a supplementary card within its pool, not below the used amount; 0 means no limit. Other cards have no limit. */
  authLimitAmount?: number | string | undefined;
};

/** The result of Card Information Modification. */
export type CardModifyResult = {
  /** The merchant's request number. */
  userReqNo: string;
  /** The card. */
  cardId: string;
};

/** The request of Card Inquiry. Returns a card with its number, verification number, balance and status. A closed or expired card has no verification number. */
export type CardInfoRequest = {
  /** The card. */
  cardId: string | number;
};

/** The result of Card Inquiry. */
export type CardInfoResult = {
  /** The card. */
  cardId: string;
  /** The merchant. */
  userNo: string;
  /** The card number: in plaintext, masked or as JWE, depending on the merchant’s cardData. Also masked once it is no longer stored, some time after the card was closed or expired. */
  cardNo: string;
  /** The merchant's name for the card; empty when it has none. */
  cardAlias: string;
  /** The merchant's label for the card; empty when it has none. */
  cardLabel: string;
  /** The expiry date on the card, yyyy-MM. */
  cardExpiryDate: string;
  /** The currency of the card and of the amounts below. */
  localCurrency: string;
  /** The first day on which the card can be used, yyyy-MM-dd. */
  startActiveDate: string;
  /** The last day on which the card can be used, yyyy-MM-dd. */
  endCloseDate: string;
  /** 1 regular, 2 shared: a supplementary card of a group. */
  cardType: number;
  /** 1 virtual, 2 physical. */
  cardForm: number;
  /** The group. */
  groupId?: string | undefined;
  /** A supplementary card's own limit within the pool. */
  creditLimitAmt?: number | undefined;
  /** The smallest amount that can be loaded onto the card at once. */
  minAuthAmt: number;
  /** The largest amount that can be loaded onto the card at once, and the largest purchase. */
  maxAuthAmt: number;
  /** The available balance. */
  balanceAmt: number;
  /** The amount used: authorized or cleared, less reversed and refunded. */
  usedAuthAmt: number;
  /** 1 many purchases, 0 one. */
  enableMultiUse: number;
  /** 1 purchases in localCurrency only, 0 purchases in any currency. */
  enableCurrencyCheck: number;
  /** The amount that the cancellation returned to the account. */
  cardClosedAmt?: number | undefined;
  /** 0 closed, 1 in use, 2 frozen, 3 awaiting activation. */
  cardStatus: string;
  /** The status in words. */
  cardStatusDesc: string;
  /** When the card was opened, yyyy-MM-dd HH:mm:ss. */
  createTime: string;
  /** The cardholder, if the card has one. */
  cardUserInfo?: {
    /** Given name. */
    firstName: string;
    /** Family name. */
    lastName: string;
    /** E-mail address. */
    email: string;
    /** Mobile number with its calling code. */
    mobile: string;
    /** Date of birth, yyyy-MM-dd. */
    birthDate: string;
  } | undefined;
  /** The cardholder's billing address. */
  billAddressInfo?: {
    /** ISO 3166-1 alpha-3 code. */
    countryCode: string;
    /** The country's name in English. */
    country: string;
    /** State or province. */
    billingState: string;
    /** City. */
    billingCity: string;
    /** Street and number. */
    billingAddress: string;
    /** Postal code; empty when the country has none. */
    billingZipCode: string;
  } | undefined;
  /** The verification number (CVV2): in plaintext, absent or as JWE, depending on the merchant’s cardData. Absent when the card is closed or expired. */
  cardVerifyNo?: string | undefined;
};

/** The request of Refund. Moves refundAmount of a card's available balance back to the account. The outcome arrives as card_operate, opType 18. */
export type CardRefundRequest = {
  /** The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. */
  userReqNo?: string | undefined;
  /** 1 a card, identified by cardId; 2 a group, identified by groupId. */
  channelType?: 1 | 2 | '1' | '2' | (number & {}) | undefined;
  /** The card, for channelType 1. */
  cardId?: string | number | undefined;
  /** The group, for channelType 2. */
  groupId?: string | number | undefined;
  /** The amount to return, at most the available balance. */
  refundAmount: number | string;
};

/** The result of Refund. */
export type CardRefundResult = {
  /** The order. */
  orderId: string;
  /** The merchant's request number. */
  userReqNo: string;
};

/** The request of Card Operation Order Inquiry. Returns orders on cards and groups that match at least one filter, newest first. With an endTime in the past, pages do not shift while orders are added. A query by orderId or userReqNo finds its order directly. Other queries take time in proportion to the orders of the card or group, or without either of the merchant within the period. */
export type CardOperateQueryRequest = {
  /** The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. */
  userReqNo?: string | undefined;
  /** The order. */
  orderId?: string | number | undefined;
  /** The card. */
  cardId?: string | number | undefined;
  /** The group. */
  groupId?: string | number | undefined;
  /** 15 card application, 16 recharge, 18 refund, 19 card cancellation, 26 group application. */
  opType?: 15 | 16 | 18 | 19 | 26 | '15' | '16' | '18' | '19' | '26' | (number & {}) | undefined;
  /** 0 in process, 1 success, 2 failure. */
  status?: 0 | 1 | 2 | '0' | '1' | '2' | (number & {}) | undefined;
  /** Accepted at this time or later; a date includes the whole day. */
  beginTime?: string | undefined;
  /** Accepted at this time or earlier, not before beginTime; a date includes the whole day. */
  endTime?: string | undefined;
  /** The requested page. */
  currentPage?: number | string | undefined;
  /** Rows per page. */
  pageSize?: number | string | undefined;
};

/** A row of CardOperateQueryResult. */
export type CardOperateQueryRow = {
  /** The order. */
  orderId: string;
  /** The merchant's request number. */
  userReqNo: string;
  /** The card. */
  cardId?: string | undefined;
  /** The group. */
  groupId?: string | undefined;
  /** 1 regular, 2 shared: a supplementary card of a group. */
  cardType: number;
  /** 15 card application, 16 recharge, 18 refund, 19 card cancellation, 26 group application. */
  opType: number;
  /** 0 in process, 1 success, 2 failure. */
  status: number;
  /** The status in words; after a failure, the reason. */
  statusDesc: string;
  /** The amount that the card or group gained or returned. */
  amount: number;
  /** The fee, in addition to the amount. */
  fee: number;
  /** When the order was accepted, yyyy-MM-dd HH:mm:ss. */
  createAt: string;
};

/** The result of Card Operation Order Inquiry. */
export type CardOperateQueryResult = {
  /** Rows on all pages. */
  totalCount: number;
  /** The requested page. */
  currentPage: number;
  /** Rows per page. */
  pageSize: number;
  /** Number of pages. */
  totalPages: number;
  /** The rows of the page. */
  list: CardOperateQueryRow[];
};

/** The request of Card Pagination Query. Returns the merchant's cards, newest first, with masked numbers. With an endTime in the past, pages do not shift while cards are added. Without one, new cards push the others towards later pages, but none is skipped. Without filters, or with a period alone, every page takes the same time. With other filters the time is proportional to the cards of the cardholder or group, or for cardType and status alone of the merchant within the period. */
export type CardPageRequest = {
  /** 1 regular, 2 shared: a supplementary card of a group. */
  cardType?: 1 | 2 | '1' | '2' | (number & {}) | undefined;
  /** The group. */
  groupId?: string | number | undefined;
  /** 0 closed, 1 in use, 2 frozen, 3 awaiting activation. */
  status?: '0' | '1' | '2' | '3' | 0 | 1 | 2 | 3 | (number & {}) | undefined;
  /** The cardholder. */
  cardUserId?: string | number | undefined;
  /** Opened at this time or later; a date includes the whole day. */
  beginTime?: string | undefined;
  /** Opened at this time or earlier, not before beginTime; a date includes the whole day. */
  endTime?: string | undefined;
  /** The requested page. */
  currentPage?: number | string | undefined;
  /** Rows per page. */
  pageSize?: number | string | undefined;
};

/** A row of CardPageResult. */
export type CardPageRow = {
  /** The card. */
  cardId: string;
  /** The merchant. */
  userNo: string;
  /** The card number, masked. */
  cardNo: string;
  /** The merchant's name for the card; empty when it has none. */
  cardAlias: string;
  /** The merchant's label for the card; empty when it has none. */
  cardLabel: string;
  /** The expiry date on the card, yyyy-MM. */
  cardExpiryDate: string;
  /** The currency of the card and of the amounts below. */
  localCurrency: string;
  /** The first day on which the card can be used, yyyy-MM-dd. */
  startActiveDate: string;
  /** The last day on which the card can be used, yyyy-MM-dd. */
  endCloseDate: string;
  /** 1 regular, 2 shared: a supplementary card of a group. */
  cardType: number;
  /** 1 virtual, 2 physical. */
  cardForm: number;
  /** The group. */
  groupId?: string | undefined;
  /** A supplementary card's own limit within the pool. */
  creditLimitAmt?: number | undefined;
  /** The smallest amount that can be loaded onto the card at once. */
  minAuthAmt: number;
  /** The largest amount that can be loaded onto the card at once, and the largest purchase. */
  maxAuthAmt: number;
  /** The available balance. */
  balanceAmt: number;
  /** The amount used: authorized or cleared, less reversed and refunded. */
  usedAuthAmt: number;
  /** 1 many purchases, 0 one. */
  enableMultiUse: number;
  /** 1 purchases in localCurrency only, 0 purchases in any currency. */
  enableCurrencyCheck: number;
  /** The amount that the cancellation returned to the account. */
  cardClosedAmt?: number | undefined;
  /** 0 closed, 1 in use, 2 frozen, 3 awaiting activation. */
  cardStatus: string;
  /** The status in words. */
  cardStatusDesc: string;
  /** When the card was opened, yyyy-MM-dd HH:mm:ss. */
  createTime: string;
  /** The cardholder, if the card has one. */
  cardUserInfo?: {
    /** Given name. */
    firstName: string;
    /** Family name. */
    lastName: string;
    /** E-mail address. */
    email: string;
    /** Mobile number with its calling code. */
    mobile: string;
    /** Date of birth, yyyy-MM-dd. */
    birthDate: string;
  } | undefined;
  /** The cardholder's billing address. */
  billAddressInfo?: {
    /** ISO 3166-1 alpha-3 code. */
    countryCode: string;
    /** The country's name in English. */
    country: string;
    /** State or province. */
    billingState: string;
    /** City. */
    billingCity: string;
    /** Street and number. */
    billingAddress: string;
    /** Postal code; empty when the country has none. */
    billingZipCode: string;
  } | undefined;
};

/** The result of Card Pagination Query. */
export type CardPageResult = {
  /** Rows on all pages. */
  totalCount: number;
  /** The requested page. */
  currentPage: number;
  /** Rows per page. */
  pageSize: number;
  /** Number of pages. */
  totalPages: number;
  /** The rows of the page. */
  list: CardPageRow[];
};

/** The request of Transaction Inquiry. Returns the transactions of the merchant’s cards that match all filters, newest first, with the fields of card_transaction. */
export type TransactionQueryRequest = {
  /** 1 regular, 2 shared: a supplementary card of a group. */
  cardType?: 1 | 2 | '1' | '2' | (number & {}) | undefined;
  /** The card. */
  cardId?: string | number | undefined;
  /** The group. */
  groupId?: string | number | undefined;
  /** The transaction. */
  recordNo?: string | number | undefined;
  /** At this time or later. Requires endTime, at most 45 days after it. A date includes the whole day. Without a period and a recordNo, the last 45 days are searched. */
  beginTime?: string | undefined;
  /** At this time or earlier. Requires beginTime. A date includes the whole day. */
  endTime?: string | undefined;
  /** The time that the period refers to: 0 when the transaction was made, 1 when the platform recorded it. */
  timeType?: 0 | 1 | '0' | '1' | (number & {}) | undefined;
  /** 1 consumption, 2 reversal, 3 refund, 4 settlement difference, 5 capture after reversal, 7 forced settlement. */
  transType?: '1' | '2' | '3' | '4' | '5' | '7' | 1 | 2 | 3 | 4 | 5 | 7 | (number & {}) | undefined;
  /** 1 success, 2 failed. */
  transStatus?: '1' | '2' | 1 | 2 | (number & {}) | undefined;
  /** 1 unsettled, 2 settled. */
  transCategory?: 1 | 2 | '1' | '2' | (number & {}) | undefined;
  /** The requested page. */
  currentPage?: number | string | undefined;
  /** Rows per page. */
  pageSize?: number | string | undefined;
};

/** A row of TransactionQueryResult. */
export type TransactionQueryRow = {
  /** The transaction. Its settlement is notified again under the same number. */
  recordNo: string;
  /** The card that was used. */
  cardId: string;
  /** When the transaction was made. */
  transactionTime: string;
  /** The card acceptor's currency, which may be a withdrawn one. */
  transCurrency?: string | undefined;
  /** The amount in transCurrency. */
  transCurrencyAmt: number;
  /** The card's currency. */
  localCurrency: string;
  /** The amount in the card's currency. */
  localCurrencyAmt: number;
  /** The approval code of the authorization. */
  approvalCode?: string | undefined;
  /** The card acceptor. */
  merchantName: string;
  /** The card acceptor's ISO 18245 category. */
  merchantCategoryCode?: string | undefined;
  /** 0 domestic, 1 overseas. */
  crossBoardType?: string | undefined;
  /** 1 consumption, 2 reversal, 3 refund, 4 settlement difference, 5 capture after reversal, 7 forced settlement. */
  transType: string;
  /** 1 success, 2 failed. */
  transStatus: string;
  /** The transaction that this one reverses, refunds or clears. */
  originRecordNo?: string | undefined;
  /** 1 unsettled, 2 settled. */
  transCategory: number;
  /** Where fees are charged: 1 card, 2 account. */
  feeType?: number | undefined;
  /** Where the money is booked: 1 card, 2 account. */
  fundsType?: number | undefined;
  /** 0 out, 1 in. */
  fundsDirection?: number | undefined;
  /** The settled amount in the card's currency. An upstream may send a negative amount, which moves in the opposite direction. */
  settleAmount?: number | undefined;
  /** When the transaction was settled. */
  settleTime?: string | undefined;
  /** The response code; 000000 means success. */
  respCode: string;
  /** The response code in words. */
  respCodeDesc: string;
};

/** The result of Transaction Inquiry. */
export type TransactionQueryResult = {
  /** Rows on all pages. */
  totalCount: number;
  /** The requested page. */
  currentPage: number;
  /** Rows per page. */
  pageSize: number;
  /** Number of pages. */
  totalPages: number;
  /** The rows of the page. */
  list: TransactionQueryRow[];
};

/** The request of Shared Card Application. Opens a group: a pool that is funded from the card account of its currency and shared by supplementary cards. The outcome arrives as card_operate, opType 26. */
export type GroupApplyRequest = {
  /** The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. */
  userReqNo?: string | undefined;
  /** The currency of the pool and its cards. */
  localCurrency: string;
  /** The initial funding of the pool, within the limits of the BIN range. */
  authLimitAmount: number | string;
  /** The merchant's name for the group. */
  groupName?: string | undefined;
  /** A BIN range for shared cards, or its BIN. Defaults to the first range for the currency. */
  binRangeId?: string | number | undefined;
};

/** The result of Shared Card Application. */
export type GroupApplyResult = {
  /** The order. */
  orderId: string;
  /** The merchant's request number. */
  userReqNo: string;
};

/** The request of Shared Card Pagination Query. Returns the merchant's groups, newest first. */
export type GroupPageRequest = {
  /** 0 frozen, 1 enabled. */
  status?: 0 | 1 | '0' | '1' | (number & {}) | undefined;
  /** Opened at this time or later; a date includes the whole day. */
  beginTime?: string | undefined;
  /** Opened at this time or earlier, not before beginTime; a date includes the whole day. */
  endTime?: string | undefined;
  /** The requested page. */
  currentPage?: number | string | undefined;
  /** Rows per page. */
  pageSize?: number | string | undefined;
};

/** A row of GroupPageResult. */
export type GroupPageRow = {
  /** The group. */
  groupId: string;
  /** The name of the group; empty when it has none. */
  groupName: string;
  /** The currency of the pool and its cards. */
  localCurrency: string;
  /** The total paid into the pool, less refunds to the account. */
  creditLimitAmt: number;
  /** The amount that its cards can spend. */
  balanceAmt: number;
  /** The amount that its cards used: authorized or cleared, less reversed and refunded. */
  usedAuthAmt: number;
  /** The number of its cards that are not closed. */
  cardCount: number;
  /** 0 frozen, 1 enabled. */
  status: number;
  /** The status in words. */
  statusDesc: string;
  /** When the group was opened. */
  createTime: string;
};

/** The result of Shared Card Pagination Query. */
export type GroupPageResult = {
  /** Rows on all pages. */
  totalCount: number;
  /** The requested page. */
  currentPage: number;
  /** Rows per page. */
  pageSize: number;
  /** Number of pages. */
  totalPages: number;
  /** The rows of the page. */
  list: GroupPageRow[];
};

/** The request of Shared Card Inquiry. Returns a group with the balance of its pool and the amount its cards used. */
export type GroupInfoRequest = {
  /** The group. */
  groupId: string | number;
};

/** The result of Shared Card Inquiry. */
export type GroupInfoResult = {
  /** The group. */
  groupId: string;
  /** The name of the group; empty when it has none. */
  groupName: string;
  /** The currency of the pool and its cards. */
  localCurrency: string;
  /** The total paid into the pool, less refunds to the account. */
  creditLimitAmt: number;
  /** The amount that its cards can spend. */
  balanceAmt: number;
  /** The amount that its cards used: authorized or cleared, less reversed and refunded. */
  usedAuthAmt: number;
  /** The number of its cards that are not closed. */
  cardCount: number;
  /** 0 frozen, 1 enabled. */
  status: number;
  /** The status in words. */
  statusDesc: string;
  /** When the group was opened. */
  createTime: string;
};

/** The request of Shared Card Status Change. Freezes or enables a group. Purchases with cards of a frozen group are declined. */
export type GroupStatusRequest = {
  /** The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. */
  userReqNo?: string | undefined;
  /** The group. */
  groupId: string | number;
  /** 0 freeze, 1 enable. */
  status: 0 | 1 | '0' | '1' | (number & {});
};

/** The result of Shared Card Status Change. */
export type GroupStatusResult = {
  /** The merchant's request number. */
  userReqNo: string;
  /** The group. */
  groupId: string;
  /** The new status: 0 frozen, 1 enabled. */
  status: number;
};

/** The request of Digital currency acquiring. Assigns a dedicated address for one payment. Whatever arrives there is credited to the dpt account, less the fee. */
export type DptAcquireRequest = {
  /** The merchant's request number; dpt_payment_bill repeats it as serialNumber. */
  userReqNo?: string | undefined;
  /** The coin: USDT or USDC. */
  currency: 'USDT' | 'USDC';
  /** The blockchain network of the coin. */
  network: 'TRC20' | 'ERC20' | 'BEP20';
  /** The requested amount in coins. Without it any amount is accepted. */
  amount?: number | string | undefined;
};

/** The result of Digital currency acquiring. */
export type DptAcquireResult = {
  /** The order. */
  orderNo: string;
  /** The merchant's request number. */
  userReqNo: string;
  /** The coin. */
  currency: string;
  /** The network. */
  network: string;
  /** The address to which the payer sends the coins. It belongs to this order only. */
  address: string;
  /** The requested amount in coins. */
  amount?: number | undefined;
  /** When the order expires, yyyy-MM-dd HH:mm:ss: after 24 hours. Later payments are still credited. */
  expireTime: string;
};

/** The request of Digital Withdraw. Sends coins of the dpt account to an address. Amount and fee are frozen until the network has confirmed the transfer; a failure releases both. */
export type DptWithdrawRequest = {
  /** The merchant's request number, unique for ever. */
  userReqNo?: string | undefined;
  /** The coin: USDT or USDC. */
  currency: 'USDT' | 'USDC';
  /** The blockchain network of the coin. */
  network: 'TRC20' | 'ERC20' | 'BEP20';
  /** The destination: an address of the network with a valid checksum. */
  address: string;
  /** The amount to send, in coins. The fee is charged in addition. */
  amount: number | string;
};

/** The result of Digital Withdraw. */
export type DptWithdrawResult = {
  /** The order. Digital Order Inquiry returns its outcome; there is no notification. */
  orderNo: string;
  /** The merchant's request number. */
  userReqNo: string;
  /** The coin. */
  currency: string;
  /** The amount to send, in coins. */
  amount: number;
  /** The fee in addition, in coins. */
  fee: number;
  /** 0 in process. */
  status: number;
};

/** The request of Digital Order Inquiry. Returns an acquiring or withdrawal order with its status, by orderNo or userReqNo. */
export type DptOrderQueryRequest = {
  /** The order. Either orderNo or userReqNo is required. */
  orderNo?: string | number | undefined;
  /** The merchant's number of the request that created the order. */
  userReqNo?: string | undefined;
};

/** The result of Digital Order Inquiry. */
export type DptOrderQueryResult = {
  /** The order. */
  orderNo: string;
  /** The merchant's request number. */
  userReqNo: string;
  /** The coin. */
  currency: string;
  /** The network. */
  network: string;
  /** 1 acquiring, 2 withdrawal. */
  orderType: number;
  /** The address that receives the coins. */
  address: string;
  /** The requested or withdrawn amount, in coins. */
  amount?: number | undefined;
  /** Acquiring: the amount received so far, in coins. */
  receivedAmount?: number | undefined;
  /** Acquiring: the amount credited so far, in coins. */
  factAmount?: number | undefined;
  /** The fee in coins; for a failed withdrawal, the fee that would have been charged. */
  fee: number;
  /** 0 in process; 1 success, for acquiring the full amount received, or any amount when none was requested; 2 failure, for acquiring expired with nothing received. */
  status: number;
  /** The status in words; for a failed withdrawal, the reason. */
  statusDesc: string;
  /** The transaction ids on the blockchain, at most 100. */
  txIds: string[];
  /** When the order was accepted, yyyy-MM-dd HH:mm:ss. */
  createAt: string;
  /** Acquiring: when the order expires. */
  expireTime?: string | undefined;
};

/** The request of Cardholder Application. Reports a cardholder, who is enabled immediately. Email and mobile identify the cardholder: repeating the same application, with or without a userReqNo, returns the same cardholder. */
export type CardholderApplyRequest = {
  /** The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. */
  userReqNo?: string | undefined;
  /** Given name. */
  firstName: string;
  /** Middle name. */
  middleName?: string | undefined;
  /** Family name. */
  lastName: string;
  /** E-mail address. Unique among the cardholders of the merchant, regardless of case. */
  email: string;
  /** ITU calling code of the mobile number without plus, for example 86. */
  mobilePrefix: string | number;
  /** Mobile number without its prefix. Unique among the cardholders of the merchant, with or without a trunk prefix 0. */
  mobile: string | number;
  /** Date of birth; the cardholder must be 18 or older. */
  birthDate: string;
  /** ISO 3166-1 alpha-3 code of the billing address, or XKX for Kosovo. CNH is accepted for CHN. */
  countryCode: string;
  /** State or province. In the United States a two-letter code of the appendix. */
  billingState: string;
  /** City. */
  billingCity: string;
  /** Street and number. */
  billingAddress: string;
  /** Postal code. May be omitted for countries and regions without postal codes, such as Hong Kong. */
  billingZipCode?: string | undefined;
  /** The merchant's own note. */
  remark?: string | undefined;
  /** 1 male, 2 female. */
  gender?: 1 | 2 | '1' | '2' | (number & {}) | undefined;
  /** 1 identity card, 2 passport. Requires certificateNo. */
  certificateType?: 1 | 2 | '1' | '2' | (number & {}) | undefined;
  /** Number of the document. Requires certificateType. */
  certificateNo?: string | undefined;
  /** The front of the document: a JPEG or PNG of at most 512 KiB, as Base64 or as a data: URI. Never returned. */
  certificateFrontImageBase64?: string | undefined;
  /** The back of the document: a JPEG or PNG of at most 512 KiB, as Base64 or as a data: URI. Never returned. */
  certificateBackImageBase64?: string | undefined;
  /** The cardholder holding the document: a JPEG or PNG of at most 512 KiB, as Base64 or as a data: URI. Never returned. */
  certificateHoldImageBase64?: string | undefined;
};

/** The result of Cardholder Application. */
export type CardholderApplyResult = {
  /** The cardholder. */
  cardUserId: string;
  /** 0 disabled, 1 enabled, 2 deleted, 3 in process. */
  status: number;
};

/** The request of Cardholder Details Inquiry. Returns what was reported about a cardholder, without images, and the BIN ranges that accept the cardholder. */
export type CardholderInfoRequest = {
  /** The cardholder. */
  cardUserId: string | number;
};

/** A row of CardholderInfoResult. */
export type CardholderInfoResultHolderCardBins = {
  /** The BIN range. */
  binRangeId: string;
  /** The leading digits of its card numbers. */
  cardBin: string;
  /** 0 disabled, 1 enabled, 2 deleted, 3 in process. */
  holderStatus: number;
  /** The status in words. */
  holderStatusDesc: string;
};

/** The result of Cardholder Details Inquiry. */
export type CardholderInfoResult = {
  /** The cardholder. */
  cardUserId: string;
  /** Given name. */
  firstName: string;
  /** Middle name. */
  middleName?: string | undefined;
  /** Family name. */
  lastName: string;
  /** E-mail address. */
  email: string;
  /** Calling code of the mobile number without plus. */
  mobilePrefix: string;
  /** Mobile number without its prefix. */
  mobile: string;
  /** Date of birth. */
  birthDate: string;
  /** ISO 3166-1 alpha-3 code of the billing address. */
  countryCode: string;
  /** State or province. */
  billingState: string;
  /** City. */
  billingCity: string;
  /** Street and number. */
  billingAddress: string;
  /** Postal code; empty when the country has none. */
  billingZipCode: string;
  /** The merchant's own note. */
  remark?: string | undefined;
  /** 1 male, 2 female. */
  gender?: number | undefined;
  /** 1 identity card, 2 passport. */
  certificateType?: number | undefined;
  /** Number of the document. */
  certificateNo?: string | undefined;
  /** 0 disabled, 1 enabled, 2 deleted, 3 in process. */
  status: number;
  /** The BIN ranges in which the merchant can open cards for this cardholder. */
  holderCardBins: CardholderInfoResultHolderCardBins[];
  /** When the cardholder was reported. */
  createAt: string;
};

/** The request of Cardholder Deletion. Deletes a cardholder without live cards. Email and mobile become available again. Deleting again changes nothing. */
export type CardholderDeleteRequest = {
  /** The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. */
  userReqNo?: string | undefined;
  /** The cardholder. */
  cardUserId: string | number;
};

/** The result of Cardholder Deletion. */
export type CardholderDeleteResult = {
  /** The cardholder. */
  cardUserId: string;
};

/** The request of Card Assign. Assigns a physical card from stock to a cardholder and charges the opening fee. The card awaits activation; its code arrives as card_activation_code. */
export type CardAssignRequest = {
  /** The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. */
  userReqNo?: string | undefined;
  /** A BIN range of physical cards, or its BIN. Optional with cardNo; defaults to the range of that card. */
  binRangeId?: string | number | undefined;
  /** The currency of the card. */
  localCurrency: string;
  /** The cardholder. */
  cardUserId: string | number;
  /** The number printed on a card in stock. Defaults to any free card. As JWE if the merchant’s cardData is jwe; not allowed if it is masked. */
  cardNo?: string | undefined;
};

/** The result of Card Assign. */
export type CardAssignResult = {
  /** The merchant's request number. */
  userReqNo: string;
  /** The card. */
  cardId: string;
  /** 3 awaiting activation. */
  status: string;
};

/** The request of Card Active. Activates a physical card with its code and sets its PIN. The outcome arrives as card_activation_status. Five wrong codes lock the activation. A repeated userReqNo gets the first result, whatever code and PIN it carries, and does not set another PIN. */
export type CardActiveRequest = {
  /** The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. */
  userReqNo?: string | undefined;
  /** The card. */
  cardId: string | number;
  /** The 8-digit code from card_activation_code. As JWE if the merchant’s cardData is jwe. */
  activationCode: string | number;
  /** The PIN: 6 digits, not all the same and not a run. As JWE if the merchant’s cardData is jwe. */
  pin: string | number;
};

/** The result of Card Active. */
export type CardActiveResult = {
  /** The merchant's request number. */
  userReqNo: string;
  /** The card. */
  cardId: string;
};

/** The request of Card Pin Reset. Sets a new PIN for an activated physical card. PINs are stored sealed and never returned. A repeated userReqNo gets the first result, whatever PIN it carries, and does not set another PIN. */
export type CardPinResetRequest = {
  /** The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. */
  userReqNo?: string | undefined;
  /** The card. */
  cardId: string | number;
  /** The PIN: 6 digits, not all the same and not a run. As JWE if the merchant’s cardData is jwe. */
  pin: string | number;
};

/** The result of Card Pin Reset. */
export type CardPinResetResult = {
  /** The merchant's request number. */
  userReqNo: string;
  /** The card. */
  cardId: string;
};

/** The request of Authorization. Decides on a purchase while the card acceptor waits. A decline is a result, not an error. In both cases the cardholder’s merchant receives card_transaction. */
export type NetworkAuthorizeRequest = {
  /** The network's number of the authorization, unique for ever. A repeated request gets the first result, whatever its cvv2. */
  networkId: string;
  /** The card number. */
  cardNo: string;
  /** The expiry date that was presented. */
  expiry: string;
  /** The verification number (CVV2) that was presented; absent when the card is present or the payment is recurring. After five wrong numbers in a row only one attempt a day is checked until one is right; the others are declined with 400011. */
  cvv2?: string | number | undefined;
  /** The card acceptor's currency. */
  transCurrency: string;
  /** The amount in transCurrency. Zero verifies the account and holds nothing. */
  transCurrencyAmt: number | string;
  /** The amount in the card's currency, as converted by the network. Required when that differs from transCurrency. */
  localCurrencyAmt?: number | string | undefined;
  /** The card acceptor. */
  merchantName: string;
  /** The card acceptor's ISO 18245 category. */
  merchantCategoryCode?: string | number | undefined;
  /** The card acceptor's country. Determines whether the purchase is domestic or overseas. */
  merchantCountry?: string | undefined;
  /** When the purchase was made. Defaults to now. */
  transactionTime?: string | undefined;
  /** For an incremental authorization: the recordNo of the original authorization or of an earlier increment. The clearing of the authorization releases all of their holds. Declined with 400005 once the authorization is settled or its hold has ended, and with 400003 when it belongs to another card. */
  originRecordNo?: string | undefined;
};

/** The result of Authorization. */
export type NetworkAuthorizeResult = {
  /** 1 approved, 0 declined. */
  approved: number;
  /** The response code; 000000 means approved. */
  respCode: string;
  /** The response code in words. */
  respCodeDesc: string;
  /** The approval code, 6 letters and digits. Only when approved. */
  approvalCode?: string | undefined;
  /** The number of the authorization. Its clearing, reversal or refund refers to it as recordNo or originRecordNo. */
  recordNo: string;
  /** The card's currency; absent when the card is unknown. */
  localCurrency?: string | undefined;
  /** The amount in the card's currency. */
  localCurrencyAmt?: number | undefined;
};

/** A card transaction was approved, declined, settled, reversed or refunded. */
export type CardTransactionContent = {
  /** The transaction. Its settlement is notified again under the same number. */
  recordNo: string;
  /** The card that was used. */
  cardId: string;
  /** When the transaction was made. */
  transactionTime: string;
  /** The card acceptor's currency, which may be a withdrawn one. */
  transCurrency?: string | undefined;
  /** The amount in transCurrency. */
  transCurrencyAmt: number;
  /** The card's currency. */
  localCurrency: string;
  /** The amount in the card's currency. */
  localCurrencyAmt: number;
  /** The approval code of the authorization. */
  approvalCode?: string | undefined;
  /** The card acceptor. */
  merchantName: string;
  /** The card acceptor's ISO 18245 category. */
  merchantCategoryCode?: string | undefined;
  /** 0 domestic, 1 overseas. */
  crossBoardType?: string | undefined;
  /** 1 consumption, 2 reversal, 3 refund, 4 settlement difference, 5 capture after reversal, 7 forced settlement. */
  transType: string;
  /** 1 success, 2 failed. */
  transStatus: string;
  /** The transaction that this one reverses, refunds or clears. */
  originRecordNo?: string | undefined;
  /** 1 unsettled, 2 settled. */
  transCategory: number;
  /** Where fees are charged: 1 card, 2 account. */
  feeType?: number | undefined;
  /** Where the money is booked: 1 card, 2 account. */
  fundsType?: number | undefined;
  /** 0 out, 1 in. */
  fundsDirection?: number | undefined;
  /** The settled amount in the card's currency. An upstream may send a negative amount, which moves in the opposite direction. */
  settleAmount?: number | undefined;
  /** When the transaction was settled. */
  settleTime?: string | undefined;
  /** The response code; 000000 means success. */
  respCode: string;
  /** The response code in words. */
  respCodeDesc: string;
};

/** An order on a card or group succeeded or failed. */
export type CardOperateContent = {
  /** The order. */
  orderId: string;
  /** The card of the order. */
  cardId?: string | undefined;
  /** The group of the order. */
  groupId?: string | undefined;
  /** The merchant's request number. */
  userReqNo: string;
  /** 15 card application, 16 recharge, 18 refund, 19 card cancellation, 26 group application. */
  opType: number;
  /** 1 success, 2 failure. */
  status: number;
  /** The amount that the card or group gained or returned. */
  amount: number;
  /** The fee, in addition to the amount. */
  fee: number;
  /** The new card, for an opening. */
  cardInfo?: {
    /** The card number: masked unless the merchant is configured to receive it, and JWE if its cardData is jwe. */
    cardNo: string;
    /** The CVV2, only for merchants that are configured to receive it; JWE if their cardData is jwe. */
    cardVerifyNo?: string | undefined;
    /** The expiry date on the card, yyyy-MM. */
    cardExpiryDate: string;
    /** The merchant's name for the card. */
    cardAlias: string;
    /** The merchant's label for the card. */
    cardLabel: string;
    /** The currency of the card. */
    localCurrency: string;
    /** The first day on which the card can be used, yyyy-MM-dd. */
    startActiveDate: string;
    /** The last day on which the card can be used, yyyy-MM-dd. */
    endCloseDate: string;
  } | undefined;
  /** When the order was accepted. */
  createAt: string;
};

/** A fee was charged for a transaction or returned. */
export type TradeFeeContent = {
  /** The card of the transaction. */
  cardId: string;
  /** 91 reversal processing, 92 forced settlement, 93 exception settlement, 94 settlement after reversal, 95 settlement exchange difference, 96 small transaction, 97 cross-border, 98 refund processing, 99 transaction processing. */
  opType: number;
  /** The fee. */
  receiptNo: string;
  /** The transaction of the fee. */
  recordNo: string;
  /** The merchant. */
  userNo: string;
  /** The currency of the fee. */
  realCcy: string;
  /** The fee; negative when one is returned. */
  realFee: string;
  /** When the fee was charged. */
  createAt: string;
};

/** A cardholder must confirm a purchase with a one-time password (3-D Secure). */
export type Card3dsOtpContent = {
  /** The one-time password that the cardholder must enter; JWE if the merchant’s cardData is jwe. */
  otp: string;
  /** The card. */
  cardId: string;
  /** The card number, masked. */
  cardNo: string;
  /** The currency of the purchase. */
  transactionCurrency: string;
  /** The amount of the purchase. */
  transactionAmount: string;
  /** The card acceptor. */
  merchantName: string;
};

/** Coins arrived at the address of an acquiring order. */
export type DptPaymentBillContent = {
  /** The transaction id on the blockchain. */
  txId: string;
  /** The address that sent the coins. */
  fromAddress: string;
  /** The address that received the coins. */
  toAddress: string;
  /** The amount received. */
  paymentAmount: number;
  /** The amount credited. */
  factAmount: number;
  /** The fee. */
  fee: number;
  /** The merchant's request number. */
  serialNumber: string;
  /** The acquiring order. */
  orderNo: string;
  /** When the payment was made, in ISO 8601: the time of its block. A transaction that is mined again has a later time. */
  transactionTime: string;
  /** The log index of the transfer, which distinguishes two transfers of one transaction. Without it the transaction has only one transfer. */
  logIndex?: number | undefined;
  /** The coin. */
  currency?: string | undefined;
  /** The network. */
  network?: string | undefined;
  /** The number of blocks on top of the transaction. Without it the payment is final. Only sent by chain watchers. */
  confirmations?: number | undefined;
  /** 1: the transaction was removed from the blockchain by a reorganisation, and its credit is reversed; the amounts are then negative. */
  removed?: number | undefined;
};

/** A physical card was assigned and awaits activation with this code. */
export type CardActivationCodeContent = {
  /** The physical card. */
  cardId: string;
  /** The card number, masked. */
  cardNo: string;
  /** The 8-digit code that activates the card; JWE if the merchant’s cardData is jwe. */
  activationCode: string;
  /** When the code expires. */
  expireTime?: string | undefined;
};

/** The activation of a physical card succeeded or failed. */
export type CardActivationStatusContent = {
  /** The physical card. */
  cardId: number;
  /** 1 success, 2 failure. The name is misspelt for compatibility. */
  staus: number;
  /** The same as staus. */
  status?: number | undefined;
};

/** The request of each operation. */
export interface Requests {
  accountBalance: AccountBalanceRequest;
  accountStatement: AccountStatementRequest;
  accountTransfer: AccountTransferRequest;
  accountExchange: AccountExchangeRequest;
  accountExchangeRate: AccountExchangeRateRequest;
  scene: SceneRequest;
  cardBin: CardBinRequest;
  cardApply: CardApplyRequest;
  cardClose: CardCloseRequest;
  cardRecharge: CardRechargeRequest;
  cardModify: CardModifyRequest;
  cardInfo: CardInfoRequest;
  cardRefund: CardRefundRequest;
  cardOperateQuery: CardOperateQueryRequest;
  cardPage: CardPageRequest;
  transactionQuery: TransactionQueryRequest;
  groupApply: GroupApplyRequest;
  groupPage: GroupPageRequest;
  groupInfo: GroupInfoRequest;
  groupStatus: GroupStatusRequest;
  dptAcquire: DptAcquireRequest;
  dptWithdraw: DptWithdrawRequest;
  dptOrderQuery: DptOrderQueryRequest;
  cardholderApply: CardholderApplyRequest;
  cardholderInfo: CardholderInfoRequest;
  cardholderDelete: CardholderDeleteRequest;
  cardAssign: CardAssignRequest;
  cardActive: CardActiveRequest;
  cardPinReset: CardPinResetRequest;
  networkAuthorize: NetworkAuthorizeRequest;
}

/** The result of each operation. */
export interface Results {
  accountBalance: AccountBalanceResult;
  accountStatement: AccountStatementResult;
  accountTransfer: AccountTransferResult;
  accountExchange: AccountExchangeResult;
  accountExchangeRate: AccountExchangeRateResult;
  scene: SceneResult;
  cardBin: CardBinResult;
  cardApply: CardApplyResult;
  cardClose: CardCloseResult;
  cardRecharge: CardRechargeResult;
  cardModify: CardModifyResult;
  cardInfo: CardInfoResult;
  cardRefund: CardRefundResult;
  cardOperateQuery: CardOperateQueryResult;
  cardPage: CardPageResult;
  transactionQuery: TransactionQueryResult;
  groupApply: GroupApplyResult;
  groupPage: GroupPageResult;
  groupInfo: GroupInfoResult;
  groupStatus: GroupStatusResult;
  dptAcquire: DptAcquireResult;
  dptWithdraw: DptWithdrawResult;
  dptOrderQuery: DptOrderQueryResult;
  cardholderApply: CardholderApplyResult;
  cardholderInfo: CardholderInfoResult;
  cardholderDelete: CardholderDeleteResult;
  cardAssign: CardAssignResult;
  cardActive: CardActiveResult;
  cardPinReset: CardPinResetResult;
  networkAuthorize: NetworkAuthorizeResult;
}

/** The content of each type of notification. */
export interface NotificationContents {
  card_transaction: CardTransactionContent;
  card_operate: CardOperateContent;
  trade_fee: TradeFeeContent;
  card_3ds_otp: Card3dsOtpContent;
  dpt_payment_bill: DptPaymentBillContent;
  card_activation_code: CardActivationCodeContent;
  card_activation_status: CardActivationStatusContent;
}
