import { isDeepStrictEqual } from 'node:util';
import type { Item } from '../store/store.ts';
import { applied, type Chain, chainFrom, chainKey, newChain } from './chain.ts';
import { eventOf, rootOf, type TransactionEvent } from './event.ts';
import { recordFrom, type TransactionRecord } from './record.ts';

/** No time is read from an event here, so the zone that it was told in does not matter. */
const ANY_ZONE = '+00:00';

/**
 * Recomputes the chains from the records that merchants see, and tells each that is not what is kept, for the audit.
 * Takes the items of the transactions room.
 */
export function chainDifferences(items: readonly Item[]): string[] {
  const kept = new Map(itemsOf('chain', items).map((item) => [String(item['pk']), chainFrom(item)]));
  const recomputed = chainsOf(itemsOf('record', items).map(recordFrom));
  return [...new Set([...kept.keys(), ...recomputed.keys()])].flatMap((pk) => {
    const difference = differenceOf(kept.get(pk), recomputed.get(pk));
    return difference === undefined ? [] : [`${pk}: ${difference}`];
  });
}

const itemsOf = (kind: 'chain' | 'record', items: readonly Item[]): Item[] =>
  items.filter(({ pk }) => String(pk).startsWith(`${kind}/`));

/** The chains that the records make, by key. */
function chainsOf(records: readonly TransactionRecord[]): Map<string, Chain> {
  return new Map(
    [...eventsByChain(records)].map(([pk, { chain, events }]) => [
      pk,
      events.reduce((made, { event }) => applied(made, event), chain),
    ]),
  );
}

/** An event of a chain with the record that tells of it. */
export interface ChainEvent {
  readonly event: TransactionEvent;
  readonly record: TransactionRecord;
}

/** The events of all records by the key of their chain, each chain as it is before the first of them. */
export function eventsByChain(
  records: readonly TransactionRecord[],
): Map<string, { readonly chain: Chain; readonly events: ChainEvent[] }> {
  const chains = new Map<string, { readonly chain: Chain; readonly events: ChainEvent[] }>();
  for (const told of records.flatMap(eventsOf)) {
    const { event, record } = told;
    const { pk } = chainKey({ ...event, root: rootOf(event) });
    const { groupId } = record;
    const card = { ...(groupId !== undefined && { groupId }), currency: event.content.localCurrency };
    const known = chains.get(pk) ?? { chain: newChain(event, card), events: [] };
    known.events.push(told);
    chains.set(pk, known);
  }
  return chains;
}

function eventsOf(record: TransactionRecord): ChainEvent[] {
  const contents = [record.unsettled, record.settled].filter((content) => content !== undefined);
  return contents.map((content) => ({ event: eventOf(record.issuer, content, ANY_ZONE), record }));
}

function differenceOf(kept: Chain | undefined, recomputed: Chain | undefined): string | undefined {
  if (!kept) return 'has records but is not there';
  if (!recomputed) return 'has no records';
  // That it expired is no merchant's business: what was released by it is.
  const names = (Object.keys({ ...kept, ...recomputed }) as (keyof Chain)[]).filter(
    (name) => name !== 'expired',
  );
  const wrong = names.filter((name) => !isDeepStrictEqual(kept[name], recomputed[name]));
  if (wrong.length === 0) return undefined;
  return wrong.map((name) => `${name} ${kept[name]}, by its records ${recomputed[name]}`).join(', ');
}
