import type { Card } from '../../../shared/cards/card.ts';
import { entryFrom, type Posting } from '../../../shared/ledger/entry.ts';
import type { Platform } from '../../../shared/platform/platform.ts';
import type { Write } from '../../../shared/store/write.ts';
import { bookWrites } from '../../../shared/transactions/book.ts';
import { applied, type Chain, chainKey, newChain, positions } from '../../../shared/transactions/chain.ts';
import { eventFrom, rootOf, type TransactionEvent } from '../../../shared/transactions/event.ts';
import {
  isRepeat,
  recordKey,
  recordWith,
  type TransactionRecord,
} from '../../../shared/transactions/record.ts';
import type { Transaction } from '../../support/transactions.ts';
import { facts } from '../transactions/authorize/facts.ts';

/** Two cards: the second replaced the first. */
export const CARD: Card = facts().card;
export const SECOND_CARD: Card = { ...CARD, cardId: '1150000000000002' };

/** The event that a content stands for. */
export const eventTold = (content: Transaction): TransactionEvent =>
  eventFrom(content, content.cardId === CARD.cardId ? CARD : SECOND_CARD, '+08:00', 0);

/** What has come of what was told: the state of the room and everything that was journalled. */
export interface State {
  readonly records: ReadonlyMap<string, TransactionRecord>;
  readonly chains: ReadonlyMap<string, Chain>;
  readonly postings: readonly Posting[];
  readonly usedAmount: bigint;
}

const NOTHING: State = { records: new Map(), chains: new Map(), postings: [], usedAmount: 0n };

/** All that is told, one after the other, by the same functions that book it into tables. */
export const stateAfter = (told: readonly Transaction[], from = NOTHING): State =>
  told.map(eventTold).reduce(booked, from);

function booked(state: State, event: TransactionEvent): State {
  const [record, chain] = [recordKey(event).pk, chainKey({ ...event, root: rootOf(event) }).pk];
  const known = { record: state.records.get(record), chain: state.chains.get(chain) };
  if (isRepeat(known.record, event)) return state;
  const card = event.cardId === CARD.cardId ? CARD : SECOND_CARD;
  const booking = { card, event, ...known, correlationId: 'test' };
  const writes = bookWrites(PLATFORM, booking);
  return {
    records: new Map(state.records).set(record, recordWith(known.record, event, card, 0)),
    chains: new Map(state.chains).set(chain, applied(known.chain ?? newChain(event, card), event)),
    postings: [...state.postings, ...writes.flatMap(postingsOf)],
    usedAmount: state.usedAmount + writes.reduce((sum, write) => sum + usedBy(write), 0n),
  };
}

const PLATFORM = { now: () => 0, holdMs: 1, graceMs: 1 } as Platform;

const postingsOf = (write: Write): readonly Posting[] =>
  write.table === 'ledger' && write.kind === 'put' ? entryFrom(write.item).postings : [];

const usedBy = (write: Write): bigint =>
  write.table === 'cards' && write.kind === 'update' ? BigInt(write.add?.['usedAmount'] ?? 0) : 0n;

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
