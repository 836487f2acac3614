import { describe, expect, it } from 'vitest';
import { type Figure, isOnTarget } from '../../../bench/frame/figure.ts';
import {
  answeredPerSecond,
  busyFigures,
  isOverloaded,
  type Turn,
} from '../../../bench/studies/busy/figures.ts';

const turn = (latencies: readonly number[], changes: Partial<Turn> = {}): Turn => {
  return { latencies, recharges: 20, hung: 12, cpuPercent: 50, ...changes };
};
const ALONE = [turn([10, 20], { cpuPercent: 20 }), turn([30, 40], { cpuPercent: 20 })];

const named = (figures: readonly Figure[], name: string) =>
  figures.find((figure) => figure.name.startsWith(name));

describe('the figures of a busy platform', () => {
  it('have the latencies of all turns together, and their ratio', () => {
    const figures = busyFigures(ALONE, [turn([20, 30, 50]), turn([60])], { orders: 20 });
    const latencies = ['p50', 'p95', 'p99'].map(
      (each) => named(figures, `from request to answer, ms, ${each}`)?.values,
    );
    expect(latencies).toEqual([
      [20, 30, 1.5],
      [40, 60, 1.5],
      [40, 60, 1.5],
    ]);
    expect(named(figures, 'processor time')?.values).toEqual([20, 50, 2.5]);
  });

  it('have the rate that was kept, of the one that was wanted', () => {
    const beside = [12, 20, 16].map((recharges) => turn([60], { recharges }));
    const figures = busyFigures(ALONE, beside, { orders: 20 });
    expect(named(figures, 'recharges answered a second, of 20 sent')?.values).toEqual([16]);
    expect(named(figures, 'attempts that began to hang')?.values).toEqual([12]);
    expect([16, 17].map((orders) => isOverloaded(beside, orders))).toEqual([false, true]);
  });

  it('miss the target when the p99 rises by more than a half, and by nothing else', () => {
    const missed = (latencies: readonly number[], changes?: Partial<Turn>) =>
      busyFigures(ALONE, [turn(latencies, changes)], { orders: 20 })
        .filter((figure) => isOnTarget(figure) === false)
        .map(({ name }) => name);
    expect(missed([60, 60, 60, 60], { recharges: 1, cpuPercent: 200 })).toEqual([]);
    expect(missed([10, 10, 10, 61])).toEqual(['from request to answer, ms, p99']);
  });
});

describe('the rate of answers', () => {
  it('is that of the turn, unless the last answer came later', () => {
    expect(answeredPerSecond(200, 10, 9_970)).toBe(20);
    expect(answeredPerSecond(200, 10, 16_000)).toBe(12.5);
    expect(answeredPerSecond(0, 10, 0)).toBe(0);
  });
});
