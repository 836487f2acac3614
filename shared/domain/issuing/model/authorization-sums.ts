import { transTypes } from '../../../wire/contract/codes.ts';
import type { TransactionEvent } from './transaction-event.ts';

/** Totals over the events of an authorization: amounts in minor units, and counts. */
export interface AuthorizationSums {
  readonly authorized: bigint;
  /** Released by reversals. */
  readonly reversed: bigint;
  /** Released because the hold expired. */
  readonly expiredAmount: bigint;
  readonly cleared: bigint;
  /** The part of `cleared` that was captured after a reversal. */
  readonly recaptured: bigint;
  /** Settled reversals: they give back what was cleared, or release the hold. */
  readonly settledReversalAmount: bigint;
  /** Settled reversals of which an external issuer stated what they gave back. */
  readonly statedReversalAmount: bigint;
  /** Refunds and differences in the card's favour. */
  readonly returned: bigint;
  /** Number of authorizations that requested an amount. */
  readonly uses: bigint;
  /** Number of clearings of a non-zero amount. */
  readonly captures: bigint;
  /** Number of reversals by the network. */
  readonly reversals: bigint;
}

export const ZERO_SUMS: AuthorizationSums = {
  authorized: 0n,
  reversed: 0n,
  expiredAmount: 0n,
  cleared: 0n,
  recaptured: 0n,
  settledReversalAmount: 0n,
  statedReversalAmount: 0n,
  returned: 0n,
  uses: 0n,
  captures: 0n,
  reversals: 0n,
};

export const sumNames = Object.keys(ZERO_SUMS) as (keyof AuthorizationSums)[];

/** Adds both, field by field. */
export function addSums(one: AuthorizationSums, other: AuthorizationSums): AuthorizationSums {
  const sums = sumNames.map((name) => [name, one[name] + other[name]]);
  return Object.fromEntries(sums) as unknown as AuthorizationSums;
}

/**
 * What one record contributes, from all of its events. Once its reversal is settled, only the settled event
 * counts.
 */
export function sumsOf(events: readonly TransactionEvent[]): AuthorizationSums {
  const approved = events.filter((event) => event.approved);
  const hasSettledReversal = approved.some((event) => event.category === 2 && isReversal(event));
  return approved
    .filter((event) => !hasSettledReversal || event.category === 2 || !isReversal(event))
    .map((event) => ({ ...ZERO_SUMS, ...sumsFromEvent(event) }))
    .reduce(addSums, ZERO_SUMS);
}

const isReversal = ({ transType }: TransactionEvent): boolean => transType === transTypes.reversal;

function sumsFromEvent(event: TransactionEvent): Partial<AuthorizationSums> {
  if (event.category === 1) return unsettledSums(event);
  return event.direction === 1 ? creditSums(event) : clearingSums(event);
}

/**
 * Unsettled purchases hold and unsettled reversals release; every other type only announces what moves once
 * it is settled.
 */
function unsettledSums({
  transType,
  amount,
  expires,
  requestsMoney,
}: TransactionEvent): Partial<AuthorizationSums> {
  if (transType === transTypes.consumption) return { authorized: amount, uses: requestsMoney ? 1n : 0n };
  if (transType !== transTypes.reversal) return {};
  return expires ? { expiredAmount: amount } : { reversed: amount, reversals: 1n };
}

/**
 * The part of a settled reversal that exceeds its settled amount releases the hold. An issuer's adjustment has a
 * settled amount alone: an earlier reversal released that part, and now gives it back instead.
 */
function creditSums(event: TransactionEvent): Partial<AuthorizationSums> {
  const { amount, localAmount } = event;
  if (!isReversal(event)) return { returned: amount };
  return {
    [event.isStatedByIssuer ? 'statedReversalAmount' : 'settledReversalAmount']: amount,
    reversed: localAmount - amount,
    reversals: 1n,
  };
}

function clearingSums({ transType, amount, requestsMoney }: TransactionEvent): Partial<AuthorizationSums> {
  const isCapture = requestsMoney && transType !== transTypes.settlementDifference;
  const recaptured = transType === transTypes.captureAfterReversal ? amount : 0n;
  return { cleared: amount, recaptured, captures: isCapture ? 1n : 0n };
}
