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
  const chains = new Map<string, Chain>();
  for (const { event, groupId } of records.flatMap(eventsOf)) {
    const { pk } = chainKey({ ...event, root: rootOf(event) });
    const card = { ...(groupId !== undefined && { groupId }), currency: event.content.localCurrency };
    chains.set(pk, applied(chains.get(pk) ?? newChain(event, card), event));
  }
  return chains;
}

function eventsOf({ issuer, groupId, unsettled, settled }: TransactionRecord) {
  const contents = [unsettled, settled].filter((content) => content !== undefined);
  const events: TransactionEvent[] = contents.map((content) => eventOf(issuer, content, ANY_ZONE));
  return events.map((event) => ({ event, groupId }));
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
