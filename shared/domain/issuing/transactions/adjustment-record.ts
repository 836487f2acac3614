import { writeConflict } from '../../../runtime/idempotency/execute-once.ts';
import { newId } from '../../../runtime/ids.ts';
import type { Write } from '../../../runtime/store/write.ts';
import { transTypes } from '../../../wire/contract/codes.ts';
import { APPROVED } from '../../../wire/contract/reference-data/response-codes.ts';
import { toMajor } from '../../../wire/money/amount.ts';
import type { Dependencies } from '../../dependencies.ts';
import { notificationPut } from '../../notifications/outbox.ts';
import { transactionKey, transactionWith } from '../model/transaction.ts';
import { contentForMerchant } from '../model/transaction-content.ts';
import {
  eventFromContent,
  type TransactionContent,
  type TransactionEvent,
} from '../model/transaction-event.ts';
import type { AuthorizationChange, TransactionToPost } from './transaction-to-post.ts';

/**
 * Returns the amount that the event's own notification reports as moved (along its direction, never negative)
 * and the change that it leaves unreported. A settled event reports what moved between card and network; an
 * authorization or reversal, what it holds or releases; a declined or merely announced one, nothing. The rest
 * stems from earlier messages that take effect only now: when an event merges two authorizations, or an
 * authorization reveals what a purchase was for.
 */
export function reportedEffects(
  { approved, category, transType, direction }: TransactionEvent,
  { held, spent }: AuthorizationChange,
): { readonly amount: bigint; readonly unreported: AuthorizationChange } {
  const sign = direction === 0 ? 1n : -1n;
  const along = (change: bigint) => (change * sign > 0n ? change * sign : 0n);
  if (approved && category === 2) {
    const amount = along(spent);
    // A clearing implies that it uses up its hold.
    return { amount, unreported: { held: 0n, spent: spent - amount * sign } };
  }
  const holds = transType === transTypes.consumption || transType === transTypes.reversal;
  const amount = approved && holds ? along(held) : 0n;
  return { amount, unreported: { held: held - amount * sign, spent } };
}

/**
 * The writes that report what an event moved but its own notification cannot express: records of this
 * platform beside it, each with a notification, that name what the event follows. They are written with the
 * event and post nothing themselves.
 */
export function adjustmentWrites(
  deps: Dependencies,
  transaction: TransactionToPost,
  unreported: AuthorizationChange,
): Write[] {
  const { card, event, match, correlationId } = transaction;
  const originRecordNo = event.originRecordNo === undefined ? match.recordNo : match.originRecordNo;
  const isRenumbered = originRecordNo !== undefined && originRecordNo !== referencedRecordNo(event);
  return adjustmentContents(event, unreported).flatMap((content): Write[] => {
    const recordNo = newId(deps.now(), deps.random);
    const own = { ...content, recordNo };
    const adjustment = {
      ...eventFromContent({ source: event.source, issuer: card.issuer }, own, deps.utcOffset),
      adjusts: true,
    } as const;
    const settleAmount = content.settleAmount ?? 0;
    const booked = {
      ...{ held: 0n, spent: 0n, settleAmount },
      ...(isRenumbered && { originRecordNo }),
    };
    const record = transactionWith(undefined, adjustment, { card, booked, now: deps.now(), recordNo });
    const item = { ...transactionKey(record), ...record };
    return [
      { kind: 'put', table: 'transactions', item, onConflict: writeConflict },
      notificationPut(deps, {
        type: 'card_transaction',
        subject: `${recordNo}/${adjustment.category}`,
        userNo: card.userNo,
        content: contentForMerchant(own, recordNo, booked),
        correlationId,
      }),
    ];
  });
}

/** The record that the event follows; defaults to the event itself. */
const referencedRecordNo = ({ originRecordNo, recordNo }: TransactionEvent): string =>
  originRecordNo ?? recordNo;

type AdjustedFields = Pick<TransactionContent, 'transType' | 'transCategory' | 'settleAmount'>;

/** The contents of the adjustments: one for money, one for the hold. */
function adjustmentContents(
  event: TransactionEvent,
  { held, spent }: AuthorizationChange,
): TransactionContent[] {
  const { content } = event;
  const { localCurrency, transactionTime, merchantName, merchantCategoryCode, cardId } = content;
  const { feeType, fundsType } = content;
  const major = (minor: bigint) => toMajor(minor < 0n ? -minor : minor, localCurrency);
  const adjusted = (change: bigint, fields: AdjustedFields): TransactionContent => ({
    ...{ recordNo: '', cardId, transactionTime, merchantName },
    ...(merchantCategoryCode !== undefined && { merchantCategoryCode }),
    // The network did not request it: there is no transaction amount, only what moved.
    ...{ transCurrency: localCurrency, transCurrencyAmt: 0, localCurrency, localCurrencyAmt: 0 },
    ...fields,
    respCodeDesc: 'adjustment for an earlier message',
    ...{ transStatus: '1', fundsDirection: change < 0n ? 1 : 0, respCode: APPROVED },
    originRecordNo: referencedRecordNo(event),
    ...(feeType !== undefined && { feeType }),
    ...(fundsType !== undefined && { fundsType }),
  });
  const money: AdjustedFields = {
    transType: spent < 0n ? transTypes.reversal : transTypes.settlementDifference,
    transCategory: 2,
    settleAmount: major(spent),
  };
  const hold: AdjustedFields = {
    transType: held < 0n ? transTypes.reversal : transTypes.consumption,
    transCategory: 1,
    settleAmount: major(held),
  };
  return [...(spent === 0n ? [] : [adjusted(spent, money)]), ...(held === 0n ? [] : [adjusted(held, hold)])];
}
