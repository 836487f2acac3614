import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { paymentsCommand } from '../../../../infra/cli/payments.ts';
import { suspenseCommand } from '../../../../infra/cli/suspense.ts';
import { acquire } from '../../../../shared/domain/dpt/acquire.ts';
import { handlePaymentBill } from '../../../../shared/domain/dpt/payment-bill-webhook.ts';
import { merchantCardAccount, merchantDptAccount } from '../../../../shared/domain/money/ledger/account.ts';
import type { PermittedUpstream } from '../../../../shared/domain/parties/upstream.ts';
import { StatusNotSuitable } from '../../../../shared/wire/errors.ts';
import { newRequestNo } from '../../../support/fixtures/card-steps.ts';
import { openCoinNetworks, paymentBill } from '../../../support/fixtures/dpt.ts';
import { sentTransaction, tradeFee } from '../../../support/fixtures/transactions.ts';
import { permittedUpstream, savePermissions } from '../../../support/fixtures/upstream-permissions.ts';
import { clearing, type InboxFixture, openInboxFixture } from './inbox-fixture.ts';

const REASON = ['--reason', 'the network sent its file'];
const { ceilings: _, ...WITHOUT_CEILINGS } = permittedUpstream('90000005');
const REACHED = (ceiling: string) =>
  `110002 beyond what its upstream may bring in a day without a purchase: ${ceiling}`;
const NOT_A_CARD_CURRENCY = '110001 realCcy: is not a currency of card accounts';

let fixture: InboxFixture;
let cardId: string;
beforeEach(async () => {
  fixture = await openInboxFixture();
  await savePermissions(fixture.deps.store, WITHOUT_CEILINGS);
  cardId = await fixture.card();
});
afterEach(async () => {
  expect(await fixture.differences()).toEqual([]);
});

const refund = (amount: number, changes: object = {}) =>
  sentTransaction(cardId, {
    transType: '3',
    transCategory: 2,
    localCurrencyAmt: amount,
    settleAmount: amount,
    ...changes,
  });
const receive = (
  content: object,
  upstream: PermittedUpstream = WITHOUT_CEILINGS,
  type: 'card_transaction' | 'trade_fee' = 'card_transaction',
) => fixture.receiveFrom(upstream, type, content);
const suspense = (...args: string[]) => suspenseCommand(args, { ...fixture.operator, deps: fixture.deps });
const open = async () => (await fixture.messages()).filter(({ status }) => status === 'suspended');
const counted = async () => (await fixture.operator.scan('limits')).map(({ pk, amount }) => [pk, amount]);

