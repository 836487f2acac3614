import { describe, expect, it } from 'vitest';
import { countFigures, figuresOf, insideFigures } from '../../bench/authorize/figures.ts';
import type { Decided } from '../../bench/authorize/load.ts';
import { type Figure, isOnTarget } from '../../bench/frame/figure.ts';

const decided = (rate: number, latencies: number[]): Decided => ({ rate, latencies, cpuMs: 1_000 / rate });
const NOW = [decided(30, [1, 2, 30]), decided(45, [4, 5, 6])];
const EARLIER = [decided(20, [4, 4, 4]), decided(20, [10, 10, 10])];

const values = (figures: readonly Figure[], name: string) =>
  figures.find((figure) => figure.name === name)?.values;

describe('the figures of authorizations', () => {
  it('compare the rounds of two states, and have what was compared', () => {
    const figures = figuresOf(new Map([[8, { now: NOW, earlier: EARLIER }]]), 'e538cda');
    // 1.5 and 2.25; 0.5 and 0.5.
    expect(values(figures, 'answered a second ÷ e538cda')).toEqual([2.25]);
    expect(values(figures, 'median latency ÷ e538cda')).toEqual([0.5]);
    expect(values(figures, 'answered a second')).toEqual([45]);
    expect(values(figures, 'answered a second, e538cda')).toEqual([20]);
    expect(values(figures, 'from request to answer, ms, p50')).toEqual([4]);
    expect(values(figures, 'from request to answer, ms, p99')).toEqual([30]);
    expect(values(figures, 'from request to answer, ms, p99, e538cda')).toEqual([10]);
    expect(values(figures, 'processor time with the notification, ms')).toEqual([1_000 / 30]);
  });

  it('have targets for the rate of eight clients and the median of one', () => {
    const both = { now: NOW, earlier: EARLIER };
    const slow = { now: EARLIER, earlier: EARLIER };
    const met = (...clients: [number, typeof both][]) =>
      figuresOf(new Map(clients), 'e538cda').map(isOnTarget).slice(0, 2);
    expect(met([1, both], [8, both])).toEqual([true, true]);
    expect(met([1, slow], [8, both])).toEqual([true, false]);
    expect(met([1, both], [8, slow])).toEqual([false, true]);
  });

  it('are those of this state alone where there is no other', () => {
    const figures = figuresOf(new Map([[1, { now: NOW }]]), undefined);
    expect(figures.filter(({ name }) => name.includes('÷'))).toEqual([]);
    expect(figures.flatMap(({ at }) => at)).toEqual(figures.map(() => '1 client'));
  });

  it('judge the function by its processor time alone', () => {
    const took = Array.from({ length: 100 }, (_, index) => ({ ms: 50, cpuMs: index / 10 }));
    const [own, clock] = insideFigures(took);
    expect(own?.values).toEqual([4.9, 9.4, 9.8]);
    expect(clock?.values).toEqual([50, 50, 50]);
    expect([own, clock].map((figure) => figure && isOnTarget(figure))).toEqual([true, undefined]);
    const [slow] = insideFigures(took.map(({ ms }) => ({ ms, cpuMs: ms })));
    expect(slow && isOnTarget(slow)).toBe(false);
  });

  it.each([
    ['rounds', 4],
    ['writes', 24],
    ['load', 1.21],
  ] as const)('miss a target with %s of %d', (name, value) => {
    const counts = { rounds: 3, writes: 23, lines: 1, reads: 8, load: 1.2 };
    expect(countFigures(counts).filter((figure) => isOnTarget(figure) === false)).toEqual([]);
    expect(
      countFigures({ ...counts, [name]: value }).filter((figure) => isOnTarget(figure) === false),
    ).toHaveLength(1);
  });
});
