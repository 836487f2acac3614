import fc from 'fast-check';
import type { NotificationContent, ReceivedContent } from '../../shared/contract/notifications.ts';
import { formatDateTime } from '../../shared/contract/time.ts';

/** What an upstream tells of a transaction, as its schema checked it. */
export type Transaction = ReceivedContent<'card_transaction'>;
export type SentTransaction = NotificationContent<'card_transaction'>;
/** What an upstream tells of a fee. */
export type Fee = ReceivedContent<'trade_fee'>;
/** The same as it is sent, with all that informs. */
export type SentFee = Fee & NotificationContent<'trade_fee'>;

let records = 0;

/** A record number that no other transaction of this test file has. */
export function newRecordNo(): string {
  records += 1;
  return `${process.pid}${String(records).padStart(8, '0')}`;
}

/** An authorization of 40 USD with the card, and what is different about it. */
export const transaction = (cardId: string, changes: Partial<Transaction> = {}): Transaction => ({
  recordNo: newRecordNo(),
  cardId,
  transactionTime: '2026-03-01 09:00:00',
  transCurrency: 'USD',
  transCurrencyAmt: changes.localCurrencyAmt ?? '40',
  localCurrency: 'USD',
  localCurrencyAmt: '40',
  merchantName: 'Coffee House',
  transType: '1',
  transStatus: '1',
  transCategory: 1,
  respCode: '000000',
  respCodeDesc: 'success',
  ...changes,
});

/** An authorization of 40 USD for 36.50 EUR, made just now, as a processor sends it. */
export const sentTransaction = (cardId: string, changes: Partial<SentTransaction> = {}): SentTransaction => ({
  recordNo: newRecordNo(),
  cardId,
  transactionTime: formatDateTime(Date.now(), '+08:00'),
  transCurrency: 'EUR',
  transCurrencyAmt: 36.5,
  localCurrency: 'USD',
  localCurrencyAmt: 40,
  merchantName: 'Coffee House',
  merchantCategoryCode: '5814',
  transType: '1',
  transStatus: '1',
  transCategory: 1,
  respCode: '000000',
  respCodeDesc: 'success',
  ...changes,
});

/** A cross-border fee of 0.75 USD, under the number that its sender has for the merchant; sent and checked alike. */
export const tradeFee = (cardId: string, changes: object = {}): SentFee => ({
  cardId,
  opType: 97,
  receiptNo: newRecordNo(),
  recordNo: newRecordNo(),
  userNo: '7',
  realCcy: 'USD',
  realFee: '0.75',
  createAt: '2026-03-01 09:00:00',
  ...changes,
});

/** One event of a story: record 0 is the authorization that the others may be about, themselves or through each other. */
export interface Step {
  readonly record: number;
  /** Told of a second card, which the first was replaced by. */
  readonly onSecondCard: boolean;
  /** The record that it names; always one of a lower number. */
  readonly origin?: number;
  readonly told: Pick<
    Transaction,
    'transType' | 'transStatus' | 'transCategory' | 'localCurrencyAmt' | 'settleAmount' | 'fundsDirection'
  >;
}

/** USD, below 150. */
const amount = fc.integer({ min: 0, max: 15_000 }).map((minor) => String(minor / 100));
const transStatus = fc.oneof({ weight: 6, arbitrary: fc.constant('1' as const) }, fc.constant('2' as const));

/** What is told of one record: unsettled, settled or both. */
const facets = fc.constantFrom<(1 | 2)[]>([1], [2], [1, 2]);

const stepsOf = (
  record: number,
  transType: fc.Arbitrary<Transaction['transType']>,
  origin: fc.Arbitrary<number | undefined>,
) =>
  fc
    .record({
      transType,
      origin,
      categories: facets,
      onSecondCard: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.constant(true)),
      fundsDirection: fc.constantFrom<0 | 1>(0, 1),
      each: fc.tuple(
        ...[1, 2].map(() => fc.record({ transStatus, amount, settleAmount: fc.option(amount) })),
      ),
    })
    .map(({ transType: type, categories, fundsDirection, each, origin: named, ...kind }) =>
      categories.map((transCategory): Step => {
        const said = each[transCategory - 1] as (typeof each)[number];
        const told = {
          transType: type,
          transCategory,
          transStatus: said.transStatus,
          localCurrencyAmt: said.amount,
          ...(transCategory === 2 && said.settleAmount !== null && { settleAmount: said.settleAmount }),
          ...(type === '4' && { fundsDirection }),
        };
        const onSecondCard = record > 0 && kind.onSecondCard;
        return { record, ...(named !== undefined && { origin: named }), onSecondCard, told };
      }),
    );

const kinds = fc.constantFrom<Transaction['transType'][]>('1', '2', '3', '4', '5', '7');

/** Everything that may happen to an authorization, in some order; `depth` is how many links lead to it at most. */
export const storiesOf = (depth: number): fc.Arbitrary<Step[]> =>
  fc
    .tuple(
      stepsOf(0, fc.constant('1'), fc.constant(undefined)),
      ...[1, 2, 3, 4, 5].map((record) => stepsOf(record, kinds, named(Math.min(record, depth)))),
    )
    .chain((records) => fc.subarray(records, { minLength: 1 }))
    .map((told) => told.flat());

/** One of the first records, or none. */
const named = (first: number) => fc.option(fc.nat({ max: first - 1 }), { nil: undefined });

export const stories = storiesOf(4);

/** A story, and another order in which it is told, parts of it more than once. */
export const tellingsOf = (told: fc.Arbitrary<Step[]>) =>
  told.chain((story) =>
    fc
      .subarray(story)
      .chain((again) => {
        const all = [...story, ...again];
        return fc.shuffledSubarray(all, { minLength: all.length });
      })
      .map((shuffled) => ({ story, told: shuffled })),
  );

export const tellings = tellingsOf(stories);

/** The contents of a story's steps for two cards, each story under record numbers of its own. */
export function narrator(cardId: string, secondCardId: string): (step: Step) => Transaction {
  const numbers = Array.from({ length: 6 }, newRecordNo);
  return ({ record, origin, onSecondCard, told }) =>
    transaction(onSecondCard ? secondCardId : cardId, {
      ...told,
      recordNo: numbers[record] as string,
      ...(origin !== undefined && { originRecordNo: numbers[origin] as string }),
    });
}
