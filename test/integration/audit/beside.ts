import { exchange } from '../../../shared/accounts/exchange.ts';
import { transferCoins } from '../../../shared/accounts/transfer.ts';
import { findBinRange, saveBinRange } from '../../../shared/cards/bin.ts';
import { cardFrom, cardKey } from '../../../shared/cards/card.ts';
import { modifyCard } from '../../../shared/cards/modify.ts';
import { readChanges } from '../../../shared/changes/change.ts';
import { finishChange } from '../../../shared/changes/finish.ts';
import { acquire } from '../../../shared/dpt/acquire.ts';
import { dptOrderOf, type Withdrawal } from '../../../shared/dpt/order.ts';
import { applyPaymentBill } from '../../../shared/dpt/payment.ts';
import { settleWithdrawal } from '../../../shared/dpt/settle-withdrawal.ts';
import { withdraw } from '../../../shared/dpt/withdraw.ts';
import { merchantCardAccount } from '../../../shared/ledger/accounts.ts';
import { bookPrefunding } from '../../../shared/ledger/deposit.ts';
import { levelParts } from '../../../shared/ledger/level.ts';
import { openCard } from '../../../shared/orders/kinds/card-opening.ts';
import { openGroup } from '../../../shared/orders/kinds/group-opening.ts';
import { rechargeCard } from '../../../shared/orders/kinds/recharge.ts';
import { readOrder } from '../../../shared/orders/order.ts';
import { settleOrder } from '../../../shared/orders/settle.ts';
import type { Call } from '../../../shared/platform/platform.ts';
import { saveRate } from '../../../shared/rates/table-rates.ts';
import { applyCardTransaction } from '../../../shared/transactions/apply.ts';
import { applyTradeFee } from '../../../shared/transactions/fees.ts';
import type { Told } from '../../../shared/upstreams/told.ts';
import { newNumber, onCard, openedCard, opening } from '../../support/card-steps.ts';
import { newTxId, openNetworks, paymentBill } from '../../support/dpt.ts';
import { saveMerchant } from '../../support/records.ts';
import { tradeFee, transaction } from '../../support/transactions.ts';
import type { TransactionWorld } from '../transactions/world.ts';
import { dates } from './on-cards.ts';

const ISSUER = 'acme';
const ADDRESS = 'TBXSw8fM4jpQkGc6zZjsVABFpVN7UvXPdV';

/** A card and a group at a platform below, with what they cost there. */
export async function below(world: TransactionWorld): Promise<void> {
  const { platform, own, told } = world;
  for (const [binRangeId, like] of [
    ['B1', 'V1'],
    ['B2', 'S1'],
  ] as const) {
    const range = await findBinRange(platform.store, like);
    if (range) await saveBinRange(platform.store, { ...range, binRangeId, issuer: ISSUER });
  }
  await bookPrefunding(platform, { issuer: ISSUER, currency: 'USD', amount: 500_000n, reference: '1' });
  const merchant = { ...own.merchant, binRangeIds: [...own.merchant.binRangeIds, 'B1', 'B2'] };
  const call: Call = { ...own, merchant };
  const succeed = async (orderId: string, opened: object = {}) =>
    settleOrder(platform, await readOrder(platform.store, orderId), {
      state: 'succeeded',
      card: { maskedNumber: '499900******0001', expiry: '2029-03' },
      theirs: { orderId: `9${orderId}`, cost: 30n, ...opened },
    });
  const { orderId: cardId } = await openCard(opening({ binRangeId: 'B1', ...dates(world) }), call);
  await succeed(cardId, { cardId: '77' });
  await succeed((await rechargeCard({ ...onCard(cardId), authLimitAmount: '20' }, call)).orderId);
  const group = {
    userReqNo: newNumber('group'),
    localCurrency: 'USD',
    authLimitAmount: '500',
    binRangeId: 'B2',
  };
  await succeed((await openGroup(group, call)).orderId, { groupId: '78' });
  await changed(call, cardId);
  const theirs: Told = { ...told, upstream: { ...told.upstream, userNo: '90000002', issuer: ISSUER } };
  const purchase = transaction('77', { localCurrencyAmt: '15' });
  await applyCardTransaction(purchase, theirs);
  await applyCardTransaction({ ...purchase, transCategory: 2, settleAmount: '16' }, theirs);
  await applyTradeFee(tradeFee('77'), theirs);
}

/** A change that was made below, and one that is open: nobody is there to be told. */
async function changed(call: Call, cardId: string): Promise<void> {
  const { store } = call.platform;
  const freeze = (status: 0 | 1) =>
    modifyCard({ userReqNo: newNumber('change'), cardId, status }, call).catch(() => undefined);
  await freeze(0);
  const { lastChange = '' } = cardFrom((await store.get('cards', cardKey(cardId))) ?? {});
  const [change] = await readChanges(store, [lastChange]);
  if (change) await finishChange(call.platform, change, { state: 'applied' });
  await freeze(1);
}

/** An account that lies on three parts, and an order that is paid from them. */
export async function parts(world: TransactionWorld): Promise<void> {
  const { platform } = world;
  const merchant = { ...(await world.merchant('803', 90_000n)), accountParts: { USD: 3 } };
  await saveMerchant(platform.store, merchant);
  await levelParts(platform, merchantCardAccount('803', 'USD'), 3);
  await openedCard(world.call(merchant), { authLimitAmount: '500', ...dates(world) });
}

/** Coins that came in, became money of a card account and went out; and money that was exchanged. */
export async function coins(world: TransactionWorld): Promise<void> {
  const { platform, own, told } = world;
  const now = platform.now();
  for (const [from, to] of [
    ['USD', 'EUR'],
    ['USDT', 'USD'],
  ] as const)
    await saveRate(platform.store, { from, to, value: '0.87654321', at: now, source: 'test' });
  await openNetworks(platform.store);
  const network = 'TRC20' as const;
  const order = await acquire(
    { userReqNo: newNumber('acquire'), currency: 'USDT', network, amount: '100' },
    own,
  );
  await applyPaymentBill(paymentBill(order, '100', { factAmount: '99' }), told);
  await exchange(
    { userReqNo: newNumber('exchange'), sellCurrency: 'USD', buyCurrency: 'EUR', sellAmount: '33.33' },
    own,
  );
  await exchange(
    { userReqNo: newNumber('exchange'), sellCurrency: 'USD', buyCurrency: 'EUR', buyAmount: '11.11' },
    own,
  );
  await transferCoins(
    { userReqNo: newNumber('transfer'), currency: 'USDT', amount: '10', targetCurrency: 'USD' },
    own,
  );
  const out = async () => {
    const request = {
      userReqNo: newNumber('out'),
      currency: 'USDT' as const,
      network,
      address: ADDRESS,
      amount: '5',
    };
    const { orderNo } = await withdraw(request, own);
    return (await dptOrderOf(platform.store, orderNo)) as Withdrawal;
  };
  await out();
  await settleWithdrawal(platform, await out(), { status: 'success', txId: newTxId() });
  await settleWithdrawal(platform, await out(), { status: 'success', txId: newTxId(), logIndex: 3 });
  await settleWithdrawal(platform, await out(), { status: 'failure', failure: 'the network is down' });
}
