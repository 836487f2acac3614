import { type Card, cardKey } from '../cards/card.ts';
import { EMBEDDED } from '../issuer/issuer-name.ts';
import { DUE_ATTRIBUTES, dueAttributes } from '../platform/due.ts';
import type { Platform } from '../platform/platform.ts';
import { StaleDecision } from '../requests/once.ts';
import { equals, type Write } from '../store/write.ts';
import type { Booking, Moved } from './booking.ts';
import { type Chain, chainKey, isUse, NOT_RELEASED, positions } from './chain.ts';
import type { TransactionEvent } from './event.ts';
import { holdTime } from './hold-time.ts';
import type { Place } from './place.ts';
import { sumNames } from './sums.ts';

const stale = () => new StaleDecision();

/** The chain, what became part of it, and the numbers that are found with it from now on. */
export function chainWrites(
  platform: Platform,
  card: Card,
  event: TransactionEvent,
  after: Chain,
  { chain, part, links }: Place,
): Write[] {
  const { source, cardId, root } = after;
  const writes = [chainWrite(platform, card, event, after, chain), ...(part ? [partWrite(part, root)] : [])];
  const pointers = links.map((number): Write => {
    const key = chainKey({ source, cardId, root: number });
    const item = { ...key, source, root: number, cardId, mergedInto: root };
    return { kind: 'put', table: 'transactions', item, otherwise: stale };
  });
  return [...writes, ...pointers];
}

/** An open hold is due to expire, if it is ours to release; the chain leaves the due index with it. */
function chainWrite(
  platform: Platform,
  card: Card,
  { content }: TransactionEvent,
  chain: Chain,
  known: Chain | undefined,
): Write {
  const key = chainKey(chain);
  const holds = positions(chain).hold > 0n;
  const dueAt = platform.now() + holdTime(platform, content.merchantCategoryCode);
  const due = card.issuer === EMBEDDED ? dueAttributes(chain.root, dueAt) : undefined;
  if (!known) {
    const item = { ...key, ...chain, ...(holds && due) };
    return { kind: 'put', table: 'transactions', item, otherwise: stale };
  }
  const begins = holds && positions(known).hold === 0n;
  return {
    kind: 'update',
    table: 'transactions',
    key,
    set: { ...chain, ...(begins && due) },
    remove: holds ? [] : [...DUE_ATTRIBUTES, NOT_RELEASED],
    when: [equals('version', known.version)],
    otherwise: stale,
  };
}

/** A chain that is part of another now keeps nothing but where it went; its version says that it was changed. */
const partWrite = (part: Chain, root: string): Write => ({
  kind: 'update',
  table: 'transactions',
  key: chainKey(part),
  set: { mergedInto: root, version: part.version + 1 },
  remove: [...sumNames, 'groupId', 'currency', 'settled', 'expired', ...DUE_ATTRIBUTES, NOT_RELEASED],
  when: [equals('version', part.version)],
  otherwise: stale,
});

/** The card's used amount and, of a card for one use, its uses. */
export function cardWrites({ card, place, onCard }: Booking, { after, held, spent }: Moved): Write[] {
  const usedAmount = held + spent;
  const uses = card.multiUse ? 0 : usesOf(after) - usesOf(place.chain) - usesOf(place.part);
  if (usedAmount === 0n && uses === 0 && !onCard) return [];
  return [
    {
      kind: 'update',
      table: 'cards',
      key: cardKey(card.cardId),
      ...onCard,
      add: { usedAmount, ...(uses !== 0 && { uses }) },
      otherwise: stale,
    },
  ];
}

const usesOf = (chain: Chain | undefined): number => (chain && isUse(chain) ? 1 : 0);
