import type { Item } from '../../../runtime/store/item.ts';
import type { Account } from '../../money/ledger/account.ts';
import { type AuthorizationSums, addSums, sumNames, sumsOf, ZERO_SUMS } from './authorization-sums.ts';
import { spendingAccount } from './card.ts';
import type { TransactionEvent } from './transaction-event.ts';

/**
 * An authorization with all that became of it, whatever of it names what: increments name the authorization or each other,
 * a reversal may name a clearing in part. Kept as sums that do not depend on the order in which things are told, in minor
 * units of `currency`.
 *
 *   authorized ──┬── reversed, lapsed    released to what is available
 *                ├── cleared             out to the network; beyond what is held from what is available
 *                └── settled             the rest of the hold is released
 *   undone ─────────────────────────────  settled reversals: what was cleared comes back; the rest releases
 *   returned ───────────────────────────  back from the network: refunds, differences in the card's favour
 *
 * What comes back: a settled reversal brings back at most what was cleared, for nothing else ever went out; what is beyond
 * that is a release of the hold. So an authorization of 40 that was reversed, settled or not, and never cleared ends with
 * nothing spent, whenever its hold expired. What is captured after a reversal is not what that reversal was of. A refund is real money of the network's and is booked whole; where it is more
 * than was cleared, a person is told (`warnOfReturns`).
 *
 * What a hold had when it expired is a sum like the others, which a platform above, told of a reversal, keeps as one: both have
 * the same positions whatever is told later.
 */
export interface Authorization extends AuthorizationSums {
  /** Whose the numbers are (`numberingOf`). */
  readonly source: string;
  /** The authorization's number: what others name, and what itself names nothing. */
  readonly root: string;
  readonly cardId: string;
  /** Of a supplementary card: the group whose pool it spends from. */
  readonly groupId?: string;
  readonly currency: string;
  /** The authorization itself was settled: nothing more is held for it. */
  readonly settled: boolean;
  /** Its hold ended before it was cleared: no increment is approved any more. One that is told all the same is held for. */
  readonly expired: boolean;
  /** Counts the changes, so that none is made on what others have changed since. */
  readonly version: number;
}

/** Money that a chain holds on the card and money that it took from it, in minor units. */
export interface AuthorizationBalances {
  readonly hold: bigint;
  /** Negative when more came back than went out. */
  readonly spent: bigint;
}

/**
 * The key of a chain's item, and of the item that tells which chain another number of it belongs to. A clearing may name the
 * authorization of another card, which this one replaced: what is held there is not this card's to take, so each card has
 * a chain of its own.
 */
export const authorizationKey = ({
  source,
  cardId,
  root,
}: Pick<Authorization, 'source' | 'cardId' | 'root'>) => ({
  pk: `chain/${source}/${cardId}/${root}`,
});

/** The number that a number's chain is kept under, where that is another; undefined of the chain's own item. */
export const mergedInto = (item: Item): string | undefined => item['mergedInto'] as string | undefined;

/** The attribute that keeps why a hold could not be released when that was due, and how often. */
export const RELEASE_FAILURE = 'notReleased';

/** The chain that a stored item holds, without what the item has for its table's sake. */
export function authorizationFrom(item: Item): Authorization {
  const { pk: _, dueShard: __, dueAt: ___, [RELEASE_FAILURE]: ____, ...stored } = item;
  const sums = sumNames.map((name) => [name, BigInt((stored[name] ?? 0) as bigint | number)] as const);
  return {
    ...(stored as unknown as Authorization),
    ...(Object.fromEntries(sums) as unknown as AuthorizationSums),
  };
}

/** A chain of which nothing is known yet. */
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

/** The chain with another that turned out to be part of it: of which it is the authorization and says what is over. */
export const mergeAuthorizations = (authorization: Authorization, merged: Authorization): Authorization => ({
  ...authorization,
  ...addSums(authorization, merged),
  version: authorization.version + merged.version,
});

/**
 * The chain after the event. `other` is what was told of the same record in the other category: a reversal that is settled
 * counts once. Pure, and the same for any order of the same events.
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

/** Whether the event is the clearing of the authorization itself, after which nothing more is held. */
export const isFinalClearing = (
  { approved, category, direction, recordNo }: TransactionEvent,
  root: string,
): boolean => approved && category === 2 && direction === 0 && recordNo === root;

/** What the chain holds and took, from its sums alone. */
export function authorizationBalances(authorization: Authorization): AuthorizationBalances {
  const back = reversedClearings(authorization);
  const open = openAmount(authorization);
  return {
    hold: authorization.settled || open < 0n ? 0n : open,
    spent: authorization.cleared - back - authorization.returned,
  };
}

/**
 * What of its clearings went out. A platform below tells what each moved there, negative where reversals of it came before
 * it: until what that takes back is told here as well, the sum may be below zero.
 */
const netCleared = ({ cleared }: Authorization): bigint => maxOf(cleared, 0n);

/**
 * What settled reversals brought back: no more than went out. A capture after a reversal says that its purchase was reversed
 * before, so that reversals are of it only as far as they are more than the purchase was for.
 */
function reversedClearings(authorization: Authorization): bigint {
  const { undone, reversed, authorized } = authorization;
  const recaptured = minOf(maxOf(authorization.recaptured, 0n), netCleared(authorization));
  const first = netCleared(authorization) - recaptured;
  const purchase = maxOf(authorized, first) || recaptured;
  const again = minOf(maxOf(undone + reversed - purchase, 0n), undone, recaptured);
  return minOf(undone - again, first) + again;
}

const minOf = (...amounts: readonly bigint[]): bigint =>
  amounts.reduce((lowest, one) => (one < lowest ? one : lowest));
const maxOf = (one: bigint, other: bigint): bigint => (one > other ? one : other);

/** What of the authorization nothing was heard of yet; negative where more was heard of than it was for. */
function openAmount(authorization: Authorization): bigint {
  const { authorized, reversed, lapsed, undone } = authorization;
  return (
    authorized - reversed - lapsed - netCleared(authorization) - (undone - reversedClearings(authorization))
  );
}

/** Whether what is added to the authorization now would be held: it is not over, and not overdrawn by its clearings. */
export const canHold = (authorization: Authorization): boolean =>
  !authorization.settled && !authorization.expired && openAmount(authorization) >= 0n;

/**
 * Whether the card was used: something was asked for and not wholly reversed, or was cleared. A hold that expired may be
 * cleared yet: that is a use.
 */
export const countsAsUse = ({
  uses,
  captures,
  reversals,
  authorized,
  reversed,
  undone,
}: Authorization): boolean =>
  captures > 0n || (uses > 0n && !(reversals > 0n && authorized <= reversed + undone));

/** What an item of the transactions room holds frozen, and where; undefined for what holds nothing. */
export function heldByAuthorization(item: Item): { account: Account; amount: bigint } | undefined {
  if (!String(item['pk']).startsWith('chain/') || mergedInto(item) !== undefined) return undefined;
  const authorization = authorizationFrom(item);
  return { account: spendingAccount(authorization), amount: authorizationBalances(authorization).hold };
}
