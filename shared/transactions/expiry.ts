import { cardFrom, cardKey } from '../cards/card.ts';
import { transTypes } from '../contract/notifications.ts';
import { entryWrites } from '../ledger/entry.ts';
import { notificationPut } from '../notifications/notification.ts';
import { DUE_ATTRIBUTES, DUE_SHARDS } from '../platform/due.ts';
import { newId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { StaleDecision, untilFresh } from '../requests/once.ts';
import { equals, type Write } from '../store/write.ts';
import { isClosed } from './apply.ts';
import { guardsOf, postingsOf } from './book.ts';
import { type Chain, chainFrom, chainKey, positions } from './chain.ts';
import { expiryContent, type TransactionEvent } from './event.ts';
import { recordKey, recordWith } from './record.ts';

/** Most holds of a shard in one run; what is left over is due in the next. */
const MOST = 100;

/** Releases what is still held by authorizations that were not cleared in time; answers how many. */
export async function expireHolds(platform: Platform): Promise<number> {
  let expired = 0;
  for (let shard = 0; shard < DUE_SHARDS; shard += 1) {
    const items = await platform.store.query({
      table: 'transactions',
      index: 'due',
      partition: String(shard),
      to: platform.now(),
      limit: MOST,
    });
    for (const item of items) expired += (await expireHold(platform, chainFrom(item))) ? 1 : 0;
  }
  return expired;
}

/** Releases what is open of one authorization; answers whether anything was. Safe to repeat. */
function expireHold(platform: Platform, { issuer, root }: Chain): Promise<boolean> {
  return untilFresh(async () => {
    const item = await platform.store.get('transactions', chainKey({ issuer, root }));
    const chain = item && chainFrom(item);
    if (!chain || positions(chain).hold === 0n) return false;
    await platform.store.write(await expiryWrites(platform, chain));
    return true;
  });
}

async function expiryWrites(platform: Platform, chain: Chain): Promise<Write[]> {
  const { store, random, utcOffset } = platform;
  const now = platform.now();
  const item = await store.get('cards', cardKey(chain.cardId));
  if (!item) throw new Error(`authorization ${chain.root}: its card is gone`);
  const card = cardFrom(item);
  const closed = await isClosed(store, card);
  const after: Chain = { ...chain, expired: true, version: chain.version + 1 };
  const { hold } = positions(chain);
  const event = reversalOf(chain, hold, newId(now, random), { now, utcOffset });
  const cause = `hold/${chain.issuer}/${chain.root}/expired`;
  const entry = { cause, at: now, postings: postingsOf(card, closed, chain, after) };
  const unbooked = () => new Error(`${cause}: what is held is not frozen`);
  const record = recordWith(undefined, event, card, now);
  const stale = () => new StaleDecision();
  return [
    {
      kind: 'update',
      table: 'transactions',
      key: chainKey(chain),
      set: { expired: true, version: after.version },
      remove: DUE_ATTRIBUTES,
      when: [equals('version', chain.version)],
      otherwise: stale,
    },
    { kind: 'put', table: 'transactions', item: { ...recordKey(record), ...record }, otherwise: stale },
    ...entryWrites(entry, unbooked, guardsOf(card, closed, false)),
    { kind: 'update', table: 'cards', key: cardKey(card.cardId), add: { usedAmount: -hold } },
    notificationPut(platform, {
      type: 'card_transaction',
      subject: `${event.recordNo}/${event.category}`,
      userNo: card.userNo,
      content: event.content,
      correlationId: cause,
    }),
  ];
}

/** The reversal that stands for the expiry in the merchant's books. */
function reversalOf(
  { issuer, root, cardId, currency }: Chain,
  amount: bigint,
  recordNo: string,
  at: { readonly now: number; readonly utcOffset: string },
): TransactionEvent {
  return {
    issuer,
    recordNo,
    cardId,
    originRecordNo: root,
    transType: transTypes.reversal,
    approved: true,
    category: 1,
    transactedAt: at.now,
    amount,
    direction: 1,
    content: expiryContent({ recordNo, originRecordNo: root, cardId, currency }, amount, at),
  };
}
