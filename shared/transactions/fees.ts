import { isDeepStrictEqual } from 'node:util';
import { findBinRange } from '../cards/bin.ts';
import { type Card, spendingAccount } from '../cards/card.ts';
import { cardTold } from '../cards/held.ts';
import { ParameterInvalid, RequestNumberReused, StatusNotSuitable } from '../contract/errors.ts';
import type { NotificationContent, ReceivedContent } from '../contract/notifications.ts';
import { formatDateTime, readMoment } from '../contract/time.ts';
import { merchantCardAccount } from '../ledger/accounts.ts';
import { AlreadyPosted, type ForcedGuard } from '../ledger/entry.ts';
import { forcedWrites } from '../ledger/forced.ts';
import { againstNetwork } from '../ledger/mirror.ts';
import { isCardCurrency } from '../money/currency.ts';
import {
  notificationFrom,
  notificationIdOf,
  notificationKey,
  notificationPut,
} from '../notifications/notification.ts';
import type { Platform } from '../platform/platform.ts';
import { StaleDecision, untilFresh } from '../requests/once.ts';
import type { Store } from '../store/store.ts';
import { absent, type Write } from '../store/write.ts';
import { countedWrites } from '../upstreams/ceiling.ts';
import type { Told } from '../upstreams/told.ts';
import { numberingOf, type Teller } from '../upstreams/upstream.ts';
import { isClosed } from './apply.ts';
import { feeOf } from './fee.ts';
import { receiptOf } from './receipt.ts';
import { toldKey } from './record.ts';

/** The name of a fee, by whose receipt it is, as it was told: its entry is `fee/<name>`. */
export const feeName = (teller: Teller, receiptNo: string): string => `${numberingOf(teller)}/${receiptNo}`;

/**
 * Charges a fee that the network took for a transaction, or gives back one that it gave back, once for its receipt, and
 * passes it on. Whether the card or the account pays says the card's BIN range; a fee in another currency than the
 * card's, or for a cancelled card, is the account's. It was taken already, so a balance may fall below zero by it.
 *
 * @throws RequestNumberReused when the receipt was of another fee, NothingFound for a card of another issuer, ParameterInvalid
 * for a fee in what no card account can be in, DailyCeilingReached where more is given back than the upstream may bring in a day
 */
export async function applyTradeFee(content: ReceivedContent<'trade_fee'>, told: Told): Promise<void> {
  const { platform, upstream, correlationId, finishing = [], isNew = false } = told;
  const { amount, currency } = feeOf(content);
  if (!isCardCurrency(currency))
    throw new ParameterInvalid('realCcy', 'is no currency that card accounts can be in');
  const subject = feeName(upstream, content.receiptNo);
  const [card, recordNo] = await Promise.all([
    cardTold(told, content.cardId),
    merchantsNumber(platform.store, upstream, content.recordNo),
  ]);
  const asTold = newsOf({ ...content, recordNo }, card, platform);
  await untilFresh(async () => {
    const { receiptNo, writes } = await receiptOf(platform, numberingOf(upstream), content.receiptNo);
    const news = { ...asTold, receiptNo };
    const guard = await payerOf(platform, card, currency);
    const postings = againstNetwork(card.issuer, [
      { account: guard.account, side: 'available', amount: -amount },
    ]);
    const about = { recordNo, remark: receiptNo };
    const fee = { cardId: card.cardId, opType: news.opType };
    const entry = { cause: `fee/${subject}`, at: platform.now(), postings, about, fee };
    const refused = () => new Error(`${entry.cause}: a fee is never refused`);
    const passedOn = {
      type: 'trade_fee',
      subject,
      userNo: card.userNo,
      content: news,
      correlationId,
    } as const;
    const charge = async () => {
      const money = await forcedWrites(platform, entry, refused, [guard]);
      const back = { currency, amount: -amount, heldIn: card.currency };
      const counted = isNew ? [] : await countedWrites(platform, upstream, back);
      const told = notificationPut(platform, passedOn);
      await platform.store.write([...money, ...writes, told, ...counted, ...finishing]);
    };
    await unlessCharged(charge(), () => chargedBefore(platform.store, subject, { news, finishing, isNew }));
  });
}

/** The number by which the merchant knows the fee's transaction, where that is not the teller's own. */
async function merchantsNumber(
  store: Store,
  teller: Teller,
  recordNo: string | undefined,
): Promise<string | undefined> {
  if (recordNo === undefined) return undefined;
  const item = await store.get('transactions', toldKey(numberingOf(teller), recordNo));
  return (item?.['recordNo'] as string | undefined) ?? recordNo;
}

/** What the merchant is told of a fee, what its sender left out included. */
function newsOf(
  { opType = OTHER_PROCESSING, recordNo = NO_TRANSACTION, ...fee }: ReceivedContent<'trade_fee'>,
  card: Card,
  { now, utcOffset }: Platform,
): NotificationContent<'trade_fee'> {
  const chargedAt = readMoment(fee.createAt ?? '', utcOffset) ?? now();
  const createAt = formatDateTime(chargedAt, utcOffset);
  return { ...fee, opType, recordNo, createAt, cardId: card.cardId, userNo: card.userNo };
}

/** opType 99 stands for a fee of any other kind, and no transaction has the number 0. */
const OTHER_PROCESSING = 99;
const NO_TRANSACTION = '0';

/** The account that pays, and what must hold of it. */
async function payerOf(platform: Platform, card: Card, currency: string): Promise<ForcedGuard> {
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

interface Repeat {
  readonly news: NotificationContent<'trade_fee'>;
  readonly finishing: readonly Write[];
  readonly isNew: boolean;
}

/** Finishes a repeat. RequestNumberReused when the receipt was of another fee. */
async function chargedBefore(
  store: Store,
  subject: string,
  { news, finishing, isNew }: Repeat,
): Promise<void> {
  const item = await store.get(
    'notifications',
    notificationKey(notificationIdOf({ type: 'trade_fee', subject })),
  );
  if (!item) throw new Error(`fee ${subject} was charged but never told`);
  const known = JSON.parse(notificationFrom(item).content) as typeof news;
  if (!isDeepStrictEqual(movedBy(known), movedBy(news))) throw new RequestNumberReused();
  if (isNew) throw new StatusNotSuitable('message', 'booked on this card already');
  if (finishing.length > 0) await store.write(finishing);
}

/** What of a fee moves money; what else is said of it may differ. */
const movedBy = ({ cardId, realCcy, realFee }: NotificationContent<'trade_fee'>) => [
  cardId,
  realCcy,
  realFee,
];
