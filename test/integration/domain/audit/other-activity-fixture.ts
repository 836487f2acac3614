import type { MerchantCall } from '../../../../shared/domain/dependencies.ts';
import { acquire } from '../../../../shared/domain/dpt/acquire.ts';
import { dptOrderOf, type Withdrawal } from '../../../../shared/domain/dpt/dpt-order.ts';
import { handlePaymentBill } from '../../../../shared/domain/dpt/payment-bill-webhook.ts';
import { settleWithdrawal } from '../../../../shared/domain/dpt/settle-withdrawal.ts';
import { withdraw } from '../../../../shared/domain/dpt/withdraw.ts';
import { modifyCard } from '../../../../shared/domain/issuing/cards/modify-card.ts';
import { readChanges } from '../../../../shared/domain/issuing/changes/change.ts';
import { finishChange } from '../../../../shared/domain/issuing/changes/finish-change.ts';
import { findBinRange, saveBinRange } from '../../../../shared/domain/issuing/model/bin-range.ts';
import { cardFrom, cardKey } from '../../../../shared/domain/issuing/model/card.ts';
import { readOrder } from '../../../../shared/domain/issuing/model/order.ts';
import { openCard } from '../../../../shared/domain/issuing/orders/card-opening.ts';
import { openGroup } from '../../../../shared/domain/issuing/orders/group-opening.ts';
import { rechargeCard } from '../../../../shared/domain/issuing/orders/recharge.ts';
import { settleOrder } from '../../../../shared/domain/issuing/orders/settle-order.ts';
import { handleCardTransaction } from '../../../../shared/domain/issuing/transactions/card-transaction-webhook.ts';
import { handleTradeFee } from '../../../../shared/domain/issuing/transactions/trade-fee-webhook.ts';
import { bookPrefunding } from '../../../../shared/domain/money/accounts/deposit.ts';
import { rebalanceShards } from '../../../../shared/domain/money/accounts/rebalance-shards.ts';
import { exchange } from '../../../../shared/domain/money/exchange/exchange.ts';
import { transferCoins } from '../../../../shared/domain/money/exchange/transfer.ts';
import { merchantCardAccount } from '../../../../shared/domain/money/ledger/account.ts';
import { saveRate } from '../../../../shared/domain/money/rates/table-rates.ts';
import type { UpstreamCall } from '../../../../shared/domain/upstream-call.ts';
import { newRequestNo, onCard, openedCard, opening } from '../../../support/fixtures/card-steps.ts';
import { newTxId, openCoinNetworks, paymentBill } from '../../../support/fixtures/dpt.ts';
import { saveMerchant } from '../../../support/fixtures/save-parties.ts';
import { tradeFee, transaction } from '../../../support/fixtures/transactions.ts';
import type { TransactionFixture } from '../issuing/transactions/transaction-fixture.ts';
import { cardDates } from './card-activity-fixture.ts';

const ISSUER = 'acme';
const ADDRESS = 'TBXSw8fM4jpQkGc6zZjsVABFpVN7UvXPdV';

/** Creates a card and a group at an external issuer, with what they cost there. */
export async function externalIssuerActivity(fixture: TransactionFixture): Promise<void> {
  const { deps, own, upstreamCall } = fixture;
  for (const [binRangeId, like] of [
    ['B1', 'V1'],
    ['B2', 'S1'],
  ] as const) {
    const range = await findBinRange(deps.store, like);
    if (range) await saveBinRange(deps.store, { ...range, binRangeId, issuer: ISSUER });
  }
  await bookPrefunding(deps, { issuer: ISSUER, currency: 'USD', amount: 500_000n, reference: '1' });
  const merchant = { ...own.merchant, binRangeIds: [...own.merchant.binRangeIds, 'B1', 'B2'] };
  const call: MerchantCall = { ...own, merchant };
  const succeed = async (orderId: string, opened: object = {}) =>
    settleOrder(deps, await readOrder(deps.store, orderId), {
      state: 'succeeded',
      card: { maskedNumber: '499900******0001', expiry: '2029-03' },
      issuerResult: { orderId: `9${orderId}`, cost: 30n, ...opened },
    });
  const { orderId: cardId } = await openCard(opening({ binRangeId: 'B1', ...cardDates(fixture) }), call);
  await succeed(cardId, { cardId: '77' });
  await succeed((await rechargeCard({ ...onCard(cardId), authLimitAmount: '20' }, call)).orderId);
  const group = {
    userReqNo: newRequestNo('group'),
    localCurrency: 'USD',
    authLimitAmount: '500',
    binRangeId: 'B2',
  };
  await succeed((await openGroup(group, call)).orderId, { groupId: '78' });
  await changeAtIssuer(call, cardId);
  const issuerCall: UpstreamCall = {
    ...upstreamCall,
    upstream: { ...upstreamCall.upstream, userNo: '90000002', issuer: ISSUER },
  };
  const purchase = transaction('77', { localCurrencyAmt: '15' });
  await handleCardTransaction(purchase, issuerCall);
  await handleCardTransaction({ ...purchase, transCategory: 2, settleAmount: '16' }, issuerCall);
  await handleTradeFee(tradeFee('77'), issuerCall);
}

