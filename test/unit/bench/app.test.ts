import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figuresOf, type Measured, requestsOf } from '../../bench/app/figures.ts';
import type { Achieved } from '../../bench/app/load.ts';
import type { Call, Written } from '../../bench/cost/call.ts';
import type { Item } from '../../bench/cost/item.ts';
import { type Figure, isOnTarget } from '../../bench/frame/figure.ts';
import { percentile } from '../../support/percentile.ts';

const item = (pk: string, more: Item = {}): Item => ({ pk: { S: pk }, ...more });

function write(table: Written['table'], pk: string, how: Written['kind'], before?: Item): Written {
  const units = { table: 2, indexes: {} };
  return { table, key: item(pk), kind: how, before, after: item(pk, { state: { S: how } }), units };
}

const call = (action: string, written: Written[], service: Call['service'] = 'dynamodb'): Call => ({
  service,
  action,
  written,
  messages: 1,
});

const PUT_ORDER = write('orders', 'order/1000000001', 'put');
const BALANCE = write('ledger', 'merchant/1000001', 'update', item('merchant/1000001'));

/** An order as the meter records it. */
const calls: readonly Call[] = [
  call('GetItem', []),
  call('UpdateItem', [write('limits', 'bucket/1000001', 'update', item('bucket/1000001'))]),
  call('TransactWriteItems', [PUT_ORDER, BALANCE]),
  call('SendMessageBatch', [], 'sqs'),
  call('TransactWriteItems', [write('orders', 'order/1000000001', 'update', PUT_ORDER.after), BALANCE]),
];

const achieved = (
  accepted: number,
  notified: number,
  latencies: number[] = [],
  firstAttempts: number[] = [],
): Achieved => ({
  accepted,
  notified,
  cpuMs: 1_000 / notified,
  latencies,
  firstAttempts,
});

const NOW: Measured = {
  app: [achieved(20, 10), achieved(40, 30), achieved(30, 20)],
  waiting: [achieved(1, 1, [1, 2], [5]), achieved(1, 1, [3], [6, 7]), achieved(1, 1, [100], [1_001])],
};
const EARLIER: Measured = {
  app: [achieved(10, 20), achieved(20, 10), achieved(30, 20)],
  waiting: [achieved(1, 1, [5, 6])],
};

describe('the figures of the whole app', () => {
  const values = (figures: readonly Figure[], name: string) =>
    figures.find((figure) => figure.name === name)?.values;

  it('compare the rounds of two states, and have what was compared', () => {
    const figures = figuresOf(new Map([[1, { now: NOW, earlier: EARLIER }]]), 'e538cda');
    expect(figures.map(({ at }) => at)).toEqual(figures.map(() => ['1 client']));
    // 0.5, 3 and 1; 2, 2 and 1.
    expect(values(figures, 'settled and notified ÷ e538cda')).toEqual([1]);
    expect(values(figures, 'accepted ÷ e538cda')).toEqual([2]);
    expect(values(figures, 'processor time of an order ÷ e538cda')).toEqual([1]);
    expect(values(figures, 'settled and notified, orders a second')).toEqual([20]);
    expect(values(figures, 'accepted, orders a second')).toEqual([30]);
    expect(values(figures, 'accepted, orders a second, e538cda')).toEqual([20]);
    expect(values(figures, 'processor time of an order, ms')).toEqual([50]);
    expect(values(figures, 'from request to notification, ms, p50, e538cda')).toEqual([5]);
  });

  it('are those of this state alone where there is no other', () => {
    const figures = figuresOf(new Map([[1, { now: NOW }]]), undefined);
    expect(figures).toHaveLength(8);
    expect(figures.some(({ name }) => name.includes('undefined'))).toBe(false);
  });

  it('have the latencies of those that waited, of all rounds, with targets for one client', () => {
    const figures = figuresOf(new Map([1, 8].map((count) => [count, { now: NOW }])), undefined);
    const named = (hundredths: number) =>
      figures.find(({ name }) => name === `from request to notification, ms, p${hundredths}`) as Figure;
    expect(named(50).values).toEqual([2, 2]);
    expect(named(99).values).toEqual([100, 100]);
    expect(named(50).target).toEqual({ atMost: 30, at: '1 client' });
    expect(isOnTarget(named(50))).toBe(true);
    expect(isOnTarget(named(99))).toBe(false);
    expect(named(95).target).toBeUndefined();
  });

  it('have the time from commit to first attempt of all rounds', () => {
    const figures = figuresOf(new Map([[1, { now: NOW }]]), undefined);
    expect(values(figures, 'from commit to first attempt, ms, p50')).toEqual([6]);
    expect(values(figures, 'from commit to first attempt, ms, p99')).toEqual([1_001]);
    expect(figures.filter((figure) => isOnTarget(figure) === false).map(({ name }) => name)).toEqual([
      'from request to notification, ms, p99',
      'from commit to first attempt, ms, p99',
    ]);
  });

  it('count the requests of an order', () => {
    const { at, values } = requestsOf(calls);
    expect(Object.fromEntries(at.map((position, nth) => [position, values[nth]]))).toEqual({
      transactions: 2,
      'items in them': 4,
      'writes of one item': 1,
      reads: 1,
      SQS: 1,
    });
  });
});

describe('a percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  it.each([
    [50, 50],
    [95, 95],
    [99, 99],
    [100, 100],
  ])('p%d of 1 to 100 is %d', (hundredths, value) => {
    expect(percentile(hundred, hundredths)).toBe(value);
  });

  it('is a value of the list, and at least its share of the values is no larger', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer(), { minLength: 1 }),
        fc.integer({ min: 1, max: 100 }),
        (all, share) => {
          const value = percentile(all, share);
          const atIssuer = (limit: (one: number) => boolean) => all.filter(limit).length / all.length;
          expect(atIssuer((one) => one <= value)).toBeGreaterThanOrEqual(share / 100);
          expect(atIssuer((one) => one < value)).toBeLessThan(share / 100);
        },
      ),
    );
  });
});
