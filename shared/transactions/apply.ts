import { findBinRange } from '../cards/bin.ts';
import { type Card, spendingAccount } from '../cards/card.ts';
import { cardTold } from '../cards/held.ts';
import type { ReceivedContent } from '../contract/notifications.ts';
import { balanceKey } from '../ledger/accounts.ts';
import { untilFresh } from '../requests/once.ts';
import type { Store } from '../store/store.ts';
import type { Told } from '../upstreams/told.ts';
import { bookForcedWrites } from './book.ts';
import { findChain } from './chain.ts';
import { enrichmentWrites } from './enrichment.ts';
import { eventFrom } from './event.ts';
import { findRecord, isRepeat } from './record.ts';

/**
 * Applies what an upstream tells of a card's transaction, in whatever order it comes, and passes it on: record, money
 * and notification are one transaction, with what finishes the message in the inbox. The same again moves nothing, but its
 * texts are taken over where they came richer.
 *
 * @throws RequestNumberReused for something else under the same number, NothingFound for a card that is not the upstream's
 */
export async function applyCardTransaction(
  content: ReceivedContent<'card_transaction'>,
  told: Told,
): Promise<void> {
  const { platform, correlationId } = told;
  const { store, utcOffset } = platform;
  await untilFresh(async () => {
    const onto = await cardTold(told, content.cardId);
    const event = eventFrom({ ...content, cardId: onto.cardId }, onto, utcOffset, platform.now());
    const [record, chain, closed, range] = await Promise.all([
      findRecord(store, event),
      findChain(store, event),
      isClosed(store, onto),
      findBinRange(store, onto.binRangeId),
    ]);
    const feesFrom = range?.feesFrom ?? 'account';
    const booking = { card: onto, event, record, chain, closed, feesFrom, correlationId };
    const writes = isRepeat(record, event)
      ? enrichmentWrites(record, event)
      : await bookForcedWrites(platform, booking);
    const all = [...writes, ...(told.finishing ?? [])];
    if (all.length > 0) await store.write(all);
  });
}

/** Whether the card's balance was returned, or is about to be. */
export async function isClosed(store: Store, card: Card): Promise<boolean> {
  return (await store.get('ledger', balanceKey(spendingAccount(card))))?.['closed'] === true;
}
