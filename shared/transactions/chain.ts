import { spendingAccount } from '../cards/card.ts';
import type { Account } from '../ledger/accounts.ts';
import type { Item } from '../store/item.ts';
import type { TransactionEvent } from './event.ts';
import { NO_SUMS, plus, type Sums, sumNames, sumsOf } from './sums.ts';

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
export interface Chain extends Sums {
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
export interface Positions {
  readonly hold: bigint;
  /** Negative when more came back than went out. */
  readonly spent: bigint;
}

/**
 * The key of a chain's item, and of the item that tells which chain another number of it belongs to. A clearing may name the
 * authorization of another card, which this one replaced: what is held there is not this card's to take, so each card has
 * a chain of its own.
 */
export const chainKey = ({ source, cardId, root }: Pick<Chain, 'source' | 'cardId' | 'root'>) => ({
  pk: `chain/${source}/${cardId}/${root}`,
});

/** The number that a number's chain is kept under, where that is another; undefined of the chain's own item. */
export const mergedInto = (item: Item): string | undefined => item['mergedInto'] as string | undefined;

/** The attribute that keeps why a hold could not be released when that was due, and how often. */
export const NOT_RELEASED = 'notReleased';

/** The chain that a stored item holds, without what the item has for its table's sake. */
export function chainFrom(item: Item): Chain {
  const { pk: _, dueShard: __, dueAt: ___, [NOT_RELEASED]: ____, ...stored } = item;
  const sums = sumNames.map((name) => [name, BigInt((stored[name] ?? 0) as bigint | number)] as const);
  return { ...(stored as unknown as Chain), ...(Object.fromEntries(sums) as unknown as Sums) };
}

/** A chain of which nothing is known yet. */
export const newChain = ({
  source,
  root,
  cardId,
  groupId,
  currency,
}: Pick<Chain, 'source' | 'root' | 'cardId' | 'groupId' | 'currency'>): Chain => ({
  source,
  root,
  cardId,
  ...(groupId !== undefined && { groupId }),
  currency,
  ...NO_SUMS,
  settled: false,
  expired: false,
  version: 0,
});

/** The chain with another that turned out to be part of it: of which it is the authorization and says what is over. */
export const joined = (chain: Chain, part: Chain): Chain => ({
  ...chain,
  ...plus(chain, part),
  version: chain.version + part.version,
});

/**
 * The chain after the event. `other` is what was told of the same record in the other category: a reversal that is settled
 * counts once. Pure, and the same for any order of the same events.
 */
export function applied(chain: Chain, event: TransactionEvent, other?: TransactionEvent): Chain {
  const known = other ? [other] : [];
  const [before, after] = [sumsOf(known), sumsOf([...known, event])];
  const sums = sumNames.map((name) => [name, chain[name] + after[name] - before[name]] as const);
  return {
    ...chain,
    ...(Object.fromEntries(sums) as unknown as Sums),
    settled: chain.settled || settles(event, chain.root),
    expired: chain.expired || event.expires === true,
    version: chain.version + 1,
  };
}

/** Whether the event is the clearing of the authorization itself, after which nothing more is held. */
export const settles = (
  { approved, category, direction, recordNo }: TransactionEvent,
  root: string,
): boolean => approved && category === 2 && direction === 0 && recordNo === root;

/** What the chain holds and took, from its sums alone. */
export function positions(chain: Chain): Positions {
  const back = backOf(chain);
  const open = openOf(chain);
  return {
    hold: chain.settled || open < 0n ? 0n : open,
    spent: chain.cleared - back - chain.returned,
  };
}

/**
 * What of its clearings went out. A platform below tells what each moved there, negative where reversals of it came before
 * it: until what that takes back is told here as well, the sum may be below zero.
 */
const wentOut = ({ cleared }: Chain): bigint => most(cleared, 0n);

/**
 * What settled reversals brought back: no more than went out. A capture after a reversal says that its purchase was reversed
 * before, so that reversals are of it only as far as they are more than the purchase was for.
 */
function backOf(chain: Chain): bigint {
  const { undone, reversed, authorized } = chain;
  const recaptured = least(most(chain.recaptured, 0n), wentOut(chain));
  const first = wentOut(chain) - recaptured;
  const purchase = most(authorized, first) || recaptured;
  const again = least(most(undone + reversed - purchase, 0n), undone, recaptured);
  return least(undone - again, first) + again;
}

const least = (...amounts: readonly bigint[]): bigint =>
  amounts.reduce((lowest, one) => (one < lowest ? one : lowest));
const most = (one: bigint, other: bigint): bigint => (one > other ? one : other);

/** What of the authorization nothing was heard of yet; negative where more was heard of than it was for. */
function openOf(chain: Chain): bigint {
  const { authorized, reversed, lapsed, undone } = chain;
  return authorized - reversed - lapsed - wentOut(chain) - (undone - backOf(chain));
}

/** Whether what is added to the authorization now would be held: it is not over, and not overdrawn by its clearings. */
export const canHold = (chain: Chain): boolean => !chain.settled && !chain.expired && openOf(chain) >= 0n;

/**
 * Whether the card was used: something was asked for and not wholly reversed, or was cleared. A hold that expired may be
 * cleared yet: that is a use.
 */
export const isUse = ({ uses, captures, reversals, authorized, reversed, undone }: Chain): boolean =>
  captures > 0n || (uses > 0n && !(reversals > 0n && authorized <= reversed + undone));

/** What an item of the transactions room holds frozen, and where; undefined for what holds nothing. */
export function heldByChain(item: Item): { account: Account; amount: bigint } | undefined {
  if (!String(item['pk']).startsWith('chain/') || mergedInto(item) !== undefined) return undefined;
  const chain = chainFrom(item);
  return { account: spendingAccount(chain), amount: positions(chain).hold };
}
