import type { Shape } from './shape.ts';

// Generated from the catalogue by npm run reference: what the client has to know about operations and notifications.

/** Each operation: its path, whether it changes something under a userReqNo, and the shape of its result. */
export const operationShapes = {
  accountBalance: {
    path: '/openapi/account/balance',
    kind: 'query',
    result: { list: [{ accountType: 'number', currency: 'string', currentBalance: 'number', availableBalance: 'number', frozenBalance: 'number' }] },
  },
  accountStatement: {
    path: '/openapi/account/statement',
    kind: 'query',
    result: { totalCount: 'number', currentPage: 'number', pageSize: 'number', totalPages: 'number', list: [{ entryNo: 'string', time: 'string', kind: 'string', amount: 'number', balanceAfter: 'number', frozenAfter: 'number', 'orderId?': 'string', 'recordNo?': 'string', 'remark?': 'string' }] },
  },
  accountTransfer: {
    path: '/openapi/account/transfer',
    kind: 'numbered',
    result: { orderId: 'string', userReqNo: 'string', exchangeRate: 'number', status: 'number', createAt: 'string', currency: 'string', amount: 'number', fee: 'number', targetCurrency: 'string', targetAmount: 'number' },
  },
  accountExchange: {
    path: '/openapi/account/exchange',
    kind: 'numbered',
    result: { orderId: 'string', userReqNo: 'string', exchangeRate: 'number', status: 'number', createAt: 'string', sellCurrency: 'string', sellAmount: 'number', buyCurrency: 'string', buyAmount: 'number', fee: 'number' },
  },
  accountExchangeRate: {
    path: '/openapi/account/exchangeRate',
    kind: 'query',
    result: { quoteId: 'string', sellCurrency: 'string', buyCurrency: 'string', exchangeRate: 'number', quoteTime: 'string', expireTime: 'string' },
  },
  scene: {
    path: '/openapi/vcc/scene',
    kind: 'query',
    result: { list: [{ sceneCode: 'number', sceneName: 'string', description: 'string' }] },
  },
  cardBin: {
    path: '/openapi/vcc/cardBin',
    kind: 'query',
    result: { list: [{ binRangeId: 'string', cardBin: 'string', cardBrand: 'string', cardType: 'number', cardForm: 'number', needCardholder: 'number', requiredFields: ['string'], currency: 'string', openFee: 'number', rechargeFeeRate: 'number', 'minRechargeFee?': 'number', minAmount: 'number', maxAmount: 'number', status: 'number' }] },
  },
  cardApply: {
    path: '/openapi/vcc/card/apply',
    kind: 'numbered',
    result: { orderId: 'string', userReqNo: 'string' },
  },
  cardClose: {
    path: '/openapi/vcc/card/close',
    kind: 'numbered',
    result: { orderId: 'string', userReqNo: 'string' },
  },
  cardRecharge: {
    path: '/openapi/vcc/card/recharge',
    kind: 'numbered',
    result: { orderId: 'string', userReqNo: 'string' },
  },
  cardModify: {
    path: '/openapi/vcc/card/modify',
    kind: 'numbered',
    result: { userReqNo: 'string', cardId: 'string' },
  },
  cardInfo: {
    path: '/openapi/vcc/card/info',
    kind: 'query',
    result: { cardId: 'string', userNo: 'string', cardNo: 'string', cardAlias: 'string', cardLabel: 'string', cardExpiryDate: 'string', localCurrency: 'string', startActiveDate: 'string', endCloseDate: 'string', cardType: 'number', cardForm: 'number', 'groupId?': 'string', 'creditLimitAmt?': 'number', minAuthAmt: 'number', maxAuthAmt: 'number', balanceAmt: 'number', usedAuthAmt: 'number', enableMultiUse: 'number', enableCurrencyCheck: 'number', 'cardClosedAmt?': 'number', cardStatus: 'string', cardStatusDesc: 'string', createTime: 'string', 'cardUserInfo?': { firstName: 'string', lastName: 'string', email: 'string', mobile: 'string', birthDate: 'string' }, 'billAddressInfo?': { countryCode: 'string', country: 'string', billingState: 'string', billingCity: 'string', billingAddress: 'string', billingZipCode: 'string' }, 'cardVerifyNo?': 'string' },
  },
  cardRefund: {
    path: '/openapi/vcc/card/refund',
    kind: 'numbered',
    result: { orderId: 'string', userReqNo: 'string' },
  },
  cardOperateQuery: {
    path: '/openapi/vcc/card/operate/query',
    kind: 'query',
    result: { totalCount: 'number', currentPage: 'number', pageSize: 'number', totalPages: 'number', list: [{ orderId: 'string', userReqNo: 'string', 'cardId?': 'string', 'groupId?': 'string', cardType: 'number', opType: 'number', status: 'number', statusDesc: 'string', amount: 'number', fee: 'number', createAt: 'string' }] },
  },
  cardPage: {
    path: '/openapi/vcc/card/page',
    kind: 'query',
    result: { totalCount: 'number', currentPage: 'number', pageSize: 'number', totalPages: 'number', list: [{ cardId: 'string', userNo: 'string', cardNo: 'string', cardAlias: 'string', cardLabel: 'string', cardExpiryDate: 'string', localCurrency: 'string', startActiveDate: 'string', endCloseDate: 'string', cardType: 'number', cardForm: 'number', 'groupId?': 'string', 'creditLimitAmt?': 'number', minAuthAmt: 'number', maxAuthAmt: 'number', balanceAmt: 'number', usedAuthAmt: 'number', enableMultiUse: 'number', enableCurrencyCheck: 'number', 'cardClosedAmt?': 'number', cardStatus: 'string', cardStatusDesc: 'string', createTime: 'string', 'cardUserInfo?': { firstName: 'string', lastName: 'string', email: 'string', mobile: 'string', birthDate: 'string' }, 'billAddressInfo?': { countryCode: 'string', country: 'string', billingState: 'string', billingCity: 'string', billingAddress: 'string', billingZipCode: 'string' } }] },
  },
  transactionQuery: {
    path: '/openapi/vcc/transaction/query',
    kind: 'query',
    result: { totalCount: 'number', currentPage: 'number', pageSize: 'number', totalPages: 'number', list: [{ recordNo: 'string', cardId: 'string', transactionTime: 'string', 'transCurrency?': 'string', transCurrencyAmt: 'number', localCurrency: 'string', localCurrencyAmt: 'number', 'approvalCode?': 'string', merchantName: 'string', 'merchantCategoryCode?': 'string', 'crossBoardType?': 'string', transType: 'string', transStatus: 'string', 'originRecordNo?': 'string', transCategory: 'number', 'feeType?': 'number', 'fundsType?': 'number', 'fundsDirection?': 'number', 'settleAmount?': 'number', 'settleTime?': 'string', respCode: 'string', respCodeDesc: 'string' }] },
  },
  groupApply: {
    path: '/openapi/vcc/group/apply',
    kind: 'numbered',
    result: { orderId: 'string', userReqNo: 'string' },
  },
  groupPage: {
    path: '/openapi/vcc/group/page',
    kind: 'query',
    result: { totalCount: 'number', currentPage: 'number', pageSize: 'number', totalPages: 'number', list: [{ groupId: 'string', groupName: 'string', localCurrency: 'string', creditLimitAmt: 'number', balanceAmt: 'number', usedAuthAmt: 'number', cardCount: 'number', status: 'number', statusDesc: 'string', createTime: 'string' }] },
  },
  groupInfo: {
    path: '/openapi/vcc/group/info',
    kind: 'query',
    result: { groupId: 'string', groupName: 'string', localCurrency: 'string', creditLimitAmt: 'number', balanceAmt: 'number', usedAuthAmt: 'number', cardCount: 'number', status: 'number', statusDesc: 'string', createTime: 'string' },
  },
  groupStatus: {
    path: '/openapi/vcc/group/status',
    kind: 'numbered',
    result: { userReqNo: 'string', groupId: 'string', status: 'number' },
  },
  dptAcquire: {
    path: '/openapi/dpt/acquire',
    kind: 'numbered',
    result: { orderNo: 'string', userReqNo: 'string', currency: 'string', network: 'string', address: 'string', 'amount?': 'number', expireTime: 'string' },
  },
  dptWithdraw: {
    path: '/openapi/dpt/withdraw',
    kind: 'numbered',
    result: { orderNo: 'string', userReqNo: 'string', currency: 'string', amount: 'number', fee: 'number', status: 'number' },
  },
  dptOrderQuery: {
    path: '/openapi/dpt/order/query',
    kind: 'query',
    result: { orderNo: 'string', userReqNo: 'string', currency: 'string', network: 'string', orderType: 'number', address: 'string', 'amount?': 'number', 'receivedAmount?': 'number', 'factAmount?': 'number', fee: 'number', status: 'number', statusDesc: 'string', txIds: ['string'], createAt: 'string', 'expireTime?': 'string' },
  },
  cardholderApply: {
    path: '/openapi/vcc/cardholder/apply',
    kind: 'numbered',
    result: { cardUserId: 'string', status: 'number' },
  },
  cardholderInfo: {
    path: '/openapi/vcc/cardholder/info',
    kind: 'query',
    result: { cardUserId: 'string', firstName: 'string', 'middleName?': 'string', lastName: 'string', email: 'string', mobilePrefix: 'string', mobile: 'string', birthDate: 'string', countryCode: 'string', billingState: 'string', billingCity: 'string', billingAddress: 'string', billingZipCode: 'string', 'remark?': 'string', 'gender?': 'number', 'certificateType?': 'number', 'certificateNo?': 'string', status: 'number', holderCardBins: [{ binRangeId: 'string', cardBin: 'string', holderStatus: 'number', holderStatusDesc: 'string' }], createAt: 'string' },
  },
  cardholderDelete: {
    path: '/openapi/vcc/cardholder/delete',
    kind: 'numbered',
    result: { cardUserId: 'string' },
  },
  cardAssign: {
    path: '/openapi/vcc/card/assign',
    kind: 'numbered',
    result: { userReqNo: 'string', cardId: 'string', status: 'string' },
  },
  cardActive: {
    path: '/openapi/vcc/card/active',
    kind: 'numbered',
    result: { userReqNo: 'string', cardId: 'string' },
  },
  cardPinReset: {
    path: '/openapi/vcc/card/pin/reset',
    kind: 'numbered',
    result: { userReqNo: 'string', cardId: 'string' },
  },
  networkAuthorize: {
    path: '/network/authorize',
    kind: 'unnumbered',
    result: { approved: 'number', respCode: 'string', respCodeDesc: 'string', 'approvalCode?': 'string', recordNo: 'string', 'localCurrency?': 'string', 'localCurrencyAmt?': 'number' },
  },
} as const satisfies Record<string, OperationShape>;

