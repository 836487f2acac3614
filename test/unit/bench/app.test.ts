import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figuresOf, type Measured, requestsOf } from '../../bench/app/figures.ts';
import type { Achieved } from '../../bench/app/load.ts';
import { acceptance, imageFor, type StepItem, stepsOf } from '../../bench/app/steps.ts';
import type { Call, Written } from '../../bench/cost/call.ts';
import { type Item, itemBytes } from '../../bench/cost/item.ts';
import { percentile } from '../../support/percentile.ts';

const item = (pk: string, more: Item = {}): Item => ({ pk: { S: pk }, ...more });

function write(table: Written['table'], pk: string, how: Written['how'], before?: Item): Written {
  const units = { table: 2, indexes: {} };
  return { table, key: item(pk), how, before, after: item(pk, { state: { S: how } }), units };
}

const call = (action: string, written: Written[], service: Call['service'] = 'dynamodb'): Call => ({
  service,
  action,
  written,
  messages: 1,
});

const PUT_ORDER = write('orders', 'order/1000000001', 'put');
const BALANCE = write('ledger', 'merchant/1000001', 'update', item('merchant/1000001'));

/** An order as the meter hears it. */
const calls: readonly Call[] = [
  call('GetItem', []),
  call('UpdateItem', [write('limits', 'bucket/1000001', 'update', item('bucket/1000001'))]),
  call('TransactWriteItems', [PUT_ORDER, BALANCE]),
  call('SendMessageBatch', [], 'sqs'),
  call('TransactWriteItems', [write('orders', 'order/1000000001', 'update', PUT_ORDER.after), BALANCE]),
];

describe('the floor of an order', () => {
  it('has the writes of the order, request by request, with their items', () => {
    expect(
      stepsOf(calls).map(({ isTransaction, items }) => [isTransaction, items.map(({ table }) => table)]),
    ).toEqual([
      [false, ['limits']],
      [true, ['orders', 'ledger']],
      [true, ['orders', 'ledger']],
    ]);
    expect(stepsOf(calls)[1]?.items[0]?.image).toEqual(PUT_ORDER.after);
  });

  it('creates and updates the same items as the order', () => {
    expect(stepsOf(calls).map(({ items }) => items.map(({ isNew }) => isNew))).toEqual([
      [false],
      [true, false],
      [true, false],
    ]);
  });

  it('is accepted with the writes up to the order’s first state', () => {
    const steps = stepsOf(calls);
    expect(acceptance(steps)).toEqual(steps.slice(0, 2));
    expect(() => acceptance(steps.slice(2))).toThrow('no order is accepted');
  });

  it('refuses requests that cannot be replayed', () => {
    const check = write('cards', 'group/1', 'check', item('group/1'));
    expect(() => stepsOf([call('TransactWriteItems', [check])])).toThrow('a check in cards');
    const gone: Written = { ...write('cards', 'card/1', 'delete', item('card/1')), after: undefined };
    expect(() => stepsOf([call('DeleteItem', [gone])])).toThrow('a delete in cards');
  });

  it('has the same size each time, with keys that differ by client, and by order for new items', () => {
    const numbers = fc.record({ client: fc.constantFrom(0, 7, 99), nth: fc.constantFrom(0, 7, 999_999) });
    fc.assert(
      fc.property(numbers, numbers, fc.boolean(), (one, other, isNew) => {
        const each: StepItem = {
          table: 'orders',
          image: item('order/1000000001', { a: { N: '12' } }),
          isNew,
        };
        const [first, second] = [one, other].map(({ client, nth }) => imageFor(each, client, nth));
        expect(itemBytes(first as Item)).toBe(itemBytes(each.image));
        const isSame = one.client === other.client && (!isNew || one.nth === other.nth);
        expect(JSON.stringify(first) === JSON.stringify(second)).toBe(isSame);
      }),
    );
  });
});

const achieved = (accepted: number, received: number, latencies: number[] = []): Achieved => ({
  accepted,
  notified: received,
  latencies,
});

describe('the figures of the whole app', () => {
  const measured: Measured = {
    app: [achieved(20, 10), achieved(40, 30), achieved(30, 20)],
    floor: [achieved(120, 40), achieved(120, 40), achieved(120, 40)],
    waiting: [achieved(1, 1, [1, 2]), achieved(1, 1, [3]), achieved(1, 1, [100])],
  };
  const figures = figuresOf(new Map([[1, measured]]));
  const values = (name: string) => figures.find((figure) => figure.name === name)?.values;

  it('compare each round with its floor', () => {
    expect(figures.map(({ at }) => at)).toEqual(figures.map(() => ['1 client']));
    expect(values('settled and notified ÷ floor')).toEqual([0.5]);
    expect(values('accepted ÷ floor of acceptances')).toEqual([0.25]);
    expect(values('settled and notified, orders a second')).toEqual([20]);
    expect(values('accepted, orders a second')).toEqual([30]);
    expect(values('floor, orders a second')).toEqual([40]);
  });

  it('have the latencies of all rounds that waited for notifications', () => {
    expect(values('from request to notification, ms, p50')).toEqual([2]);
    expect(values('from request to notification, ms, p99')).toEqual([100]);
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
