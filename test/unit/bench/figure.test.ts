import { describe, expect, it } from 'vitest';
import { type Figure, isOnTarget, median, ratio } from '../../bench/frame/figure.ts';
import { interleaved } from '../../bench/frame/measure.ts';

const figure = (values: number[], target: Figure['target']): Figure => ({
  name: 'a figure',
  at: values.map((_, index) => `place ${index}`),
  values,
  ...(target && { target }),
});

describe('figures', () => {
  it('are medians, whatever the order', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 2])).toBe(3);
    expect(median([])).toBeNaN();
  });

  it('compare measurements of the same round', () => {
    expect(ratio([40, 10, 30], [10, 20, 30])).toBe(1);
  });

  it.each([
    [[1, 2], { atLeast: 1 }, true],
    [[1, 0.9], { atLeast: 1 }, false],
    [[1, 2], { atMost: 2 }, true],
    [[1, 2.1], { atMost: 2 }, false],
    [[1, 2.1], { atMost: 2, at: 'place 0' }, true],
    [[2.1, 1], { atMost: 2, at: 'place 0' }, false],
    [[Number.NaN], { atLeast: 1 }, true],
    [[1], undefined, undefined],
  ])('%j meet the target %j: %s', (values, target, verdict) => {
    expect(isOnTarget(figure(values, target))).toBe(verdict);
  });

  it('interleave the contestants in changing order, without the first round', async () => {
    const turns: string[] = [];
    const contestant = (name: string) => () => {
      turns.push(name);
      return turns.length;
    };
    const achieved = await interleaved(2, { a: contestant('a'), b: contestant('b') });
    expect(turns).toEqual(['a', 'b', 'b', 'a', 'a', 'b']);
    expect(achieved).toEqual({ a: [4, 5], b: [3, 6] });
  });
});
