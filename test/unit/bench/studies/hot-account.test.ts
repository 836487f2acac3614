import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { single, underfunded, wellFunded } from '../../../bench/studies/hot-account/candidates.ts';
import { Clock } from '../../../bench/studies/hot-account/clock.ts';
import { ASSUMPTIONS, type Candidate, type Load, run } from '../../../bench/studies/hot-account/run.ts';
import { type Result, Table } from '../../../bench/studies/hot-account/table.ts';

const loads = fc.record<Load>({
  seed: fc.integer(),
  ordersPerSecond: fc.integer({ min: 50, max: 4_000 }),
  ms: fc.constant(300),
  maxAmount: fc.integer({ min: 1, max: 5_000 }),
  funds: fc.integer({ min: 0, max: 200_000 }),
  deposit: fc.integer({ min: 0, max: 20_000 }),
});
const candidates = fc.record<Candidate>({
  name: fc.constant('any'),
  shards: fc.integer({ min: 1, max: 40 }),
  strategy: fc.constantFrom('groups', 'refuse', 'another', 'gather', 'rebalance'),
  listings: fc.constantFrom(1, 8),
  maxPayers: fc.integer({ min: 2, max: 40 }),
});

describe('a simulated account in every design', () => {
  it('never overdraws, loses or creates money', () => {
    fc.assert(
      fc.property(candidates, loads, (candidate, load) => {
        const {
          lowestBalance: least,
          money,
          accepted,
          refused,
          busy,
          arrived,
          settled,
        } = run(candidate, load);
        expect(least).toBe(0);
        expect(money.available).toBeGreaterThanOrEqual(0);
        expect(money.available + money.frozen + money.out).toBe(money.in);
        expect(accepted + refused + busy).toBe(arrived);
        expect(settled).toBe(accepted);
        expect(money.frozen).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it('gives the same result for the same seed', () => {
    fc.assert(
      fc.property(candidates, loads, (candidate, load) => {
        expect(run(candidate, load)).toEqual(run(candidate, load));
      }),
      { numRuns: 10 },
    );
  });

  it('refuses no order that all shards together can pay, while no other order pays', () => {
    const load = { seed: 7, ordersPerSecond: 5, ms: 20_000, maxAmount: 900, funds: 20_000, deposit: 0 };
    const rebalanced = { name: '', shards: 16, strategy: 'rebalance', listings: 1, maxPayers: 16 } as const;
    const { refused, refusedFalsely, money } = run(rebalanced, load);
    expect(refused).toBeGreaterThan(0);
    expect(refusedFalsely).toBe(0);
    expect(money.available).toBeLessThan(900);
    expect(run({ ...rebalanced, strategy: 'refuse' }, load).refusedFalsely).toBeGreaterThan(0);
  });
});

describe('the simulated table', () => {
  const change = (available: number, frozen = 0) => ({
    changes: [{ item: 0, available, frozen }],
    ownItems: 3,
  });
  const open = () => {
    const clock = new Clock();
    const table = new Table(clock, () => 500_000_000, 1, ASSUMPTIONS);
    const results: Result[] = [];
    const send = (available: number, frozen?: number) =>
      table.transact(change(available, frozen), (result) => results.push(result));
    return { clock, table, send, results };
  };

  it('cancels a transaction on an item that another transaction is changing', () => {
    const { clock, table, send, results } = open();
    send(5);
    send(7);
    clock.runUntil(1_000);
    expect(results.toSorted()).toEqual(['conflict', 'done']);
    expect([5, 7]).toContain(table.available);
  });

  it('refuses a change that would leave a side below zero', () => {
    const { clock, table, send, results } = open();
    send(-1);
    clock.runUntil(100);
    send(1, -1);
    clock.runUntil(200);
    expect(results).toEqual(['refused', 'refused']);
    expect([table.available, table.frozen]).toEqual([0, 0]);
  });

  it('accepts 500 transactional writes of an item per second and throttles the next', () => {
    const { clock, table, send, results } = open();
    for (let sent = 0; sent < 501; sent += 1) send(1);
    clock.runUntil(1_000);
    expect(results.filter((result) => result === 'throttled')).toHaveLength(1);
    expect(table.used.balanceUnits).toBe(1_000);
  });

  it('accepts at most 100 items in a transaction', () => {
    const { table } = open();
    const { changes } = change(1);
    expect(() => table.transact({ changes, ownItems: 99 }, () => {})).not.toThrow();
    expect(() => table.transact({ changes, ownItems: 100 }, () => {})).toThrow(RangeError);
  });
});

describe('the designs', () => {
  it('differ as the table of figures shows', () => {
    const load = { seed: 1, ordersPerSecond: 5_000, ms: 1_000, maxAmount: 1_000, funds: 1e12, deposit: 0 };
    const share = (candidate: Candidate) => {
      const { acceptedPerSecond, arrived } = run(candidate, load);
      return (acceptedPerSecond * load.ms) / 1_000 / arrived;
    };
    const named = (name: string) => wellFunded.find((candidate) => candidate.name === name) as Candidate;
    expect(share(single)).toBeLessThan(0.3);
    expect(share(named('90 shards'))).toBeGreaterThan(0.95);
    expect(share(named('group commit, 8 lanes'))).toBeGreaterThan(0.9);
    expect(share(named('90 shards, one listing'))).toBeLessThan(0.5);
    expect(new Set(underfunded.map(({ name }) => name)).size).toBe(underfunded.length);
  });
});
