import { findBinRange } from '../../../shared/cards/bin.ts';
import { assignCard } from '../../../shared/cards/physical/assign.ts';
import { addToStock } from '../../../shared/cards/physical/stock.ts';
import { formatDate } from '../../../shared/contract/time.ts';
import { fulfilOrder } from '../../../shared/orders/fulfil.ts';
import { cancelCard } from '../../../shared/orders/kinds/card-cancellation.ts';
import { openCard } from '../../../shared/orders/kinds/card-opening.ts';
import { rechargeCard } from '../../../shared/orders/kinds/recharge.ts';
import { refundCard } from '../../../shared/orders/kinds/refund.ts';
import { readOrder } from '../../../shared/orders/order.ts';
import { settleOrder } from '../../../shared/orders/settle.ts';
import { expireHolds } from '../../../shared/transactions/expiry.ts';
import { applyTradeFee } from '../../../shared/transactions/fees.ts';
import {
  newNumber,
  onCard,
  openedCard,
  openedGroup,
  opening,
  supplementary,
} from '../../support/card-steps.ts';
import { reportedHolder } from '../../support/holder-steps.ts';
import { tradeFee } from '../../support/transactions.ts';
import { openNetwork } from '../authorize/network.ts';
import type { TransactionWorld } from '../transactions/world.ts';

const DAY_MS = 86_400_000;

const fulfil = ({ platform }: TransactionWorld, orderId: string) => fulfilOrder(platform, orderId);

async function refuse({ platform }: TransactionWorld, orderId: string): Promise<void> {
  await settleOrder(platform, await readOrder(platform.store, orderId), { state: 'refused', reason: 'no' });
}

/** Orders that succeeded, failed and are open; answers the recharge that succeeded. */
export async function ordersOn(world: TransactionWorld, cardId: string): Promise<string> {
  const { own } = world;
  const recharged = async () =>
    (await rechargeCard({ ...onCard(cardId), authLimitAmount: '50' }, own)).orderId;
  const refunded = async () => (await refundCard({ ...onCard(cardId), refundAmount: '5' }, own)).orderId;
  const [recharge, refund] = [await recharged(), await refunded()];
  await fulfil(world, recharge);
  await fulfil(world, refund);
  await refuse(world, await recharged());
  await refuse(world, await refunded());
  await recharged();
  await refunded();
  await refuse(world, (await openCard(opening(), own)).orderId);
  await openCard(opening({ cardUserId: await reportedHolder(own) }), own);
  return recharge;
}

/** Whatever a card network tells; answers the number of a clearing of 25 USD. */
export async function transactionsOn(world: TransactionWorld, cardId: string): Promise<string> {
  const { recordNo } = await world.tell(cardId);
  await world.tell(cardId, { transType: '2', originRecordNo: recordNo, localCurrencyAmt: '10' });
  await world.tell(cardId, { recordNo, transCategory: 2, localCurrencyAmt: '30', settleAmount: '25' });
  await world.tell(cardId, { transType: '3', transCategory: 2, originRecordNo: recordNo, settleAmount: '3' });
  await world.tell(cardId, { transStatus: '2', respCode: '200002' });
  await world.tell(cardId, { transType: '4', transCategory: 2, fundsDirection: 0, settleAmount: '2' });
  await applyTradeFee(tradeFee(cardId), world.told);
  const network = openNetwork(world);
  await network.authorize(cardId);
  await world.tell(cardId, { localCurrencyAmt: '7' });
  world.moveClock(20 * DAY_MS);
  await expireHolds(world.platform);
  await network.authorize(cardId, { transCurrencyAmt: '9' });
  await network.authorize(cardId, { transCurrencyAmt: '9000' });
  const once = await world.card({ enableMultiUse: 0 });
  await network.authorize(once);
  return recordNo;
}

/** Cards that are closed, with a purchase that is cleared later and one that owed; and one that is about to be. */
export async function endedCards(world: TransactionWorld): Promise<string> {
  const close = async (cardId: string) =>
    (await cancelCard({ userReqNo: newNumber('close'), cardId }, world.own)).orderId;
  const cardId = await world.card();
  const { recordNo } = await world.tell(cardId);
  await fulfil(world, await close(cardId));
  await world.tell(cardId, { recordNo, transCategory: 2, settleAmount: '30' });
  const owing = await world.card();
  await world.tell(owing, { transType: '7', transCategory: 2, settleAmount: '130' });
  await fulfil(world, await close(owing));
  await close(await world.card());
  await refuse(world, await close(await world.card()));
  return cardId;
}

/** A group with cards, one of them closed, and orders on its pool; answers the group. */
export async function pools(world: TransactionWorld): Promise<string> {
  const { own } = world;
  const groupId = await openedGroup(own);
  const cardId = await openedCard(own, supplementary(groupId, { authLimitAmount: '80', ...dates(world) }));
  await world.tell(cardId, { localCurrencyAmt: '12' });
  const spent = await openedCard(own, supplementary(groupId, dates(world)));
  await fulfil(world, (await cancelCard({ userReqNo: newNumber('close'), cardId: spent }, own)).orderId);
  const pool = () => ({ userReqNo: newNumber('pool'), channelType: 2 as const, groupId });
  await fulfil(world, (await rechargeCard({ ...pool(), authLimitAmount: '160' }, own)).orderId);
  await fulfil(world, (await refundCard({ ...pool(), refundAmount: '20' }, own)).orderId);
  await refundCard({ ...pool(), refundAmount: '1' }, own);
  return groupId;
}

/** The dates of a card that is good from now on. */
export const dates = ({ platform }: TransactionWorld) => ({
  startDate: formatDate(platform.now(), platform.utcOffset),
});

/** A card that was taken out of the stock. */
export async function physicalCard({ platform, own }: TransactionWorld, cardUserId: string): Promise<void> {
  const range = await findBinRange(platform.store, 'P1');
  if (!range) throw new Error('the demo has a range of physical cards');
  await addToStock(platform, range);
  const request = { userReqNo: newNumber('assign'), binRangeId: 'P1', localCurrency: 'USD', cardUserId };
  await assignCard(request, own);
}
