import { type Card, cardKey } from '../../../shared/cards/card.ts';
import { entryFrom, type Posting } from '../../../shared/ledger/entry.ts';
import { type Notification, notificationFrom } from '../../../shared/notifications/notification.ts';
import type { Platform } from '../../../shared/platform/platform.ts';
import type { Item } from '../../../shared/store/item.ts';
import { bookForcedWrites } from '../../../shared/transactions/book.ts';
import { type Chain, chainFrom, mergedInto, positions } from '../../../shared/transactions/chain.ts';
import { eventFrom, type TransactionEvent } from '../../../shared/transactions/event.ts';
import { expiryEvent } from '../../../shared/transactions/expiry-event.ts';
import { findPlace } from '../../../shared/transactions/place.ts';
import { chainDifferences } from '../../../shared/transactions/recompute.ts';
import { isRepeat, recordFrom, type TransactionRecord } from '../../../shared/transactions/record.ts';
import { MemoryStore } from '../../support/model/memory-store.ts';
import type { Transaction } from '../../support/transactions.ts';
import { facts } from '../transactions/authorize/facts.ts';

/** Two cards for one use: the second replaced the first. */
export const CARD: Card = { ...facts().card, multiUse: false };
export const SECOND_CARD: Card = { ...CARD, cardId: '1150000000000002' };

/** Who tells, where nobody else is named. */
export const SOURCE = '90000001';

const ZONE = '+08:00';
const cardOf = (cardId: string): Card => (cardId === CARD.cardId ? CARD : SECOND_CARD);

/** The event that a content stands for. */
export const eventTold = (content: Transaction, source = SOURCE): TransactionEvent =>
  eventFrom(content, { source, currency: 'USD' }, ZONE, 0);

/** What is told: a content, or that all holds expire now. */
export type Telling = Transaction | { readonly content: Transaction; readonly source: string } | 'expiry';

/** What has come of what was told: the state of the room and everything that was journalled. */
export interface State {
  readonly records: ReadonlyMap<string, TransactionRecord>;
  readonly chains: ReadonlyMap<string, Chain>;
  readonly postings: readonly Posting[];
  readonly notifications: readonly Notification[];
  readonly usedAmount: bigint;
  readonly uses: number;
  readonly items: readonly Item[];
  readonly differences: readonly string[];
}

/** All that is told, one after the other, by the same functions that book it into tables, and as it is after each. */
export async function statesAfter(told: readonly Telling[]): Promise<State[]> {
  const room = openRoom();
  const states: State[] = [];
  for (const telling of told) {
    await room.tell(telling);
    states.push(await room.state());
  }
  return states;
}

/** All that is told, one after the other. Another platform has ids of its own: from another `firstId` on. */
export async function stateAfter(told: readonly Telling[], firstId = 0): Promise<State> {
  const room = openRoom(firstId);
  for (const telling of told) await room.tell(telling);
  return room.state();
}

function openRoom(firstId = 0) {
  const store = new MemoryStore();
  let ids = firstId;
  const platform = {
    store,
    now: () => Date.UTC(2026, 2, 1) + ids,
    // Each id is of a millisecond of its own.
    random: () => {
      ids += 1;
      return 0;
    },
    holdMs: 1,
    travelHoldMs: 1,
    alarm: () => {},
    graceMs: 1,
    utcOffset: ZONE,
  } as unknown as Platform;
  const book = async (event: TransactionEvent) => {
    const place = await findPlace(platform, event);
    if (isRepeat(place.record, event)) return;
    const card = cardOf(event.cardId);
    await store.write(await bookForcedWrites(platform, { card, event, place, correlationId: 'test' }));
  };
  const expire = async () => {
    for (const chain of chainsIn(await store.scan('transactions'))) {
      const { hold } = positions(chain);
      ids += 1;
      const recordNo = `7${String(ids).padStart(15, '0')}`;
      if (hold > 0n) await book(expiryEvent(chain, hold, recordNo, { now: 0, utcOffset: ZONE }));
    }
  };
  return {
    tell: async (telling: Telling) => {
      if (telling === 'expiry') return expire();
      const { content, source = SOURCE } = 'content' in telling ? telling : { content: telling };
      await book(eventTold(content, source));
    },
    state: () => stateOf(store),
  };
}

const chainsIn = (items: readonly Item[]): Chain[] =>
  items
    .filter((item) => String(item['pk']).startsWith('chain/') && mergedInto(item) === undefined)
    .map(chainFrom);

async function stateOf(store: MemoryStore): Promise<State> {
  const items = await store.scan('transactions');
  const cards = [CARD, SECOND_CARD].map(({ cardId }) => store.at('cards', cardKey(cardId)));
  const sum = (field: string) =>
    cards.reduce((total, card) => total + BigInt(Number(card?.[field] ?? 0)), 0n);
  const records = items.filter(({ pk }) => String(pk).startsWith('record/')).map(recordFrom);
  return {
    records: new Map(records.map((record) => [record.recordNo, record])),
    chains: new Map(chainsIn(items).map((chain) => [`${chain.source}/${chain.cardId}/${chain.root}`, chain])),
    postings: (await store.scan('ledger'))
      .filter(({ sk }) => sk === 'entry')
      .flatMap((item) => entryFrom(item).postings),
    notifications: (await store.scan('notifications')).map(notificationFrom),
    usedAmount: sum('usedAmount'),
    uses: Number(sum('uses')),
    items,
    differences: chainDifferences(items),
  };
}

/** What was moved on a side of the accounts whose name has this beginning. */
export const moved = ({ postings }: State, account: string, side: Posting['side']): bigint =>
  postings
    .filter((posting) => posting.account.startsWith(account) && posting.side === side)
    .reduce((sum, { amount }) => sum + amount, 0n);

/** What all chains together hold and took. */
export function positionsOf({ chains }: State) {
  const all = [...chains.values()].map(positions);
  const sum = (of: 'hold' | 'spent') => all.reduce((total, each) => total + each[of], 0n);
  return { hold: sum('hold'), spent: sum('spent') };
}
