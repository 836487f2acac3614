import { transTypes } from '../contract/codes.ts';
import { APPROVED } from '../contract/response-codes.ts';
import { toMajor } from '../money/amount.ts';
import { notificationPut } from '../notifications/notification.ts';
import { newId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { StaleDecision } from '../requests/once.ts';
import type { Write } from '../store/write.ts';
import type { Booking, Change } from './booking.ts';
import { eventOf, type TransactionContent, type TransactionEvent } from './event.ts';
import { contentToTell, recordKey, recordWith } from './record.ts';

/**
 * What an event's own notification says that it moved, along its direction and never negative, and what of the change it
 * leaves unsaid. A settled event says what went between card and network, an authorization or a reversal what it holds or
 * releases; what was declined or only announced says nothing. The rest is what was told before and takes effect only now: when
 * an event joins two chains, or an authorization tells what a purchase was for.
 */
export function saidBy(
  { approved, category, transType, direction }: TransactionEvent,
  { held, spent }: Change,
): { readonly amount: bigint; readonly unsaid: Change } {
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
export function adjustmentWrites(platform: Platform, booking: Booking, unsaid: Change): Write[] {
  const { card, event, place, correlationId } = booking;
  const names = event.originRecordNo === undefined ? place.recordNo : place.originRecordNo;
  const isRenumbered = names !== undefined && names !== namedBy(event);
  return adjustmentsFor(event, unsaid).flatMap((content): Write[] => {
    const recordNo = newId(platform.now(), platform.random);
    const own = { ...content, recordNo };
    const adjustment = { ...eventOf(event.source, own, platform.utcOffset), adjusts: true } as const;
    const settleAmount = content.settleAmount ?? 0;
    const booked = {
      ...{ held: 0n, spent: 0n, settleAmount },
      ...(isRenumbered && { originRecordNo: names }),
    };
    const record = recordWith(undefined, adjustment, { card, booked, now: platform.now(), recordNo });
    const item = { ...recordKey(record), ...record };
    return [
      { kind: 'put', table: 'transactions', item, otherwise: () => new StaleDecision() },
      notificationPut(platform, {
        type: 'card_transaction',
        subject: `${recordNo}/${adjustment.category}`,
        userNo: card.userNo,
        content: contentToTell(own, recordNo, booked),
        correlationId,
      }),
    ];
  });
}

/** What an event follows, or the event itself where it follows nothing. */
const namedBy = ({ originRecordNo, recordNo }: TransactionEvent): string => originRecordNo ?? recordNo;

type Adjusted = Pick<
  TransactionContent,
  'transType' | 'transCategory' | 'localCurrencyAmt' | 'settleAmount' | 'respCodeDesc'
>;

/** What is told of what was left unsaid: money, and what is held. */
function adjustmentsFor(event: TransactionEvent, { held, spent }: Change): TransactionContent[] {
  const { content } = event;
  const { localCurrency, transactionTime, merchantName, merchantCategoryCode, cardId } = content;
  const { feeType, fundsType } = content;
  const major = (minor: bigint) => toMajor(minor < 0n ? -minor : minor, localCurrency);
  const adjusted = (change: bigint, told: Adjusted): TransactionContent => ({
    ...{ recordNo: '', cardId, transactionTime, merchantName },
    ...(merchantCategoryCode !== undefined && { merchantCategoryCode }),
    ...{ transCurrency: localCurrency, transCurrencyAmt: told.localCurrencyAmt, localCurrency },
    ...told,
    ...{ transStatus: '1', fundsDirection: change < 0n ? 1 : 0, respCode: APPROVED },
    originRecordNo: namedBy(event),
    ...(feeType !== undefined && { feeType }),
    ...(fundsType !== undefined && { fundsType }),
  });
  const money: Adjusted = {
    transType: spent < 0n ? transTypes.reversal : transTypes.settlementDifference,
    transCategory: 2,
    localCurrencyAmt: major(spent),
    settleAmount: major(spent),
    respCodeDesc: 'what was told earlier took effect',
  };
  // Nobody at the network asked for it: it is nothing but what moved.
  const hold: Adjusted = {
    transType: held < 0n ? transTypes.reversal : transTypes.consumption,
    transCategory: 1,
    localCurrencyAmt: 0,
    settleAmount: major(held),
    respCodeDesc: 'what was told earlier took effect',
  };
  return [...(spent === 0n ? [] : [adjusted(spent, money)]), ...(held === 0n ? [] : [adjusted(held, hold)])];
}
