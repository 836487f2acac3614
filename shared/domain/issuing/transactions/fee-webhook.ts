import { isDeepStrictEqual } from 'node:util';
import { retryOnConflict, WriteConflict } from '../../../runtime/idempotency/execute-once.ts';
import type { Store } from '../../../runtime/store/store.ts';
import { absent, type Write } from '../../../runtime/store/write.ts';
import type { InboundContent, NotificationContent } from '../../../wire/contract/notifications.ts';
import { formatDateTime, parseLenientTime } from '../../../wire/contract/time.ts';
import { ParameterInvalid, RequestNumberReused, StatusNotSuitable } from '../../../wire/errors.ts';
import { isCardCurrency } from '../../../wire/money/currency.ts';
import type { Dependencies } from '../../dependencies.ts';
import { forcedEntryWrites } from '../../money/accounts/forced-postings.ts';
import { merchantCardAccount } from '../../money/ledger/account.ts';
import { AlreadyPosted, type ForcedDebitGuard } from '../../money/ledger/entry.ts';
import { withContraPostings } from '../../money/ledger/upstream-positions.ts';
import { creditCeilingWrites } from '../../money/suspense/credit-ceiling.ts';
import {
  notificationFrom,
  notificationIdOf,
  notificationKey,
  notificationPut,
} from '../../notifications/notification.ts';
import { numberNamespace, type UpstreamIdentity } from '../../parties/upstream.ts';
import type { UpstreamCall } from '../../upstream-call.ts';
import { upstreamCardOf } from '../cards/upstream-card.ts';
import { findBinRange } from '../model/bin-range.ts';
import { type Card, spendingAccount } from '../model/card.ts';
import { feeOf } from '../model/fee.ts';
import { upstreamRecordNoKey } from '../model/transaction.ts';
import { merchantReceiptFor } from './fee-receipt.ts';
import { isBalanceClosed } from './transaction-webhook.ts';

/** The name of a fee, by whose receipt it is, as it was told: its entry is `fee/<name>`. */
export const feeId = (teller: UpstreamIdentity, receiptNo: string): string =>
  `${numberNamespace(teller)}/${receiptNo}`;

/**
 * Charges a fee that the network took for a transaction, or gives back one that it gave back, once for its receipt, and
 * passes it on. Whether the card or the account pays says the card's BIN range; a fee in another currency than the
 * card's, or for a cancelled card, is the account's. It was taken already, so a balance may fall below zero by it.
 *
 * @throws RequestNumberReused when the receipt was of another fee, NothingFound for a card of another issuer, ParameterInvalid
 * for a fee in what no card account can be in, DailyCeilingReached where more is given back than the upstream may bring in a day
 */
export async function handleTradeFee(
  content: InboundContent<'trade_fee'>,
  call: UpstreamCall,
): Promise<void> {
  const { deps, upstream, correlationId, completionWrites = [], rejectDuplicate = false } = call;
  const { amount, currency } = feeOf(content);
  if (!isCardCurrency(currency))
    throw new ParameterInvalid('realCcy', 'is no currency that card accounts can be in');
  const factId = feeId(upstream, content.receiptNo);
  const [card, recordNo] = await Promise.all([
    upstreamCardOf(call, content.cardId),
    findMerchantRecordNo(deps.store, upstream, content.recordNo),
  ]);
  const feeContent = feeNotificationContent({ ...content, recordNo }, card, deps);
  await retryOnConflict(async () => {
    const { receiptNo, writes } = await merchantReceiptFor(
      deps,
      numberNamespace(upstream),
      content.receiptNo,
    );
    const merchantContent = { ...feeContent, receiptNo };
    const guard = await feePayer(deps, card, currency);
    const postings = withContraPostings(card.issuer, [
      { account: guard.account, side: 'available', amount: -amount },
    ]);
    const about = { recordNo, remark: receiptNo };
    const fee = { cardId: card.cardId, opType: merchantContent.opType };
    const entry = { cause: `fee/${factId}`, at: deps.now(), postings, about, fee };
    const neverRefused = () => new Error(`${entry.cause}: a fee is never refused`);
    const notification = {
      type: 'trade_fee',
      subject: factId,
      userNo: card.userNo,
      content: merchantContent,
      correlationId,
    } as const;
    const charge = async () => {
      const money = await forcedEntryWrites(deps, entry, neverRefused, [guard]);
      const back = { currency, amount: -amount, accountCurrency: card.currency };
      const counted = rejectDuplicate ? [] : await creditCeilingWrites(deps, upstream, back);
      const told = notificationPut(deps, notification);
      await deps.store.write([...money, ...writes, told, ...counted, ...completionWrites]);
    };
    await chargeOnce(charge(), () =>
      finishRepeat(deps.store, factId, {
        content: merchantContent,
        finishing: completionWrites,
        isNew: rejectDuplicate,
      }),
    );
  });
}

