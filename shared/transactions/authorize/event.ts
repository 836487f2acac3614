import { transTypes } from '../../contract/codes.ts';
import { formatDateTime, parseDateTime } from '../../contract/time.ts';
import { toMajor } from '../../money/amount.ts';
import type { TransactionContent, TransactionEvent } from '../event.ts';
import type { Decline } from '../record.ts';
import type { Decision, Facts } from './decide.ts';
import { type AuthorizeRequest, type AuthorizeResult, askedAmount, crossBoardType } from './purchase.ts';

/** A decision with all that it was made on. */
export interface Decided {
  readonly request: AuthorizeRequest;
  readonly facts: Facts;
  readonly decision: Decision;
  readonly answer: AuthorizeResult;
}

/** The decision as an event of the card's: an unsettled consumption, declined or not. */
export function decisionEvent(decided: Decided, source: string, utcOffset: string): TransactionEvent {
  const { request, facts, decision, answer } = decided;
  const { card, amount, now } = facts;
  const { transactionTime = formatDateTime(now, utcOffset) } = request;
  return {
    source,
    recordNo: answer.recordNo,
    cardId: card.cardId,
    ...(request.originRecordNo !== undefined && { originRecordNo: request.originRecordNo }),
    transType: transTypes.consumption,
    approved: decision.approved,
    category: 1,
    transactedAt: parseDateTime(transactionTime, utcOffset),
    amount,
    localAmount: amount,
    isAsked: facts.isAsked,
    direction: 0,
    content: contentOf(decided, transactionTime),
  };
}

/** Why it was declined, if it was. */
export function declineOf({ facts, decision }: Decided): Decline | undefined {
  if (decision.failed === undefined) return undefined;
  const { amount, available, card } = facts;
  const { usedAmount: used, limit } = card;
  return { check: decision.failed, amount, available, used, ...(limit !== undefined && { limit }) };
}

/** What the merchant is told of it (contract section 4.2). */
function contentOf(
  { request, facts, decision, answer }: Decided,
  transactionTime: string,
): TransactionContent {
  const { card, amount } = facts;
  const { transCurrency, merchantName, merchantCategoryCode, merchantCountry, originRecordNo } = request;
  return {
    recordNo: answer.recordNo,
    cardId: card.cardId,
    transactionTime,
    transCurrency,
    transCurrencyAmt: toMajor(askedAmount(request), transCurrency),
    localCurrency: card.currency,
    localCurrencyAmt: toMajor(amount, card.currency),
    ...(answer.approvalCode !== undefined && { approvalCode: answer.approvalCode }),
    merchantName,
    ...(merchantCategoryCode !== undefined && { merchantCategoryCode }),
    ...(merchantCountry !== undefined && { crossBoardType: crossBoardType(merchantCountry, card.currency) }),
    transType: transTypes.consumption,
    ...(originRecordNo !== undefined && { originRecordNo }),
    transStatus: decision.approved ? '1' : '2',
    transCategory: 1,
    fundsType: 1,
    fundsDirection: 0,
    respCode: answer.respCode,
    respCodeDesc: answer.respCodeDesc,
  };
}
