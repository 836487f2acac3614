import { findBinRange } from '../cards/bin.ts';
import { type Card, spendingAccount } from '../cards/card.ts';
import { cardTold } from '../cards/held.ts';
import { RequestNumberReused } from '../contract/errors.ts';
import type { ReceivedContent } from '../contract/notifications.ts';
import { type Account, merchantCardAccount, networkAccount } from '../ledger/accounts.ts';
import { AlreadyPosted, entryWrites, type Guard, readEntry, transfer } from '../ledger/entry.ts';
import { warnOfOverdraft } from '../ledger/overdraft.ts';
import { toMinor } from '../money/amount.ts';
import { notificationPut } from '../notifications/notification.ts';
import type { Platform } from '../platform/platform.ts';
import { StaleDecision, untilFresh } from '../requests/once.ts';
import type { Store } from '../store/store.ts';
import { absent } from '../store/write.ts';
import type { Told } from '../upstreams/told.ts';
import { isClosed } from './apply.ts';

/**
 * Charges a fee that the network took for a transaction, once for its receipt, and passes it on. Whether the card or the
 * account pays says the card's BIN range; a fee in another currency than the card's, or for a cancelled card, is the
 * account's. It was taken already, so a balance may fall below zero by it.
 */
export async function applyTradeFee(content: ReceivedContent<'trade_fee'>, told: Told): Promise<void> {
  const { platform, correlationId } = told;
  const { realCcy: currency, receiptNo } = content;
  const amount = toMinor(content.realFee, currency, 'realFee');
  const cause = `fee/${told.upstream.issuer}/${receiptNo}`;
  const charge = () =>
    untilFresh(async () => {
      const card = await cardTold(told, content.cardId);
      const guard = await payerOf(platform, card, currency);
      const postings = transfer(
        [guard.account, 'available'],
        [networkAccount(currency), 'available'],
        amount,
      );
      const entry = { cause, at: platform.now(), postings };
      const refused = () => new Error(`${cause}: a fee is never refused`);
      const passedOn = { ...content, userNo: card.userNo };
      await platform.store.write([
        ...entryWrites(entry, refused, [guard]),
        notificationPut(platform, {
          type: 'trade_fee',
          subject: receiptNo,
          userNo: card.userNo,
          content: passedOn,
          correlationId,
        }),
      ]);
      return guard.account;
    });
  const payer = await unlessPosted(charge, () => assertSameFee(platform.store, cause, { currency, amount }));
  if (payer) await warnOfOverdraft(platform, [payer]);
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

async function unlessPosted(
  post: () => Promise<Account>,
  posted: () => Promise<void>,
): Promise<Account | undefined> {
  try {
    return await post();
  } catch (error) {
    if (!(error instanceof AlreadyPosted)) throw error;
    await posted();
    return undefined;
  }
}

/** RequestNumberReused when the receipt was charged for something else. */
async function assertSameFee(
  store: Store,
  cause: string,
  { currency, amount }: { readonly currency: string; readonly amount: bigint },
): Promise<void> {
  const { postings } = await readEntry(store, cause);
  const charged = postings.find(({ account }) => account === networkAccount(currency));
  if (charged?.amount !== amount) throw new RequestNumberReused();
}