/** The number by which the merchant knows the fee's transaction, where that is not the teller's own. */
async function findMerchantRecordNo(
  store: Store,
  teller: UpstreamIdentity,
  recordNo: string | undefined,
): Promise<string | undefined> {
  if (recordNo === undefined) return undefined;
  const item = await store.get('transactions', upstreamRecordNoKey(numberNamespace(teller), recordNo));
  return (item?.['recordNo'] as string | undefined) ?? recordNo;
}

/** What the merchant is told of a fee, what its sender left out included. */
function feeNotificationContent(
  { opType = OTHER_PROCESSING, recordNo = NO_TRANSACTION, ...fee }: InboundContent<'trade_fee'>,
  card: Card,
  { now, utcOffset }: Dependencies,
): NotificationContent<'trade_fee'> {
  const chargedAt = parseLenientTime(fee.createAt ?? '', utcOffset) ?? now();
  const createAt = formatDateTime(chargedAt, utcOffset);
  return { ...fee, opType, recordNo, createAt, cardId: card.cardId, userNo: card.userNo };
}

/** opType 99 stands for a fee of any other kind, and no transaction has the number 0. */
const OTHER_PROCESSING = 99;
const NO_TRANSACTION = '0';

/** The account that pays, and what must hold of it. */
async function feePayer(deps: Dependencies, card: Card, currency: string): Promise<ForcedDebitGuard> {
  const range = await findBinRange(deps.store, card.binRangeId);
  const cardPays =
    range?.feesFrom === 'card' && currency === card.currency && !(await isBalanceClosed(deps.store, card));
  if (!cardPays)
    return { account: merchantCardAccount(card.userNo, currency), overdraft: true, onConflict: noConflict };
  const closed = () => new WriteConflict();
  return { account: spendingAccount(card), when: [absent('closed')], overdraft: true, onConflict: closed };
}

const noConflict = () => undefined;

async function chargeOnce(charge: Promise<void>, onRepeat: () => Promise<void>): Promise<void> {
  try {
    await charge;
  } catch (error) {
    if (!(error instanceof AlreadyPosted)) throw error;
    await onRepeat();
  }
}

interface RepeatedFee {
  readonly content: NotificationContent<'trade_fee'>;
  readonly finishing: readonly Write[];
  readonly isNew: boolean;
}

/** Finishes a repeat. RequestNumberReused when the receipt was of another fee. */
async function finishRepeat(
  store: Store,
  factId: string,
  { content, finishing, isNew }: RepeatedFee,
): Promise<void> {
  const item = await store.get(
    'notifications',
    notificationKey(notificationIdOf({ type: 'trade_fee', subject: factId })),
  );
  if (!item) throw new Error(`fee ${factId} was charged but never told`);
  const known = JSON.parse(notificationFrom(item).content) as typeof content;
  if (!isDeepStrictEqual(moneyFieldsOf(known), moneyFieldsOf(content))) throw new RequestNumberReused();
  if (isNew) throw new StatusNotSuitable('message', 'booked on this card already');
  if (finishing.length > 0) await store.write(finishing);
}

/** What of a fee moves money; what else is said of it may differ. */
const moneyFieldsOf = ({ cardId, realCcy, realFee }: NotificationContent<'trade_fee'>) => [
  cardId,
  realCcy,
  realFee,
];
