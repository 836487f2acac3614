import { isDeepStrictEqual } from 'node:util';
import { findBinRange } from '../cards/bin.ts';
import { type Card, spendingAccount } from '../cards/card.ts';
import { cardTold } from '../cards/held.ts';
import { RequestNumberReused } from '../contract/errors.ts';
import type { NotificationContent, ReceivedContent } from '../contract/notifications.ts';
import { merchantCardAccount } from '../ledger/accounts.ts';
import { AlreadyPosted, entryWrites, type Guard } from '../ledger/entry.ts';
import { againstNetwork } from '../ledger/mirror.ts';
import { warnOfOverdraft } from '../ledger/overdraft.ts';
import { toMinor } from '../money/amount.ts';
import {
  notificationFrom,
  notificationIdOf,
  notificationKey,
  notificationPut,
} from '../notifications/notification.ts';
import type { Platform } from '../platform/platform.ts';
import { StaleDecision, untilFresh } from '../requests/once.ts';
import type { Store } from '../store/store.ts';
import { absent } from '../store/write.ts';
import type { Told } from '../upstreams/told.ts';
import { isClosed } from './apply.ts';

/**
 * Charges a fee that the network took for a transaction, once for its receipt, and passes it on. Whether the card or the
 * account pays says the card's BIN range; a fee in another currency than the card's, or for a cancelled card, is the
 * account's. It was taken already, so a balance may fall below zero by it. RequestNumberReused when the receipt was of
 * another fee, NothingFound for a card of another issuer.
 */
export async function applyTradeFee(content: ReceivedContent<'trade_fee'>, told: Told): Promise<void> {
  const { platform, upstream, correlationId } = told;
  const { realCcy: currency, receiptNo } = content;
  const amount = toMinor(content.realFee, currency, 'realFee');
  const subject = `${upstream.issuer}/${receiptNo}`;
  const card = await cardTold(told, content.cardId);
  const news = { ...content, cardId: card.cardId, userNo: card.userNo };
  const payer = await untilFresh(async () => {
    const guard = await payerOf(platform, card, currency);
    const postings = againstNetwork(card.issuer, [
      { account: guard.account, side: 'available', amount: -amount },
    ]);
    const entry = { cause: `fee/${subject}`, at: platform.now(), postings };
    const refused = () => new Error(`${entry.cause}: a fee is never refused`);
    const passedOn = {
      type: 'trade_fee',
      subject,
      userNo: card.userNo,
      content: news,
      correlationId,
    } as const;
    await unlessCharged(
      platform.store.write([...entryWrites(entry, refused, [guard]), notificationPut(platform, passedOn)]),
      () => assertSame(platform.store, subject, news),
    );
    return guard.account;
  });
  await warnOfOverdraft(platform, [payer]);
}

/** The account that pays, and what must hold of it. */
async function payerOf(platform: Platform, card: Card, currency: string): Promise<Guard> {
  const range = await findBinRange(platform.store, card.binRangeId);
  const cardPays =
    range?.feesFrom === 'card' && currency === card.currency && !(await isClosed(platform.store, card));
  if (!cardPays)
    return { account: merchantCardAccount(card.userNo, currency), overdraft: true, otherwise: fine };
  const closed = () => new StaleDecision();
  return { account: spendingAccount(card), when: [absent('closed')], overdraft: true, otherwise: closed };
}

const fine = () => undefined;

async function unlessCharged(charge: Promise<void>, charged: () => Promise<void>): Promise<void> {
  try {
    await charge;
  } catch (error) {
    if (!(error instanceof AlreadyPosted)) throw error;
    await charged();
  }
}

/** RequestNumberReused when the receipt was of another fee. */
async function assertSame(
  store: Store,
  subject: string,
  content: NotificationContent<'trade_fee'>,
): Promise<void> {
  const item = await store.get(
    'notifications',
    notificationKey(notificationIdOf({ type: 'trade_fee', subject })),
  );
  if (!item) throw new Error(`fee ${subject} was charged but never told`);
  if (!isDeepStrictEqual(JSON.parse(notificationFrom(item).content), content))
    throw new RequestNumberReused();
}
