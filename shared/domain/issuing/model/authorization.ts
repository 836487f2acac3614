import type { Item } from '../../../runtime/store/item.ts';
import { storedBigInt } from '../../../runtime/store/stored-bigint.ts';
import type { Account } from '../../money/ledger/account.ts';
import { type AuthorizationSums, addSums, sumNames, sumsOf, ZERO_SUMS } from './authorization-sums.ts';
import { spendingAccount } from './card.ts';
import type { TransactionEvent } from './transaction-event.ts';

/**
 * An authorization and everything that followed it. Increments may name the authorization or each other, and
 * a reversal may name a single partial clearing. It is stored as sums, in minor units of `currency`, that do
 * not depend on the order in which messages arrive.
 *
 *   authorized ──┬── reversed, expiredAmount    released to the available balance
 *                ├── cleared                    out to the network; beyond the hold, from the available balance
 *                └── settled                    the rest of the hold is released
 *   settledReversalAmount ──────────────────────  gives back what was cleared; the rest releases
 *   returned ───────────────────────────────────  back from the network: refunds, differences in the card's favour
 *
 * A settled reversal gives back at most what was cleared, because nothing else ever left the card; anything
 * beyond that releases the hold. An authorization of 40 that was reversed, settled or not, and never cleared
 * therefore ends with nothing spent, no matter when its hold expired. A capture after a reversal is a new
 * clearing: the earlier reversal does not apply to it. A refund is real money from the network and is posted
 * in full; if it exceeds what was cleared, operators are alerted (`alarmOnExcessReturns`).
 *
 * The amount that a hold had when it expired is a sum like the others. A platform that issues through this
 * one sees the expiry as a reversal and stores it as such: both platforms compute the same balances whatever
 * arrives later.
 */
export interface Authorization extends AuthorizationSums {
  /** The source whose record numbers these are (`numberNamespace`). */
  readonly source: string;
  /** The authorization's number. Its follow-ups name it; it names no other. */
  readonly root: string;
  readonly cardId: string;
  /** On supplementary cards: the group whose pool the card spends from. */
  readonly groupId?: string;
  readonly currency: string;
  /** Whether the authorization itself was cleared: nothing more is held for it. */
  readonly settled: boolean;
  /**
   * Whether the hold ended before it was cleared. Increments are declined from then on; one that the upstream
   * approved itself is still held.
   */
  readonly expired: boolean;
  /** Number of changes, for optimistic locking. */
  readonly version: number;
}

/** What an authorization holds on the card and has taken from it, in minor units. */
interface AuthorizationBalances {
  readonly hold: bigint;
  /** Negative when more came back than went out. */
  readonly spent: bigint;
}

/**
 * The key of an authorization's item, and of the pointer items stored under the other numbers that belong to
 * it. A clearing may name the authorization of another card that this one replaced. This card may not take
 * that card's hold, so each card has an authorization item of its own.
 */
export const authorizationKey = ({
  source,
  cardId,
  root,
}: Pick<Authorization, 'source' | 'cardId' | 'root'>) => ({
  pk: `authorization/${source}/${cardId}/${root}`,
});

/** Returns the authorization number that a pointer item leads to; undefined for the authorization's own item. */
export const mergedInto = (item: Item): string | undefined => item['mergedInto'] as string | undefined;

/** The attribute that stores why a due hold could not be released, and how often that was tried. */
export const RELEASE_FAILURE = 'releaseFailure';

/** Parses a stored authorization and drops the attributes that only serve the table. */
export function authorizationFrom(item: Item): Authorization {
  const { pk: _, dueShard: __, dueAt: ___, [RELEASE_FAILURE]: ____, ...stored } = item;
  const sums = sumNames.map((name) => [name, storedBigInt(stored, name)] as const);
  return {
    ...(stored as unknown as Authorization),
    ...(Object.fromEntries(sums) as unknown as AuthorizationSums),
  };
}

/** Returns an authorization without any events. */
export const newAuthorization = ({
  source,
  root,
  cardId,
  groupId,
  currency,
}: Pick<Authorization, 'source' | 'root' | 'cardId' | 'groupId' | 'currency'>): Authorization => ({
  source,
  root,
  cardId,
  ...(groupId !== undefined && { groupId }),
  currency,
  ...ZERO_SUMS,
  settled: false,
  expired: false,
  version: 0,
});

/**
 * Adds `merged`, which turned out to belong to `authorization`. The latter keeps its number and decides what
 * is settled and expired.
 */
export const mergeAuthorizations = (authorization: Authorization, merged: Authorization): Authorization => ({
  ...authorization,
  ...addSums(authorization, merged),
  version: authorization.version + merged.version,
});

