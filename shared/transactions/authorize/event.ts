import { transTypes } from '../../contract/codes.ts';
import { formatDateTime, parseDateTime } from '../../contract/time.ts';
import { toMajor } from '../../money/amount.ts';
import type { TransactionContent, TransactionEvent } from '../event.ts';
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
export function decisionEvent(decided: Decided, utcOffset: string): TransactionEvent {
  const { request, facts, decision, answer } = decided;
  const { card, amount, now } = facts;
  const { transactionTime = formatDateTime(now, utcOffset) } = request;
  return {
    issuer: card.issuer,
    recordNo: answer.recordNo,
    cardId: card.cardId,
    transType: transTypes.consumption,
    approved: decision.approved,
    category: 1,
    transactedAt: parseDateTime(transactionTime, utcOffset),
    amount,
    direction: 0,
    content: contentOf(decided, transactionTime),
  };
}

/** What the merchant is told of it (contract section 4.2). */
function contentOf(
  { request, facts, decision, answer }: Decided,
  transactionTime: string,
): TransactionContent {
  const { card, amount } = facts;
  const { transCurrency, merchantName, merchantCategoryCode, merchantCountry } = request;
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
    transStatus: decision.approved ? '1' : '2',
    transCategory: 1,
    fundsType: 1,
    fundsDirection: 0,
    respCode: answer.respCode,
    respCodeDesc: answer.respCodeDesc,
  };
}
