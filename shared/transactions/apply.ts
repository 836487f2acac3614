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
import { eventFrom } from './event.ts';
import { findRecord, isRepeat } from './record.ts';

/**
 * Applies what an upstream tells of a card's transaction, in whatever order it comes, and passes it on: record, money
 * and notification are one transaction. The same again changes nothing; something else under the same number is refused
 * (RequestNumberReused), and so is a card of another issuer (NothingFound).
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
    if (!isRepeat(record, event)) await store.write(await bookForcedWrites(platform, booking));
  });
}

/** Whether the card's balance was returned, or is about to be. */
export async function isClosed(store: Store, card: Card): Promise<boolean> {
  return (await store.get('ledger', balanceKey(spendingAccount(card))))?.['closed'] === true;
}
