import type { MutantResult } from '@stryker-mutator/api/core';
import { describe, expect, it } from 'vitest';
import {
  confidenceInterval,
  isSampled,
  isSampledResult,
  SAMPLE_VARIABLE,
  SampleChecker,
} from '../../mutation/sample.ts';

const mutantAt = (line: number) => ({
  id: String(line),
  fileName: `${import.meta.dirname}/sample.test.ts`,
  location: { start: { line, column: 1 }, end: { line, column: 9 } },
  replacement: 'true',
  mutatorName: 'BooleanLiteral',
});
const all = Array.from({ length: 4_000 }, (_, line) => mutantAt(line));
const sampledOf = (oneIn: number, seed: string) => all.filter((mutant) => isSampled(mutant, oneIn, seed));

describe('a sample', () => {
  it('is about one in N, and all for 1', () => {
    expect(sampledOf(1, '1')).toHaveLength(4_000);
    expect(sampledOf(8, '1').length).toBeGreaterThan(400);
    expect(sampledOf(8, '1').length).toBeLessThan(600);
  });

  it('is the same for the same seed, and another for another', () => {
    expect(sampledOf(8, '1')).toEqual(sampledOf(8, '1'));
    expect(sampledOf(8, '1')).not.toEqual(sampledOf(8, '2'));
  });

  it('has the results of its mutants, which count from 1', () => {
    const results = all.map(({ location: { start, end }, ...mutant }) => ({
      ...mutant,
      location: {
        start: { line: start.line + 1, column: start.column + 1 },
        end: { line: end.line + 1, column: end.column + 1 },
      },
    }));
    const sampled = results.filter((result) => isSampledResult(result as MutantResult, 8, '1'));
    expect(sampled.map(({ id }) => id)).toEqual(sampledOf(8, '1').map(({ id }) => id));
  });

  it('lets its mutants pass and no others', async () => {
    process.env[SAMPLE_VARIABLE] = '8/1';
    const results = await new SampleChecker().check(all);
    delete process.env[SAMPLE_VARIABLE];
    const passed = all.filter(({ id }) => results[id]?.status === 'passed');
    expect(passed).toEqual(sampledOf(8, '1'));
  });
});

it.each([
  [95, 100, 0.888, 0.978],
  [0, 10, 0, 0.278],
  [10, 10, 0.722, 1],
])('%i of %i lie from %d to %d', (successes, trials, low, high) => {
  const [from, to] = confidenceInterval(successes, trials);
  expect(from).toBeCloseTo(low, 3);
  expect(to).toBeCloseTo(high, 3);
});