describe('a credit without a purchase', () => {
  it('of 999,999 USD is suspended with an alarm until an operator releases it', async () => {
    await receive(refund(999_999));
    expect(await fixture.onCard(cardId)).toEqual([10_000n, 0n]);
    const [message, ...others] = await open();
    expect(others).toEqual([]);
    expect(message).toMatchObject({ reason: REACHED('10000.00 USD'), suspended: { amount: 99_999_900n } });
    expect(await fixture.suspense()).toBe(99_999_900n);
    expect(fixture.alarmDetails).toEqual([
      {
        what: 'money is in suspense',
        about: { message: message?.messageKey, reason: message?.reason, amount: '99999900', currency: 'USD' },
      },
    ]);
    const key = message?.messageKey ?? '';
    expect(await suspense('retry', key)).toBe(`message ${key}: suspended`);
    expect(await suspense('release', key, ...REASON)).toBe(`message ${key}: booked as it is`);
    expect(await fixture.onCard(cardId)).toEqual([100_009_900n, 0n]);
    expect(await fixture.suspense()).toBe(0n);
    expect(await fixture.messages()).toMatchObject([
      { status: 'closed', resolution: { kind: 'assigned', cardId, reason: 'the network sent its file' } },
    ]);
    await expect(suspense('release', key, ...REASON)).rejects.toThrow(StatusNotSuitable);
  });

  it('is counted by day, currency and upstream, up to the exact ceiling', async () => {
    await receive(refund(9_999));
    await receive(refund(1.01));
    expect(await open()).toHaveLength(1);
    await receive(refund(1));
    expect(await fixture.onCard(cardId)).toEqual([1_010_000n, 0n]);
    await receive(refund(0.01));
    expect(await open()).toHaveLength(2);
    await receive(refund(0.01), { ...WITHOUT_CEILINGS, userNo: '90000006' });
    fixture.moveClock(14 * 3_600_000 - 1);
    await receive(refund(0.01));
    expect(await open()).toHaveLength(3);
    fixture.moveClock(1);
    await receive(refund(10_000));
    expect(await fixture.onCard(cardId)).toEqual([2_010_001n, 0n]);
    expect(await counted()).toEqual(
      expect.arrayContaining([
        ['credit/90000005/2026-03-01/USD', 1_000_000],
        ['credit/90000006/2026-03-01/USD', 1],
        ['credit/90000005/2026-03-02/USD', 1_000_000],
      ]),
    );
  });

  it('is limited by the ceiling that an operator set, and a repeat counts once', async () => {
    const lowCeiling = { ...WITHOUT_CEILINGS, ceilings: { USD: 5_000n } };
    const first = refund(30);
    for (const _ of [1, 2]) await receive(first, lowCeiling);
    await receive({ ...first, merchantName: 'Tea House' }, lowCeiling);
    await receive(refund(20), lowCeiling);
    await receive(refund(0.01), lowCeiling);
    expect(await open()).toHaveLength(1);
    expect(await counted()).toEqual([['credit/90000005/2026-03-01/USD', 5_000]]);
  });

  it('counts only what exceeds its purchase', async () => {
    const purchase = sentTransaction(cardId);
    await receive(purchase, WITHOUT_CEILINGS);
    await receive({ ...purchase, transCategory: 2, settleAmount: 40 }, WITHOUT_CEILINGS);
    await receive(refund(15, { originRecordNo: purchase.recordNo }));
    await receive(refund(10, { originRecordNo: purchase.recordNo, transType: '2' }));
    expect(await counted()).toEqual([]);
    await receive(refund(35, { originRecordNo: purchase.recordNo }));
    expect(await counted()).toEqual([['credit/90000005/2026-03-01/USD', 2_000]]);
  });

  it.each<[string, object, number]>([
    ['a settlement difference in the card’s favour', { transType: '4', fundsDirection: 1 }, 20_000],
    ['a negative clearing', { transType: '1', settleAmount: -20_000 }, 20_000],
    ['a negative forced settlement', { transType: '7', settleAmount: -20_000 }, 20_000],
  ])('includes %s', async (_, changes, amount) => {
    await receive(refund(amount, changes));
    expect(await fixture.onCard(cardId)).toEqual([10_000n, 0n]);
    expect(await open()).toHaveLength(1);
  });

  it('includes refunded fees, which an operator can release', async () => {
    const [account] = await fixture.onAccount();
    await receive(tradeFee(cardId, { realFee: '5' }), WITHOUT_CEILINGS, 'trade_fee');
    expect(await counted()).toEqual([]);
    await receive(tradeFee(cardId, { realFee: '-10000' }), WITHOUT_CEILINGS, 'trade_fee');
    await receive(tradeFee(cardId, { realFee: '-0.01' }), WITHOUT_CEILINGS, 'trade_fee');
    expect(await fixture.onAccount()).toEqual([account - 500n + 1_000_000n, 0n]);
    const [message] = await open();
    await suspense('release', message?.messageKey ?? '', ...REASON);
    expect(await fixture.onAccount()).toEqual([account - 500n + 1_000_001n, 0n]);
  });

  it.each([
    ['KWD', '-0.001', 'which none of its cards is in', REACHED('0.000 KWD')],
    ['XAU', '-1000000', 'a metal', NOT_A_CARD_CURRENCY],
    ['XDR', '-1', 'a unit of account', NOT_A_CARD_CURRENCY],
    ['CLF', '-1', 'a code of funds', NOT_A_CARD_CURRENCY],
    ['USDT', '-1', 'a coin', NOT_A_CARD_CURRENCY],
  ])('of %s %s, %s, in a fee refund is suspended', async (realCcy, realFee, _, reason) => {
    await receive(tradeFee(cardId, { realCcy, realFee }), WITHOUT_CEILINGS, 'trade_fee');
    const account = merchantCardAccount(fixture.own.merchant.userNo, realCcy);
    expect(await fixture.balance(account)).toEqual([0n, 0n]);
    expect(await fixture.messages()).toMatchObject([{ status: 'suspended', reason }]);
    expect(fixture.alarms).toEqual(['money is in suspense']);
    expect(await counted()).toEqual([]);
  });

  it('is accepted in a currency of the upstream’s BIN ranges, or one with a ceiling', async () => {
    await receive(tradeFee(cardId, { realCcy: 'EUR', realFee: '-10000' }), WITHOUT_CEILINGS, 'trade_fee');
    const set = { ...WITHOUT_CEILINGS, ceilings: { KWD: 1_000n } };
    await receive(tradeFee(cardId, { realCcy: 'KWD', realFee: '-1' }), set, 'trade_fee');
    expect(await fixture.messages()).toMatchObject([{ status: 'applied' }, { status: 'applied' }]);
    expect(await counted()).toEqual(
      expect.arrayContaining([
        ['credit/90000005/2026-03-01/EUR', 1_000_000],
        ['credit/90000005/2026-03-01/KWD', 1_000],
      ]),
    );
  });

  it('is the only thing that is counted: purchases cost no further write', async () => {
    await receive(sentTransaction(cardId), WITHOUT_CEILINGS);
    await receive(clearing(cardId, { transType: '7' }), WITHOUT_CEILINGS);
    expect(await counted()).toEqual([]);
  });

  it('is released with the present permissions of its upstream', async () => {
    await receive(refund(20_000));
    await savePermissions(fixture.deps.store, { ...WITHOUT_CEILINGS, binRangeIds: ['M1'] });
    const [message] = await open();
    await expect(suspense('release', message?.messageKey ?? '', ...REASON)).rejects.toThrow('not entitled');
    await savePermissions(fixture.deps.store, { ...WITHOUT_CEILINGS, ceilings: { USD: 2_000_000n } });
    await suspense('retry', message?.messageKey ?? '');
    expect(await fixture.onCard(cardId)).toEqual([2_010_000n, 0n]);
  });
});