/** Makes one change at the external issuer and leaves another open. */
async function changeAtIssuer(call: MerchantCall, cardId: string): Promise<void> {
  const { store } = call.deps;
  const freeze = (status: 0 | 1) =>
    modifyCard({ userReqNo: newRequestNo('change'), cardId, status }, call).catch(() => undefined);
  await freeze(0);
  const { lastChange = '' } = cardFrom((await store.get('cards', cardKey(cardId))) ?? {});
  const [change] = await readChanges(store, [lastChange]);
  if (change) await finishChange(call.deps, change, { state: 'applied' });
  await freeze(1);
}

/** Creates an account with three shards and an order that is paid from them. */
export async function shardedAccountActivity(fixture: TransactionFixture): Promise<void> {
  const { deps } = fixture;
  const merchant = { ...(await fixture.merchant('803', 90_000n)), accountShards: { USD: 3 } };
  await saveMerchant(deps.store, merchant);
  await rebalanceShards(deps, merchantCardAccount('803', 'USD'), 3);
  await openedCard(fixture.call(merchant), { authLimitAmount: '500', ...cardDates(fixture) });
}

/** Deposits, transfers and withdraws coins, and exchanges money. */
export async function dptActivity(fixture: TransactionFixture): Promise<void> {
  const { deps, own, upstreamCall } = fixture;
  const now = deps.now();
  for (const [from, to] of [
    ['USD', 'EUR'],
    ['USDT', 'USD'],
  ] as const)
    await saveRate(deps.store, { from, to, value: '0.87654321', at: now, source: 'test' });
  await openCoinNetworks(deps.store);
  const network = 'TRC20' as const;
  const order = await acquire(
    { userReqNo: newRequestNo('acquire'), currency: 'USDT', network, amount: '100' },
    own,
  );
  await handlePaymentBill(paymentBill(order, '100', { factAmount: '99' }), upstreamCall);
  await exchange(
    { userReqNo: newRequestNo('exchange'), sellCurrency: 'USD', buyCurrency: 'EUR', sellAmount: '33.33' },
    own,
  );
  await exchange(
    { userReqNo: newRequestNo('exchange'), sellCurrency: 'USD', buyCurrency: 'EUR', buyAmount: '11.11' },
    own,
  );
  await transferCoins(
    { userReqNo: newRequestNo('transfer'), currency: 'USDT', amount: '10', targetCurrency: 'USD' },
    own,
  );
  const out = async () => {
    const request = {
      userReqNo: newRequestNo('out'),
      currency: 'USDT' as const,
      network,
      address: ADDRESS,
      amount: '5',
    };
    const { orderNo } = await withdraw(request, own);
    return (await dptOrderOf(deps.store, orderNo)) as Withdrawal;
  };
  await out();
  await settleWithdrawal(deps, await out(), { status: 'success', txId: newTxId() });
  await settleWithdrawal(deps, await out(), { status: 'success', txId: newTxId(), logIndex: 3 });
  await settleWithdrawal(deps, await out(), { status: 'failure', failure: 'the network is down' });
}
