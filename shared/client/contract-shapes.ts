import type { NotificationContents, Requests } from './contract-types.ts';
import { type OperationShape, parseOperation, parseShape, type Shape } from './shape.ts';

// Generated from the catalogue by npm run reference: what the client has to know about operations and notifications, as
// text, which takes half the space of objects. shape.ts has the notation.

/** The operations of the Merchant API, by their names in the catalogue. */
export type OperationName = Exclude<keyof Requests, 'networkAuthorize'>;

/** The shape of the content of each type of notification. */
export const notificationShapes: Readonly<Record<keyof NotificationContents, Shape>> = {
  card_transaction: parseShape('recordNo cardId transactionTime transCurrency? transCurrencyAmt# localCurrency localCurrencyAmt# approvalCode? merchantName merchantCategoryCode? crossBoardType? transType transStatus originRecordNo? transCategory# feeType?# fundsType?# fundsDirection?# settleAmount?# settleTime? respCode respCodeDesc'),
  card_operate: parseShape('orderId cardId? groupId? userReqNo opType# status# amount# fee# cardInfo?(cardNo cardVerifyNo? cardExpiryDate cardAlias cardLabel localCurrency startActiveDate endCloseDate) createAt'),
  trade_fee: parseShape('cardId opType# receiptNo recordNo userNo realCcy realFee createAt'),
  card_3ds_otp: parseShape('otp cardId cardNo transactionCurrency transactionAmount merchantName'),
  dpt_payment_bill: parseShape('txId fromAddress toAddress paymentAmount# factAmount# fee# serialNumber orderNo transactionTime logIndex?# currency? network? confirmations?# removed?#'),
  card_activation_code: parseShape('cardId cardNo activationCode expireTime?'),
  card_activation_status: parseShape('cardId# staus# status?#'),
};

/** Each operation: its method, its path, whether it changes something, and the shape of its result. */
export const operationShapes: Readonly<Record<OperationName, OperationShape>> = {
  accountBalance: parseOperation('accounts.balance account/balance query list[accountType# currency currentBalance# availableBalance# frozenBalance#]'),
  accountStatement: parseOperation('accounts.statement account/statement query @ list[entryNo time kind amount# balanceAfter# frozenAfter# orderId? recordNo? remark?]'),
  accountTransfer: parseOperation('accounts.transfer account/transfer numbered orderId userReqNo exchangeRate# status# createAt currency amount# fee# targetCurrency targetAmount#'),
  accountExchange: parseOperation('accounts.exchange account/exchange numbered orderId userReqNo exchangeRate# status# createAt sellCurrency sellAmount# buyCurrency buyAmount# fee#'),
  accountExchangeRate: parseOperation('accounts.exchangeRate account/exchangeRate query quoteId sellCurrency buyCurrency exchangeRate# quoteTime expireTime'),
  scene: parseOperation('scenes.list vcc/scene query list[sceneCode# sceneName description]'),
  cardBin: parseOperation('bins.list vcc/cardBin query list[binRangeId cardBin cardBrand cardType# cardForm# needCardholder# requiredFields[] currency openFee# rechargeFeeRate# minRechargeFee?# minAmount# maxAmount# status#]'),
  cardApply: parseOperation('cards.apply vcc/card/apply numbered orderId userReqNo'),
  cardClose: parseOperation('cards.close vcc/card/close numbered orderId userReqNo'),
  cardRecharge: parseOperation('cards.recharge vcc/card/recharge numbered orderId userReqNo'),
  cardModify: parseOperation('cards.modify vcc/card/modify numbered userReqNo cardId'),
  cardInfo: parseOperation('cards.get vcc/card/info query cardId userNo cardNo cardAlias cardLabel cardExpiryDate localCurrency startActiveDate endCloseDate cardType# cardForm# groupId? creditLimitAmt?# minAuthAmt# maxAuthAmt# balanceAmt# usedAuthAmt# enableMultiUse# enableCurrencyCheck# cardClosedAmt?# cardStatus cardStatusDesc createTime cardUserInfo?(firstName lastName email mobile birthDate) billAddressInfo?(countryCode country billingState billingCity billingAddress billingZipCode) cardVerifyNo?'),
  cardRefund: parseOperation('cards.refund vcc/card/refund numbered orderId userReqNo'),
  cardOperateQuery: parseOperation('orders.list vcc/card/operate/query query @ list[orderId userReqNo cardId? groupId? cardType# opType# status# statusDesc amount# fee# createAt]'),
  cardPage: parseOperation('cards.list vcc/card/page query @ list[cardId userNo cardNo cardAlias cardLabel cardExpiryDate localCurrency startActiveDate endCloseDate cardType# cardForm# groupId? creditLimitAmt?# minAuthAmt# maxAuthAmt# balanceAmt# usedAuthAmt# enableMultiUse# enableCurrencyCheck# cardClosedAmt?# cardStatus cardStatusDesc createTime cardUserInfo?(firstName lastName email mobile birthDate) billAddressInfo?(countryCode country billingState billingCity billingAddress billingZipCode)]'),
  transactionQuery: parseOperation('transactions.list vcc/transaction/query query @', notificationShapes.card_transaction),
  groupApply: parseOperation('groups.apply vcc/group/apply numbered orderId userReqNo'),
  groupPage: parseOperation('groups.list vcc/group/page query @ list[groupId groupName localCurrency creditLimitAmt# balanceAmt# usedAuthAmt# cardCount# status# statusDesc createTime]'),
  groupInfo: parseOperation('groups.get vcc/group/info query groupId groupName localCurrency creditLimitAmt# balanceAmt# usedAuthAmt# cardCount# status# statusDesc createTime'),
  groupStatus: parseOperation('groups.setStatus vcc/group/status numbered userReqNo groupId status#'),
  dptAcquire: parseOperation('dpt.acquire dpt/acquire numbered orderNo userReqNo currency network address amount?# expireTime'),
  dptWithdraw: parseOperation('dpt.withdraw dpt/withdraw numbered orderNo userReqNo currency amount# fee# status#'),
  dptOrderQuery: parseOperation('dpt.getOrder dpt/order/query query orderNo userReqNo currency network orderType# address amount?# receivedAmount?# factAmount?# fee# status# statusDesc txIds[] createAt expireTime?'),
  cardholderApply: parseOperation('holders.create vcc/cardholder/apply numbered cardUserId status#'),
  cardholderInfo: parseOperation('holders.get vcc/cardholder/info query cardUserId firstName middleName? lastName email mobilePrefix mobile birthDate countryCode billingState billingCity billingAddress billingZipCode remark? gender?# certificateType?# certificateNo? status# holderCardBins[binRangeId cardBin holderStatus# holderStatusDesc] createAt'),
  cardholderDelete: parseOperation('holders.delete vcc/cardholder/delete numbered cardUserId'),
  cardAssign: parseOperation('cards.assign vcc/card/assign numbered userReqNo cardId status'),
  cardActive: parseOperation('cards.activate vcc/card/active numbered userReqNo cardId'),
  cardPinReset: parseOperation('cards.resetPin vcc/card/pin/reset numbered userReqNo cardId'),
};
