import { transTypes } from '../contract/codes.ts';
import type { TransactionEvent } from './event.ts';

/** What was told, summed up: amounts in minor units, and counts. */
export interface Sums {
  readonly authorized: bigint;
  /** Released by reversals. */
  readonly reversed: bigint;
  /** Held until it expired. */
  readonly lapsed: bigint;
  readonly cleared: bigint;
  /** What of that was captured after a reversal. */
  readonly recaptured: bigint;
  /** Settled reversals: of what was cleared, or releases. */
  readonly undone: bigint;
  /** Refunds and differences in the card's favour. */
  readonly returned: bigint;
  /** Authorizations that asked for something. */
  readonly uses: bigint;
  /** Clearings of something. */
  readonly captures: bigint;
  /** Reversals that the network told. */
  readonly reversals: bigint;
}

export const NO_SUMS: Sums = {
  authorized: 0n,
  reversed: 0n,
  lapsed: 0n,
  cleared: 0n,
  recaptured: 0n,
  undone: 0n,
  returned: 0n,
  uses: 0n,
  captures: 0n,
  reversals: 0n,
};

export const sumNames = Object.keys(NO_SUMS) as (keyof Sums)[];

/** Both together. */
export function plus(one: Sums, other: Sums): Sums {
  const sums = sumNames.map((name) => [name, one[name] + other[name]]);
  return Object.fromEntries(sums) as unknown as Sums;
}

/** What one record adds to its chain, from all that was told of it. Once its reversal is settled, only that counts. */
export function sumsOf(told: readonly TransactionEvent[]): Sums {
  const approved = told.filter((event) => event.approved);
  const isUndone = approved.some((event) => event.category === 2 && isReversal(event));
  return approved
    .filter((event) => !isUndone || event.category === 2 || !isReversal(event))
    .map((event) => ({ ...NO_SUMS, ...added(event) }))
    .reduce(plus, NO_SUMS);
}

const isReversal = ({ transType }: TransactionEvent): boolean => transType === transTypes.reversal;

function added(event: TransactionEvent): Partial<Sums> {
  if (event.category === 1) return announced(event);
  return event.direction === 1 ? cameBack(event) : cleared(event);
}

/** What is not settled holds and releases; anything else than a purchase announces what moves once it is. */
function announced({ transType, amount, expires, isAsked }: TransactionEvent): Partial<Sums> {
  if (transType === transTypes.consumption) return { authorized: amount, uses: isAsked ? 1n : 0n };
  if (transType !== transTypes.reversal) return {};
  return expires ? { lapsed: amount } : { reversed: amount, reversals: 1n };
}

/** What a settled reversal is for beyond what was settled of it releases the hold. */
function cameBack(event: TransactionEvent): Partial<Sums> {
  const { amount, localAmount } = event;
  if (!isReversal(event)) return { returned: amount };
  return { undone: amount, reversed: localAmount > amount ? localAmount - amount : 0n, reversals: 1n };
}

function cleared({ transType, amount, isAsked }: TransactionEvent): Partial<Sums> {
  const isCapture = isAsked && transType !== transTypes.settlementDifference;
  const recaptured = transType === transTypes.captureAfterReversal ? amount : 0n;
  return { cleared: amount, recaptured, captures: isCapture ? 1n : 0n };
}
