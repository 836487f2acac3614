import { WriteConflict } from '../../../runtime/idempotency/execute-once.ts';
import { newId } from '../../../runtime/ids.ts';
import type { Write } from '../../../runtime/store/write.ts';
import { transTypes } from '../../../wire/contract/codes.ts';
import { APPROVED } from '../../../wire/contract/reference-data/response-codes.ts';
import { toMajor } from '../../../wire/money/amount.ts';
import type { Dependencies } from '../../dependencies.ts';
import { notificationPut } from '../../notifications/notification.ts';
import { contentForMerchant, transactionKey, transactionWith } from '../model/transaction.ts';
import {
  eventFromContent,
  type TransactionContent,
  type TransactionEvent,
} from '../model/transaction-event.ts';
import type { AuthorizationChange, TransactionToPost } from './transaction-to-post.ts';

/**
 * What an event's own notification says that it moved, along its direction and never negative, and what of the change it
 * leaves unsaid. A settled event says what went between card and network, an authorization or a reversal what it holds or
 * releases; what was declined or only announced says nothing. The rest is what was told before and takes effect only now: when
 * an event joins two chains, or an authorization tells what a purchase was for.
 */
export function reportedEffects(
  { approved, category, transType, direction }: TransactionEvent,
  { held, spent }: AuthorizationChange,
): { readonly amount: bigint; readonly unsaid: AuthorizationChange } {
  const sign = direction === 0 ? 1n : -1n;
  const along = (change: bigint) => (change * sign > 0n ? change * sign : 0n);
  if (approved && category === 2) {
    const amount = along(spent);
    // What a clearing takes of its hold goes without saying.
    return { amount, unsaid: { held: 0n, spent: spent - amount * sign } };
  }
  const holds = transType === transTypes.consumption || transType === transTypes.reversal;
  const amount = approved && category === 1 && holds ? along(held) : 0n;
  return { amount, unsaid: { held: held - amount * sign, spent } };
}

/**
 * The writes that tell what an event moved and its own notification cannot say: records of this platform's own beside it,
 * each with a notification, that name what the event follows. They are booked with the event and move nothing themselves.
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
    const adjustment = { ...eventFromContent(event.source, own, deps.utcOffset), adjusts: true } as const;
    const settleAmount = content.settleAmount ?? 0;
    const booked = {
      ...{ held: 0n, spent: 0n, settleAmount },
      ...(isRenumbered && { originRecordNo }),
    };
    const record = transactionWith(undefined, adjustment, { card, booked, now: deps.now(), recordNo });
    const item = { ...transactionKey(record), ...record };
    return [
      { kind: 'put', table: 'transactions', item, onConflict: () => new WriteConflict() },
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

/** What an event follows, or the event itself where it follows nothing. */
const referencedRecordNo = ({ originRecordNo, recordNo }: TransactionEvent): string =>
  originRecordNo ?? recordNo;

type AdjustedFields = Pick<
  TransactionContent,
  'transType' | 'transCategory' | 'localCurrencyAmt' | 'settleAmount' | 'respCodeDesc'
>;

/** What is told of what was left unsaid: money, and what is held. */
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
    ...{ transCurrency: localCurrency, transCurrencyAmt: fields.localCurrencyAmt, localCurrency },
    ...fields,
    ...{ transStatus: '1', fundsDirection: change < 0n ? 1 : 0, respCode: APPROVED },
    originRecordNo: referencedRecordNo(event),
    ...(feeType !== undefined && { feeType }),
    ...(fundsType !== undefined && { fundsType }),
  });
  const money: AdjustedFields = {
    transType: spent < 0n ? transTypes.reversal : transTypes.settlementDifference,
    transCategory: 2,
    localCurrencyAmt: major(spent),
    settleAmount: major(spent),
    respCodeDesc: 'what was told earlier took effect',
  };
  // Nobody at the network asked for it: it is nothing but what moved.
  const hold: AdjustedFields = {
    transType: held < 0n ? transTypes.reversal : transTypes.consumption,
    transCategory: 1,
    localCurrencyAmt: 0,
    settleAmount: major(held),
    respCodeDesc: 'what was told earlier took effect',
  };
  return [...(spent === 0n ? [] : [adjusted(spent, money)]), ...(held === 0n ? [] : [adjusted(held, hold)])];
}
