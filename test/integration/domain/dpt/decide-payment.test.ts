import { beforeAll, describe, expect, it } from 'vitest';
import { decidePayment, type PaymentDecision } from '../../../../shared/domain/dpt/decide-payment.ts';
import { type DptPayment, type PaymentStatus, paymentsOf } from '../../../../shared/domain/dpt/payment.ts';
import { listSender } from '../../../../shared/domain/dpt/sender-screening.ts';
import { NothingFound, StatusNotSuitable } from '../../../../shared/wire/errors.ts';
import { type Bill, newTxId, paymentBill } from '../../../support/fixtures/dpt.ts';
import { type DptFixture, openDptFixture } from './dpt-fixture.ts';

const LISTED = `41${'3'.repeat(40)}`;
const REASON = 'looked at';
let fixture: DptFixture;
beforeAll(async () => {
  fixture = await openDptFixture();
  const listedAt = fixture.deps.now();
  await listSender(fixture.deps.store, {
    network: 'TRC20',
    address: LISTED,
    reason: 'sanctions',
    listedAt,
  });
});

const decide = ({ orderNo, ...transfer }: Bill, status: PaymentDecision['status']) =>
  decidePayment(fixture.deps, { orderNo, transfer, status, reason: REASON });
const paymentOf = async ({ orderNo }: Bill): Promise<DptPayment | undefined> =>
  (await paymentsOf(fixture.deps.store, orderNo))[0];

/** Pays 5 coins and brings the payment into this status. */
async function paid(status: PaymentStatus): Promise<Bill> {
  const fromAddress = status === 'held' || status === 'returned' ? { fromAddress: LISTED } : {};
  const confirmations = status === 'detected' ? { confirmations: 1 } : {};
  const bill = paymentBill(await fixture.order(), '5', { ...fromAddress, ...confirmations });
  await fixture.sendBill(bill);
  if (status === 'returned') await decide(bill, 'returned');
  if (status === 'removed' || status === 'doubtful') await fixture.sendBill({ ...bill, removed: 1 });
  if (status === 'doubtful') await fixture.sendBill(bill);
  expect(await paymentOf(bill)).toMatchObject({ status });
  return bill;
}

const ALLOWED: Readonly<Record<PaymentStatus, readonly PaymentDecision['status'][]>> = {
  detected: ['removed'],
  held: ['credited', 'returned', 'removed'],
  credited: ['removed'],
  returned: [],
  removed: ['credited'],
  doubtful: ['credited', 'removed'],
};
const decisions = ['credited', 'returned', 'removed'] as const;
const cases = Object.entries(ALLOWED).flatMap(([from, allowed]) =>
  decisions.map((to) => [from as PaymentStatus, to, allowed.includes(to)] as const),
);

describe('an operator’s decision on a payment', () => {
  it.each(cases)('changes one that is %s to %s: allowed %s', async (from, to, isAllowed) => {
    const bill = await paid(from);
    const before = await paymentOf(bill);
    const { available } = await fixture.balance();
    if (!isAllowed && from !== to) {
      await expect(decide(bill, to)).rejects.toThrow(new StatusNotSuitable('payment'));
      expect(await paymentOf(bill)).toEqual(before);
      return;
    }
    const { payment: after, isChanged } = await decide(bill, to);
    expect(await paymentOf(bill)).toEqual(after);
    expect(isChanged).toBe(from !== to);
    if (from === to) expect(after).toEqual(before);
    else expect(after).toMatchObject({ status: to, reason: REASON, version: (before?.version ?? 0) + 1 });
    const gained = { credited: 4_950_000n, removed: from === 'credited' ? -4_950_000n : 0n, returned: 0n };
    expect((await fixture.balance()).available - available).toBe(from === to ? 0n : gained[to]);
  });

  it('finds the payment by any spelling of its transaction, and refuses an unknown one', async () => {
    const bill = paymentBill(await fixture.order({ network: 'ERC20' }), '5', { txId: `0x${newTxId()}` });
    await expect(decide(bill, 'removed')).rejects.toThrow(
      new NothingFound('transfer', 'payment of this order'),
    );
    await fixture.sendBill(bill);
    const spelled = { ...bill, txId: bill.txId.slice(2).toUpperCase() };
    expect(await decide(spelled, 'removed')).toMatchObject({
      payment: { status: 'removed' },
      isChanged: true,
    });
  });
});

describe('the alarm', () => {
  const held = 'a payment is held';
  const gone = 'a payment was reorganised out of the chain';
  const of = (what: string, { orderNo, txId }: Bill) => ({
    what,
    about: { orderNo, transfer: txId, ...(what === held && { reason: 'sanctions' }) },
  });

  it.each<[PaymentStatus, string[], string[]]>([
    ['detected', [], []],
    ['held', [held], [gone]],
    ['credited', [], [gone]],
  ])('reports a payment that is %s, and its reorganisation', async (status, before, after) => {
    fixture.alarmDetails.length = 0;
    const bill = await paid(status);
    expect(fixture.alarmDetails).toEqual(before.map((what) => of(what, bill)));
    fixture.alarmDetails.length = 0;
    await fixture.sendBill({ ...bill, removed: 1 });
    expect(fixture.alarmDetails.filter(({ what }) => what !== 'a balance is below zero')).toEqual(
      after.map((what) => of(what, bill)),
    );
  });

  it('identifies one of several transfers by its log index', async () => {
    fixture.alarmDetails.length = 0;
    const bill = paymentBill(await fixture.order(), '5', { fromAddress: LISTED, logIndex: 7 });
    await fixture.sendBill(bill);
    const about = { orderNo: bill.orderNo, transfer: `${bill.txId}/7`, reason: 'sanctions' };
    expect(fixture.alarmDetails).toEqual([{ what: held, about }]);
  });
});

it('leaves the books clean', async () => {
  expect((await fixture.audit()).flatMap((check) => check.differences)).toEqual([]);
});
