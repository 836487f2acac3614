import { findBinRange } from '../cards/bin.ts';
import { type Card, spendingAccount } from '../cards/card.ts';
import { cardTold } from '../cards/held.ts';
import { NotEntitled, StatusNotSuitable } from '../contract/errors.ts';
import type { ReceivedContent } from '../contract/notifications.ts';
import { balanceKey } from '../ledger/accounts.ts';
import { AlreadyPosted } from '../ledger/entry.ts';
import { StaleDecision, untilFresh } from '../requests/once.ts';
import type { Store } from '../store/store.ts';
import type { Write } from '../store/write.ts';
import { countedWrites } from '../upstreams/ceiling.ts';
import type { Told } from '../upstreams/told.ts';
import { numberingOf } from '../upstreams/upstream.ts';
import { bookForcedWrites } from './book.ts';
import type { Chain } from './chain.ts';
import { enrichmentWrites } from './enrichment.ts';
import { eventFrom } from './event.ts';
import { chainAfter } from './moved.ts';
import { ANOTHERS, findPlace, type Place } from './place.ts';
import { isRepeat } from './record.ts';
import { broughtBy, warnOfReturns } from './returns.ts';

/**
 * Applies what an upstream tells of a card's transaction, in whatever order it comes, and passes it on: record, money
 * and notification are one transaction, with what finishes the message in the inbox. The same again moves nothing, but its
 * texts are taken over where they came richer.
 *
 * @throws RequestNumberReused for something else under the same number, NothingFound for a card that is not the upstream's,
 * NotEntitled for one of a BIN range that the upstream was not given, and for what another upstream authorized;
 * DailyCeilingReached for money beyond what the upstream may bring; StatusNotSuitable for a repeat of what is said to be new
 */
export async function applyCardTransaction(
  content: ReceivedContent<'card_transaction'>,
  told: Told,
): Promise<void> {
  const { platform, upstream, correlationId } = told;
  const { store, utcOffset } = platform;
  await untilFresh(async () => {
    const onto = await cardTold(told, content.cardId);
    const by = { source: numberingOf(upstream), currency: onto.currency };
    const event = eventFrom({ ...content, cardId: onto.cardId }, by, utcOffset, platform.now());
    const [place, closed, range] = await Promise.all([
      findPlace(platform, event),
      isClosed(store, onto),
      findBinRange(store, onto.binRangeId),
    ]);
    if (place.isAnothers && !told.isNew) throw new NotEntitled(ANOTHERS);
    const feesFrom = range?.feesFrom ?? 'account';
    const booking = { card: onto, event, place, closed, feesFrom, correlationId };
    const isKnown = isRepeat(place.record, event);
    if (isKnown && told.isNew) throw new StatusNotSuitable('message', 'booked on this card already');
    const after = isKnown ? place.chain : chainAfter(event, place, onto);
    const writes = isKnown
      ? enrichmentWrites(place.record, event)
      : await bookForcedWrites(platform, booking).catch(staleIfPosted);
    const counted = await ceilingWrites(told, place, after);
    const all = [...writes, ...counted, ...(told.finishing ?? [])];
    if (all.length > 0) await store.write(all);
    warnOfReturns(platform, after, event);
  });
}

/** What counts what the event brings that nothing took before; an operator has looked at what is new. */
async function ceilingWrites(
  { platform, upstream, isNew }: Told,
  place: Place,
  after: Chain | undefined,
): Promise<Write[]> {
  if (!after || isNew) return [];
  const before = [place.chain, place.part].flatMap((chain) => chain ?? []);
  const { currency } = after;
  return countedWrites(platform, upstream, {
    currency,
    amount: broughtBy(before, after),
    heldIn: currency,
  });
}

/** Somebody else has booked the same since its record was read: it is a repeat by now. */
function staleIfPosted(error: unknown): never {
  throw error instanceof AlreadyPosted ? new StaleDecision() : error;
}

/** Whether the card's balance was returned, or is about to be. */
export async function isClosed(store: Store, card: Card): Promise<boolean> {
  return (await store.get('ledger', balanceKey(spendingAccount(card))))?.['closed'] === true;
}
