import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { type Bill, newTxId, paymentBill } from '../../../support/fixtures/dpt.ts';
import { type DptFixture, openDptFixture } from './dpt-fixture.ts';

let fixture: DptFixture;
beforeAll(async () => {
  fixture = await openDptFixture();
});

/** Coins in minor units, as decimal text. */
const coins = fc.integer({ min: 1, max: 300_000_000 }).map((minor) => (minor / 1e6).toFixed(6));
const payments = fc.uniqueArray(fc.record({ coins, key: fc.nat() }), {
  minLength: 1,
  maxLength: 5,
  selector: ({ key }) => key,
});
/** Payments and the order in which they are reported, some of them more than once. */
const reports = payments.chain((made) =>
  fc.record({
    made: fc.constant(made),
    repeats: fc.subarray(made),
    keys: fc.array(fc.nat(), { minLength: 2 * made.length, maxLength: 2 * made.length }),
    atOnce: fc.boolean(),
    late: fc.boolean(),
  }),
);

type Payment = { coins: string; key: number };

/** Reports the payments of a new order in this sequence and returns the state that results. */
async function outcomeOf(sequence: readonly Payment[], options: { atOnce?: boolean; late?: boolean } = {}) {
  const order = await fixture.order({ amount: '100' });
  const bills = new Map<number, Bill>();
  for (const { key, coins: paid } of sequence)
    if (!bills.has(key)) bills.set(key, paymentBill(order, paid, { txId: newTxId() }));
  const report = ({ key }: Payment) => fixture.sendBill(bills.get(key) as Bill);
  const before = await fixture.balance();
  if (options.late) fixture.moveClock(25 * 3_600_000);
  if (options.atOnce) await Promise.all(sequence.map(report));
  else for (const made of sequence) await report(made);
  const after = await fixture.balance();
  const { status, receivedAmount, factAmount, fee, txIds } = await fixture.inquire(order.orderNo);
  const { notifications } = await fixture.snapshot();
  const received = notifications
    .filter(({ notificationId }) => notificationId.endsWith(`/${order.orderNo}`))
    .map(({ content }) => JSON.parse(content))
    .map(({ paymentAmount, factAmount: credited, fee: cost }) => [paymentAmount, credited, cost].join(' '))
    .sort();
  return {
    credited: after.available - before.available,
    status,
    receivedAmount,
    factAmount,
    fee,
    count: txIds.length,
    received,
  };
}

it('the outcome does not depend on the order of payments, on repeats, concurrency or lateness', async () => {
  await fc.assert(
    fc.asyncProperty(reports, async ({ made, repeats, keys, atOnce, late }) => {
      const all = [...made, ...repeats].map((payment, index) => [payment, keys[index] ?? 0] as const);
      const shuffled = all.toSorted(([, one], [, other]) => one - other).map(([payment]) => payment);
      expect(await outcomeOf(shuffled, { atOnce, late })).toEqual(await outcomeOf(made));
    }),
    { numRuns: 8 },
  );
});

it('leaves the books clean', async () => {
  expect((await fixture.audit()).flatMap((check) => check.differences)).toEqual([]);
});
