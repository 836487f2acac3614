import { assignCard } from '../../../../shared/domain/issuing/cards/physical/assign-card.ts';
import { addToStock } from '../../../../shared/domain/issuing/cards/physical/card-stock.ts';
import { findBinRange } from '../../../../shared/domain/issuing/model/bin-range.ts';
import { readOrder } from '../../../../shared/domain/issuing/model/order.ts';
import { cancelCard } from '../../../../shared/domain/issuing/orders/card-cancellation.ts';
import { openCard } from '../../../../shared/domain/issuing/orders/card-opening.ts';
import { fulfilOrder } from '../../../../shared/domain/issuing/orders/fulfil-order.ts';
import { rechargeCard } from '../../../../shared/domain/issuing/orders/recharge.ts';
import { refundCard } from '../../../../shared/domain/issuing/orders/refund.ts';
import { settleOrder } from '../../../../shared/domain/issuing/orders/settle-order.ts';
import { expireHolds } from '../../../../shared/domain/issuing/transactions/expire-holds.ts';
import { handleTradeFee } from '../../../../shared/domain/issuing/transactions/trade-fee-webhook.ts';
import { formatDate } from '../../../../shared/wire/contract/time.ts';
import {
  newRequestNo,
  onCard,
  openedCard,
  openedGroup,
  opening,
  supplementary,
} from '../../../support/fixtures/card-steps.ts';
import { reportedHolder } from '../../../support/fixtures/cardholder-steps.ts';
import { fulfilledLaterBy } from '../../../support/fixtures/test-platform.ts';
import { tradeFee } from '../../../support/fixtures/transactions.ts';
import { openCardNetwork } from '../issuing/transactions/authorize/network-fixture.ts';
import type { TransactionFixture } from '../issuing/transactions/transaction-fixture.ts';

const DAY_MS = 86_400_000;

const fulfil = ({ deps }: TransactionFixture, orderId: string) => fulfilOrder(deps, orderId);

async function refuse({ deps }: TransactionFixture, orderId: string): Promise<void> {
  await settleOrder(deps, await readOrder(deps.store, orderId), { state: 'refused', reason: 'no' });
}

/**
 * Creates orders that succeeded, at once and later, that failed, and that are open. Returns the recharge that succeeded
 * at once.
 */
export async function orderActivity(fixture: TransactionFixture, cardId: string): Promise<string> {
  const { own } = fixture;
  const later = fulfilledLaterBy(own);
  const recharged = async (call = later) =>
    (await rechargeCard({ ...onCard(cardId), authLimitAmount: '50' }, call)).orderId;
  const refunded = async (call = later) =>
    (await refundCard({ ...onCard(cardId), refundAmount: '5' }, call)).orderId;
  const recharge = await recharged(own);
  await refunded(own);
  await fulfil(fixture, await recharged());
  await fulfil(fixture, await refunded());
  await refuse(fixture, await recharged());
  await refuse(fixture, await refunded());
  await recharged();
  await refunded();
  await refuse(fixture, (await openCard(opening(), later)).orderId);
  await openCard(opening({ cardUserId: await reportedHolder(own) }), later);
  return recharge;
}

/** Processes every kind of network message. Returns the number of a clearing of 25 USD. */
export async function transactionActivity(fixture: TransactionFixture, cardId: string): Promise<string> {
  const { recordNo } = await fixture.sendTransaction(cardId);
  await fixture.sendTransaction(cardId, { transType: '2', originRecordNo: recordNo, localCurrencyAmt: '10' });
  await fixture.sendTransaction(cardId, {
    recordNo,
    transCategory: 2,
    localCurrencyAmt: '30',
    settleAmount: '25',
  });
  await fixture.sendTransaction(cardId, {
    transType: '3',
    transCategory: 2,
    originRecordNo: recordNo,
    settleAmount: '3',
  });
  await fixture.sendTransaction(cardId, { transStatus: '2', respCode: '200002' });
  await fixture.sendTransaction(cardId, {
    transType: '4',
    transCategory: 2,
    fundsDirection: 0,
    settleAmount: '2',
  });
  await handleTradeFee(tradeFee(cardId), fixture.upstreamCall);
  const network = openCardNetwork(fixture);
  await network.authorize(cardId);
  await fixture.sendTransaction(cardId, { localCurrencyAmt: '7' });
  fixture.moveClock(20 * DAY_MS);
  await expireHolds(fixture.deps);
  await network.authorize(cardId, { transCurrencyAmt: '9' });
  await network.authorize(cardId, { transCurrencyAmt: '9000' });
  const once = await fixture.card({ enableMultiUse: 0 });
  await network.authorize(once);
  return recordNo;
}

/**
 * Creates cancelled cards, one with a purchase that is cleared later and one with a debt, and a card whose cancellation
 * is pending.
 */
export async function closedCardActivity(fixture: TransactionFixture): Promise<string> {
  const close = async (cardId: string, call = fixture.own) =>
    (await cancelCard({ userReqNo: newRequestNo('close'), cardId }, call)).orderId;
  const later = fulfilledLaterBy(fixture.own);
  const cardId = await fixture.card();
  const { recordNo } = await fixture.sendTransaction(cardId);
  await close(cardId);
  await fixture.sendTransaction(cardId, { recordNo, transCategory: 2, settleAmount: '30' });
  const owing = await fixture.card();
  await fixture.sendTransaction(owing, { transType: '7', transCategory: 2, settleAmount: '130' });
  await close(owing);
  await fulfil(fixture, await close(await fixture.card(), later));
  await close(await fixture.card(), later);
  await refuse(fixture, await close(await fixture.card(), later));
  return cardId;
}

/** Creates a group with cards, one of them cancelled, and orders on its pool. Returns the group. */
export async function groupActivity(fixture: TransactionFixture): Promise<string> {
  const { own } = fixture;
  const groupId = await openedGroup(own);
  const cardId = await openedCard(
    own,
    supplementary(groupId, { authLimitAmount: '80', ...cardDates(fixture) }),
  );
  await fixture.sendTransaction(cardId, { localCurrencyAmt: '12' });
  const closed = await openedCard(own, supplementary(groupId, cardDates(fixture)));
  await cancelCard({ userReqNo: newRequestNo('close'), cardId: closed }, own);
  const later = fulfilledLaterBy(own);
  const pool = () => ({ userReqNo: newRequestNo('pool'), channelType: 2 as const, groupId });
  await rechargeCard({ ...pool(), authLimitAmount: '160' }, own);
  await fulfil(fixture, (await refundCard({ ...pool(), refundAmount: '20' }, later)).orderId);
  await refundCard({ ...pool(), refundAmount: '1' }, later);
  return groupId;
}

/** Returns the dates of a card that is valid from now on. */
export const cardDates = ({ deps }: TransactionFixture) => ({
  startDate: formatDate(deps.now(), deps.utcOffset),
});

/** Creates a card from the stock. */
export async function physicalCardActivity(
  { deps, own }: TransactionFixture,
  cardUserId: string,
): Promise<void> {
  const range = await findBinRange(deps.store, 'P1');
  if (!range) throw new Error('the demo has a range of physical cards');
  await addToStock(deps, range);
  const request = { userReqNo: newRequestNo('assign'), binRangeId: 'P1', localCurrency: 'USD', cardUserId };
  await assignCard(request, own);
}
