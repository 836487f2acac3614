import { spendingAccount } from '../../cards/card.ts';
import { EMBEDDED } from '../../issuer/issuer.ts';
import {
  merchantCardAccount,
  networkAccount,
  upstreamAccount,
  upstreamCardsAccount,
} from '../../ledger/accounts.ts';
import type { Entry, Posting } from '../../ledger/entry.ts';
import { applied, type Chain, positions } from '../../transactions/chain.ts';
import { type ChainEvent, eventsByChain } from '../../transactions/recompute.ts';
import { type Family, isSame, on, told } from './family.ts';

/** How the reversal that stands for the expiry of a hold describes itself. */
const EXPIRED = 'authorization expired';

/** Ways of putting the events of one chain in order that are tried at most. */
const MOST_WAYS = 10_000;

/**
 * What a card's transactions hold, take and give back. How much of it an event moves depends on what was told before it, and
 * nobody writes down in which order things were told: so there must be an order of a chain's events in which each of them
 * moves exactly what its entry says.
 */
export const transactions: Family = {
  name: 'card transactions',
  causes: /^(transaction\/.+\/[12]|hold\/.+\/expired)$/,
  differences(entries, books) {
    const open = new Map(entries.map((entry) => [entry.cause, entry]));
    const differences: string[] = [];
    for (const { chain, events } of eventsByChain(books.records).values()) {
      const steps = events.map((event) => stepOf(event, open));
      for (const { cause } of steps) open.delete(cause);
      differences.push(...differenceOf(chain, steps));
    }
    return [...differences, ...[...open.keys()].map((cause) => `${cause}: no record of it`)];
  },
};

/** An event with the entry that was made of it, if any was: what moves nothing has none. */
interface Step extends ChainEvent {
  readonly cause: string;
  readonly entry: Entry | undefined;
}

function stepOf(told: ChainEvent, entries: ReadonlyMap<string, Entry>): Step {
  const { issuer, recordNo, category, cardId, originRecordNo, content } = told.event;
  const cause = `transaction/${issuer}/${recordNo}/${category}`;
  const ofHold = `hold/${issuer}/${cardId}/${originRecordNo}/expired`;
  const expires =
    issuer === EMBEDDED && content.respCodeDesc === EXPIRED && !entries.has(cause) && entries.has(ofHold);
  if (!expires) return { ...told, cause, entry: entries.get(cause) };
  return { ...told, event: { ...told.event, expires: true }, cause: ofHold, entry: entries.get(ofHold) };
}

/** What stands against the entries of a chain's events; nothing when there is an order in which all of them are right. */
function differenceOf(chain: Chain, steps: readonly Step[]): string[] {
  const at = ({ entry, record }: Step) => entry?.at ?? record.createdAt;
  const inTime = steps.toSorted((one, other) => at(one) - at(other));
  const { left, before } = mostPlaced(chain, inTime);
  const [first] = left;
  if (!first) return [];
  const expected = told(postingsOf(first, before, applied(before, first.event)));
  return [`${first.cause}: ${told(first.entry?.postings ?? [])}, by its record ${expected}`];
}

interface Placed {
  readonly left: readonly Step[];
  /** The chain before the first of those that are left. */
  readonly before: Chain;
}

/** Puts as many events as it can in an order in which their entries are right. */
function mostPlaced(chain: Chain, steps: readonly Step[]): Placed {
  let best: Placed = { left: steps, before: chain };
  const tried = new Set<string>();
  const place = (before: Chain, left: readonly Step[]): boolean => {
    if (left.length < best.left.length) best = { left, before };
    return left.length === 0 || left.some((step) => fits(step, before) && placeAfter(step, before, left));
  };
  const placeAfter = (step: Step, before: Chain, left: readonly Step[]): boolean => {
    const others = left.filter((one) => one !== step);
    const way = others.map(({ cause }) => cause).join();
    if (tried.has(way) || tried.size >= MOST_WAYS) return false;
    tried.add(way);
    return place(applied(before, step.event), others);
  };
  place(chain, steps);
  return best;
}

/** Whether the event moves what its entry says, where it comes next. */
const fits = (step: Step, before: Chain): boolean =>
  isSame(step.entry?.postings ?? [], postingsOf(step, before, applied(before, step.event)));

/** What moves between what the card spends from, or the account of a card that was closed, and whoever settles with the network. */
function postingsOf({ event, record }: Step, before: Chain, after: Chain): Posting[] {
  const { issuer, cardId, userNo, groupId } = record;
  const currency = event.content.localCurrency;
  const [was, is] = [positions(before), positions(after)];
  const [held, spent] = [is.hold - was.hold, is.spent - was.spent];
  const own = spendingAccount({ cardId, currency, ...(groupId !== undefined && { groupId }) });
  const isClosed = event.content.fundsType === 2;
  const spendable = isClosed ? merchantCardAccount(userNo, currency) : own;
  const onCard = [on(own, 'frozen', held), on(spendable, 'available', -held - spent)];
  if (issuer === EMBEDDED) return [...onCard, on(networkAccount(currency), 'available', spent)];
  const mirrored = isClosed ? held : -spent;
  return [
    ...onCard,
    on(upstreamCardsAccount(issuer, currency), 'available', -mirrored),
    on(upstreamAccount(issuer, currency), 'available', isClosed ? held + spent : 0n),
  ];
}
