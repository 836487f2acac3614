import { transTypes } from '../../../../wire/contract/codes.ts';
import { formatDateTime, parseDateTime } from '../../../../wire/contract/time.ts';
import { toMajor } from '../../../../wire/money/amount.ts';
import type { Decline } from '../../model/transaction.ts';
import type { TransactionContent, TransactionEvent } from '../../model/transaction-event.ts';
import type { Decision, Facts } from './decide.ts';
import { type AuthorizeRequest, type AuthorizeResult, crossBorderType, requestedAmount } from './request.ts';

/** A decision with what it is based on. */
export interface DecidedAuthorization {
  readonly request: AuthorizeRequest;
  readonly facts: Facts;
  readonly decision: Decision;
  readonly result: AuthorizeResult;
}

/** The decision as an event: an unsettled consumption, approved or declined. */
export function decisionEvent(
  decided: DecidedAuthorization,
  source: string,
  utcOffset: string,
): TransactionEvent {
  const { request, facts, decision, result } = decided;
  const { card, amount, now } = facts;
  const { transactionTime = formatDateTime(now, utcOffset) } = request;
  return {
    source,
    recordNo: result.recordNo,
    cardId: card.cardId,
    ...(request.originRecordNo !== undefined && { originRecordNo: request.originRecordNo }),
    transType: transTypes.consumption,
    approved: decision.approved,
    category: 1,
    transactedAt: parseDateTime(transactionTime, utcOffset),
    amount,
    localAmount: amount,
    requestsMoney: facts.requestsMoney,
    direction: 0,
    content: decisionContent(decided, transactionTime),
  };
}

/** Why the purchase was declined; undefined if it was approved. */
export function declineOf({ facts, decision }: DecidedAuthorization): Decline | undefined {
  if (decision.failedCheck === undefined) return undefined;
  const { amount, available, card } = facts;
  const { usedAmount: used, limit } = card;
  return { check: decision.failedCheck, amount, available, used, ...(limit !== undefined && { limit }) };
}

/** The content of the merchant's notification (contract section 4.2). */
function decisionContent(
  { request, facts, decision, result }: DecidedAuthorization,
  transactionTime: string,
): TransactionContent {
  const { card, amount } = facts;
  const { transCurrency, merchantName, merchantCategoryCode, merchantCountry, originRecordNo } = request;
  return {
    recordNo: result.recordNo,
    cardId: card.cardId,
    transactionTime,
    transCurrency,
    transCurrencyAmt: toMajor(requestedAmount(request), transCurrency),
    localCurrency: card.currency,
    localCurrencyAmt: toMajor(amount, card.currency),
    ...(result.approvalCode !== undefined && { approvalCode: result.approvalCode }),
    merchantName,
    ...(merchantCategoryCode !== undefined && { merchantCategoryCode }),
    ...(merchantCountry !== undefined && { crossBoardType: crossBorderType(merchantCountry, card.currency) }),
    transType: transTypes.consumption,
    ...(originRecordNo !== undefined && { originRecordNo }),
    transStatus: decision.approved ? '1' : '2',
    transCategory: 1,
    fundsType: 1,
    fundsDirection: 0,
    respCode: result.respCode,
    respCodeDesc: result.respCodeDesc,
  };
}