/**
 * Returns the authorization after the event. `other` is the event of the same record in the other category: a
 * reversal that is later settled counts once. Pure; gives the same result for any order of the same events.
 */
export function applyEvent(
  authorization: Authorization,
  event: TransactionEvent,
  other?: TransactionEvent,
): Authorization {
  const others = other ? [other] : [];
  const [before, after] = [sumsOf(others), sumsOf([...others, event])];
  const sums = sumNames.map((name) => [name, authorization[name] + after[name] - before[name]] as const);
  return {
    ...authorization,
    ...(Object.fromEntries(sums) as unknown as AuthorizationSums),
    settled: authorization.settled || isFinalClearing(event, authorization.root),
    expired: authorization.expired || event.expires === true,
    version: authorization.version + 1,
  };
}

/** Whether the event clears the authorization itself, after which nothing more is held. */
export const isFinalClearing = (
  { approved, category, direction, recordNo }: TransactionEvent,
  root: string,
): boolean => approved && category === 2 && direction === 0 && recordNo === root;

/** Computes from the sums what the authorization holds and has spent. */
export function authorizationBalances(authorization: Authorization): AuthorizationBalances {
  const reversed = reversedClearings(authorization);
  const open = openAmount(authorization);
  return {
    hold: authorization.settled || open < 0n ? 0n : open,
    spent: authorization.cleared - reversed - authorization.returned,
  };
}

/**
 * What its clearings took from the card. An external issuer reports what each clearing moved there, which is
 * negative if reversals of it arrived first; until those reversals are reported here as well, the sum may be
 * below zero.
 */
const netCleared = ({ cleared }: Authorization): bigint => maxOf(cleared, 0n);

/**
 * What settled reversals gave back, at most what was cleared. What an external issuer states takes captures
 * after a reversal into account: it counts against everything that was cleared.
 */
function reversedClearings(authorization: Authorization): bigint {
  const cleared = netCleared(authorization);
  const stated = minOf(authorization.statedReversalAmount, cleared);
  return stated + reversedWithoutStatement(authorization, cleared - stated);
}

/**
 * A capture after a reversal implies that the purchase was reversed before, so reversals count against the
 * capture only as far as they exceed the purchase.
 */
function reversedWithoutStatement(authorization: Authorization, cleared: bigint): bigint {
  const { settledReversalAmount, reversed, authorized } = authorization;
  const recaptured = minOf(maxOf(authorization.recaptured, 0n), cleared);
  const clearedFirst = cleared - recaptured;
  const purchase = maxOf(authorized, clearedFirst) || recaptured;
  const ofRecaptured = minOf(
    maxOf(settledReversalAmount + reversed - purchase, 0n),
    settledReversalAmount,
    recaptured,
  );
  return minOf(settledReversalAmount - ofRecaptured, clearedFirst) + ofRecaptured;
}

const minOf = (...amounts: readonly bigint[]): bigint =>
  amounts.reduce((lowest, one) => (one < lowest ? one : lowest));
const maxOf = (one: bigint, other: bigint): bigint => (one > other ? one : other);

/** What has not been released or cleared yet; negative if that exceeded the amount authorized. */
function openAmount(authorization: Authorization): bigint {
  const { authorized, reversed, expiredAmount, settledReversalAmount, statedReversalAmount } = authorization;
  return (
    authorized -
    reversed -
    expiredAmount -
    netCleared(authorization) -
    (settledReversalAmount + statedReversalAmount - reversedClearings(authorization))
  );
}

/** Whether an increment would be held: the authorization is not over, and its clearings do not exceed it. */
export const canHold = (authorization: Authorization): boolean =>
  !authorization.settled && !authorization.expired && openAmount(authorization) >= 0n;

/**
 * Whether the card was used: a non-zero amount was requested and not wholly reversed, or something was
 * cleared. An expired hold may still be cleared, so it counts as a use.
 */
export const countsAsUse = ({
  uses,
  captures,
  reversals,
  authorized,
  reversed,
  settledReversalAmount,
  statedReversalAmount,
}: Authorization): boolean => {
  const released = reversed + settledReversalAmount + statedReversalAmount;
  return captures > 0n || (uses > 0n && !(reversals > 0n && authorized <= released));
};

/**
 * What an item of the transactions table holds frozen, and on which account; undefined if the item holds
 * nothing.
 */
export function heldByAuthorization(item: Item): { account: Account; amount: bigint } | undefined {
  if (!String(item['pk']).startsWith('authorization/') || mergedInto(item) !== undefined) return undefined;
  const authorization = authorizationFrom(item);
  return { account: spendingAccount(authorization), amount: authorizationBalances(authorization).hold };
}