/** The shape of the content of each type of notification. */
export const notificationShapes = {
  card_transaction: { recordNo: 'string', cardId: 'string', transactionTime: 'string', 'transCurrency?': 'string', transCurrencyAmt: 'number', localCurrency: 'string', localCurrencyAmt: 'number', 'approvalCode?': 'string', merchantName: 'string', 'merchantCategoryCode?': 'string', 'crossBoardType?': 'string', transType: 'string', transStatus: 'string', 'originRecordNo?': 'string', transCategory: 'number', 'feeType?': 'number', 'fundsType?': 'number', 'fundsDirection?': 'number', 'settleAmount?': 'number', 'settleTime?': 'string', respCode: 'string', respCodeDesc: 'string' },
  card_operate: { orderId: 'string', 'cardId?': 'string', 'groupId?': 'string', userReqNo: 'string', opType: 'number', status: 'number', amount: 'number', fee: 'number', 'cardInfo?': { cardNo: 'string', 'cardVerifyNo?': 'string', cardExpiryDate: 'string', cardAlias: 'string', cardLabel: 'string', localCurrency: 'string', startActiveDate: 'string', endCloseDate: 'string' }, createAt: 'string' },
  trade_fee: { cardId: 'string', opType: 'number', receiptNo: 'string', recordNo: 'string', userNo: 'string', realCcy: 'string', realFee: 'string', createAt: 'string' },
  card_3ds_otp: { otp: 'string', cardId: 'string', cardNo: 'string', transactionCurrency: 'string', transactionAmount: 'string', merchantName: 'string' },
  dpt_payment_bill: { txId: 'string', fromAddress: 'string', toAddress: 'string', paymentAmount: 'number', factAmount: 'number', fee: 'number', serialNumber: 'string', orderNo: 'string', transactionTime: 'string', 'logIndex?': 'number', 'currency?': 'string', 'network?': 'string', 'confirmations?': 'number', 'removed?': 'number' },
  card_activation_code: { cardId: 'string', cardNo: 'string', activationCode: 'string', 'expireTime?': 'string' },
  card_activation_status: { cardId: 'number', staus: 'number', 'status?': 'number' },
} as const satisfies Record<string, Shape>;

/** What the client has to know about an operation. */
export interface OperationShape {
  readonly path: string;
  /** A change is `numbered` when it happens once per userReqNo, and `unnumbered` when it must not be repeated. */
  readonly kind: 'query' | 'numbered' | 'unnumbered';
  readonly result: Shape;
}
