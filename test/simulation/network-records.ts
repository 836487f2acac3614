import type { Action, FollowUp } from './plan/actions.ts';

export type PurchaseAction = Extract<Action, { kind: 'purchase' }>;

/** Longer than all follow-ups of a purchase take. */
export const RELEASE_DELAY_MS = 13 * 86_400_000;

/** Kinds that happen once at most, and kinds that concern an increment. */
export const AT_MOST_ONCE = new Set<FollowUp['kind']>(['clear', 'increment']);
export const ON_INCREMENT = new Set<FollowUp['kind']>(['increment', 'clearMore', 'reverseMore', 'undoMore']);

export const shareOf = ({ amount }: PurchaseAction, { share }: FollowUp): number =>
  Math.max(1, Math.floor((amount * share) / 100));

/** The first block of the external issuer. */
export const FIRST_EXTERNAL_BLOCK = 1_000;

/** Record numbers within a block that are not the index of a follow-up. */
export const [INCREMENT, RELEASE] = [98, 99];

/** Record numbers: a block of a hundred per purchase. Both networks use the same blocks. */
export const numberOf = ({ block }: PurchaseAction, record: number): string =>
  String(8 * 10 ** 15 + block * 100 + record);

/** A record as the network or the issuer numbers it. */
export interface NetworkRecord {
  readonly recordNo: string;
  readonly originRecordNo?: string;
  readonly transType: string;
  readonly transCategory: number;
}

type OnIncrement = 'increment' | 'clearMore' | 'reverseMore' | 'undoMore';

/** The record of a follow-up that names the purchase `root`; its own number is `number`. */
export function followUpRecord(
  kind: Exclude<FollowUp['kind'], OnIncrement>,
  root: string,
  number: string,
): NetworkRecord {
  const own = { recordNo: number, originRecordNo: root };
  const undo = { ...own, transType: '2', transCategory: 2 };
  return {
    undo,
    undoBeside: undo,
    clear: { recordNo: root, transType: '1', transCategory: 2 },
    clearBeside: { ...own, transType: '1', transCategory: 2 },
    reverse: { ...own, transType: '2', transCategory: 1 },
    return: { ...own, transType: '3', transCategory: 2 },
    recapture: { ...own, transType: '5', transCategory: 2 },
  }[kind];
}

/** The record of a follow-up that names the increment; its own number is `number`. */
export function incrementFollowUpRecord(
  kind: FollowUp['kind'],
  increment: string,
  number: string,
): NetworkRecord {
  const transCategory = kind === 'reverseMore' ? 1 : 2;
  return kind === 'clearMore'
    ? { recordNo: increment, transType: '1', transCategory }
    : { recordNo: number, originRecordNo: increment, transType: '2', transCategory };
}

/** Returns the fields of a card_transaction message beside its card and time; `amount` in cents. */
export const recordContent = (name: string, record: NetworkRecord, amount: number) => ({
  ...record,
  transCurrencyAmt: amount / 100,
  localCurrency: 'USD',
  localCurrencyAmt: amount / 100,
  ...(record.transCategory === 2 && { settleAmount: amount / 100 }),
  merchantName: `${name}:${record.recordNo}`,
  transStatus: '1',
  respCode: '000000',
  respCodeDesc: 'success',
});
