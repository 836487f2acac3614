import { type Card, spendingAccount } from '../cards/card.ts';
import { transTypes } from '../contract/notifications.ts';
import type { IssuerName } from '../issuer/issuer.ts';
import type { Account } from '../ledger/accounts.ts';
import type { Item, Store } from '../store/store.ts';
import { rootOf, type TransactionEvent } from './event.ts';

/**
 * An authorization with all that became of it, as sums that do not depend on the order in which it was told. Amounts in
 * minor units of `currency`.
 *
 *   authorized ──┬── reversed            released to what is available
 *                ├── cleared             out to the network; beyond what is held from what is available
 *                └── settled, expired    the rest of the hold is released
 *   returned ────────────────────────── back from the network: refunds, reversed clearings
 */
export interface Chain {
  readonly issuer: IssuerName;
  /** The authorization's number. */
  readonly root: string;
  readonly cardId: string;
  /** Of a supplementary card: the group whose pool it spends from. */
  readonly groupId?: string;
  readonly currency: string;
  readonly authorized: bigint;
  readonly reversed: bigint;
  readonly cleared: bigint;
  readonly returned: bigint;
  /** The authorization itself was settled: nothing more is held for it. */
  readonly settled: boolean;
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
 * The key of a chain's record. A clearing may name the authorization of another card, which this one replaced: what is
 * held there is not this card's to take, so each card has a chain of its own.
 */
export const chainKey = ({ issuer, cardId, root }: Pick<Chain, 'issuer' | 'cardId' | 'root'>) => ({
  pk: `chain/${issuer}/${cardId}/${root}`,
});

/** The chain that a stored item holds, without what the item has for its table's sake. */
export function chainFrom(item: Item): Chain {
  const { pk: _, dueShard: __, dueAt: ___, ...stored } = item;
  const chain = stored as unknown as Chain;
  const sums = (['authorized', 'reversed', 'cleared', 'returned'] as const).map(
    (sum) => [sum, BigInt(chain[sum])] as const,
  );
  return { ...chain, ...(Object.fromEntries(sums) as Pick<Chain, 'authorized'>) };
}

/** The chain that the event belongs to, or undefined when it is the first that is told of it. */
export async function findChain(store: Store, event: TransactionEvent): Promise<Chain | undefined> {
  const item = await store.get('transactions', chainKey({ ...event, root: rootOf(event) }));
  return item && chainFrom(item);
}

/** A chain of which nothing is known yet. */
export const newChain = (
  event: TransactionEvent,
  { groupId, currency }: Pick<Card, 'groupId' | 'currency'>,
): Chain => ({
  issuer: event.issuer,
  root: rootOf(event),
  cardId: event.cardId,
  ...(groupId !== undefined && { groupId }),
  currency,
  authorized: 0n,
  reversed: 0n,
  cleared: 0n,
  returned: 0n,
  settled: false,
  expired: false,
  version: 0,
});

/** The chain after the event. Pure, and the same for any order of the same events. */
export function applied(chain: Chain, event: TransactionEvent): Chain {
  const version = chain.version + 1;
  if (!event.approved) return { ...chain, version };
  const { amount, category, transType, direction } = event;
  if (category === 1) {
    if (transType === transTypes.consumption)
      return { ...chain, version, authorized: chain.authorized + amount };
    if (transType === transTypes.reversal) {
      const expired = chain.expired || event.expires === true;
      return { ...chain, version, expired, reversed: chain.reversed + amount };
    }
    // Anything else that is not settled yet announces what moves once it is.
    return { ...chain, version };
  }
  if (direction === 1) return { ...chain, version, returned: chain.returned + amount };
  const settled = chain.settled || event.recordNo === chain.root;
  return { ...chain, version, settled, cleared: chain.cleared + amount };
}

/** What the chain holds and took, from its sums alone. */
export function positions({ authorized, reversed, cleared, returned, settled, expired }: Chain): Positions {
  const open = authorized - reversed - cleared;
  return { hold: settled || expired || open < 0n ? 0n : open, spent: cleared - returned };
}

/** What an item of the transactions room holds frozen, and where; undefined for what holds nothing. */
export function heldByChain(item: Item): { account: Account; amount: bigint } | undefined {
  if (!String(item['pk']).startsWith('chain/')) return undefined;
  const chain = chainFrom(item);
  return { account: spendingAccount(chain), amount: positions(chain).hold };
}
