import { isDeepStrictEqual } from 'node:util';
import { retryOnConflict, writeConflict } from '../../../runtime/idempotency/execute-once.ts';
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
import { notificationFrom, notificationIdOf, notificationKey } from '../../notifications/notification.ts';
import { notificationPut } from '../../notifications/outbox.ts';
import { numberNamespace, type UpstreamIdentity } from '../../parties/upstream.ts';
import type { UpstreamCall } from '../../upstream-call.ts';
import { upstreamCardOf } from '../cards/upstream-card.ts';
import { findBinRange } from '../model/bin-range.ts';
import { type Card, spendingAccount } from '../model/card.ts';
import { feeOf } from '../model/fee.ts';
import { upstreamRecordNoKey } from '../model/transaction.ts';
import { isBalanceClosed } from './card-transaction-webhook.ts';
import { merchantReceiptFor } from './fee-receipt.ts';

/** Identifies a fee by the upstream's receipt number; the cause of its entry is `fee/<id>`. */
const feeId = (upstream: UpstreamIdentity, receiptNo: string): string =>
  `${numberNamespace(upstream)}/${receiptNo}`;

/**
 * Handles a trade_fee webhook: charges a network fee, or refunds one, once per receipt, and notifies the
 * merchant. The card's BIN range decides whether the card or the account pays; the account always pays for
 * closed cards and in other currencies than the card's. The network has already taken the fee, so the balance
 * may fall below zero.
 *
 * @throws RequestNumberReused when the receipt was for another fee
 * @throws NothingFound when the upstream has no such card
 * @throws ParameterInvalid when card accounts cannot be in the fee's currency
 * @throws DailyCeilingReached when it refunds more than the upstream may bring in a day
 * @throws StatusNotSuitable when `rejectDuplicate` is set and it was posted before
 */
export async function handleTradeFee(
  content: InboundContent<'trade_fee'>,
  call: UpstreamCall,
): Promise<void> {
  const { deps, upstream, correlationId, completionWrites = [], rejectDuplicate = false } = call;
  const { amount, currency } = feeOf(content);
  if (!isCardCurrency(currency)) throw new ParameterInvalid('realCcy', 'is not a currency of card accounts');
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
    const details = { recordNo, remark: receiptNo };
    const fee = { cardId: card.cardId, opType: merchantContent.opType };
    const entry = { cause: `fee/${factId}`, at: deps.now(), postings, details, fee };
    const neverRefused = () => new Error(`${entry.cause}: a fee is never refused`);
    const notification = {
      type: 'trade_fee',
      subject: factId,
      userNo: card.userNo,
      content: merchantContent,
      correlationId,
    } as const;
    const charge = async () => {
      const posted = await forcedEntryWrites(deps, entry, neverRefused, [guard]);
      const refund = { currency, amount: -amount, accountCurrency: card.currency };
      const counted = rejectDuplicate ? [] : await creditCeilingWrites(deps, upstream, refund);
      const outbox = notificationPut(deps, notification);
      await deps.store.write([...posted, ...writes, outbox, ...counted, ...completionWrites]);
    };
    await chargeOnce(charge(), () =>
      finishRepeat(deps.store, factId, { content: merchantContent, completionWrites, rejectDuplicate }),
    );
  });
}

/** Returns the number by which the merchant knows the fee's transaction; defaults to the upstream's. */
async function findMerchantRecordNo(
  store: Store,
  upstream: UpstreamIdentity,
  recordNo: string | undefined,
): Promise<string | undefined> {
  if (recordNo === undefined) return undefined;
  const item = await store.get('transactions', upstreamRecordNoKey(numberNamespace(upstream), recordNo));
  return (item?.['recordNo'] as string | undefined) ?? recordNo;
}

/** The content of the merchant's notification, with defaults for what the sender left out. */
function feeNotificationContent(
  { opType = OTHER_PROCESSING, recordNo = NO_TRANSACTION, ...fee }: InboundContent<'trade_fee'>,
  card: Card,
  { now, utcOffset }: Dependencies,
): NotificationContent<'trade_fee'> {
  const chargedAt = parseLenientTime(fee.createAt ?? '', utcOffset) ?? now();
  const createAt = formatDateTime(chargedAt, utcOffset);
  return { ...fee, opType, recordNo, createAt, cardId: card.cardId, userNo: card.userNo };
}

/** opType 99 is any other kind of fee, and no transaction has the number 0. */
const OTHER_PROCESSING = 99;
const NO_TRANSACTION = '0';

/** The account that pays, and the conditions on its balance. */
async function feePayer(deps: Dependencies, card: Card, currency: string): Promise<ForcedDebitGuard> {
  const range = await findBinRange(deps.store, card.binRangeId);
  const cardPays =
    range?.feesFrom === 'card' && currency === card.currency && !(await isBalanceClosed(deps.store, card));
  if (!cardPays)
    return { account: merchantCardAccount(card.userNo, currency), overdraft: true, onConflict: noConflict };
  const when = [absent('closed')];
  return { account: spendingAccount(card), when, overdraft: true, onConflict: writeConflict };
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
  readonly completionWrites: readonly Write[];
  readonly rejectDuplicate: boolean;
}

/**
 * Completes the inbox message of a fee that was charged before.
 *
 * @throws RequestNumberReused when the receipt was for another fee
 * @throws StatusNotSuitable when `rejectDuplicate` is set
 */
async function finishRepeat(
  store: Store,
  factId: string,
  { content, completionWrites, rejectDuplicate }: RepeatedFee,
): Promise<void> {
  const item = await store.get(
    'notifications',
    notificationKey(notificationIdOf({ userNo: content.userNo, type: 'trade_fee', subject: factId })),
  );
  // Charged to another merchant.
  if (!item) throw new RequestNumberReused();
  const known = JSON.parse(notificationFrom(item).content) as typeof content;
  if (!isDeepStrictEqual(moneyFieldsOf(known), moneyFieldsOf(content))) throw new RequestNumberReused();
  if (rejectDuplicate) throw new StatusNotSuitable('message', 'booked on this card already');
  if (completionWrites.length > 0) await store.write(completionWrites);
}

/** The fields that decide what the fee moves; the others may differ. */
const moneyFieldsOf = ({ cardId, realCcy, realFee }: NotificationContent<'trade_fee'>) => [
  cardId,
  realCcy,
  realFee,
];