describe('a payment of coins', () => {
  it('beyond the watcher’s ceiling is held with an alarm until an operator releases it', async () => {
    const { deps, own, upstreamCall } = fixture;
    await openCoinNetworks(deps.store);
    const order = await acquire(
      { userReqNo: newRequestNo('acquire'), currency: 'USDT', network: 'TRC20' },
      own,
    );
    const watcher = { ...upstreamCall, upstream: WITHOUT_CEILINGS };
    const all = paymentBill(order, '999999');
    for (const bill of [paymentBill(order, '9000'), all, all]) await handlePaymentBill(bill, watcher);
    const account = merchantDptAccount(own.merchant.userNo, 'USDT');
    expect(await fixture.balance(account)).toEqual([8_910_000_000n, 0n]);
    const reason = REACHED('10000.000000 USDT').slice(7);
    const transfer = all.txId;
    expect(fixture.alarmDetails).toEqual([
      { what: 'a payment is held', about: { orderNo: order.orderNo, transfer, reason } },
    ]);
    const payments = (...args: string[]) => paymentsCommand(args, { ...fixture.operator, deps });
    expect(await payments('list')).toContain(reason);
    await payments('release', order.orderNo, transfer, ...REASON);
    expect((await fixture.balance(account))[0]).toBe(8_910_000_000n + 989_999_010_000n);
  });
});
