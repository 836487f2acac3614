import { describe, expect, it } from 'vitest';
import type { Run } from '../../bench/frame/figure.ts';
import { format, tablesOf } from '../../bench/frame/table.ts';

const run = (fast: number, units: number): Run => ({
  date: '2026-03-01T10:00:00.000Z',
  machine: { processor: 'A processor', cores: '2 cores' },
  rounds: 7,
  sections: [
    {
      id: 'speed',
      title: 'Speed',
      figures: [
        { name: 'fast', at: ['small', 'large'], values: [fast, Number.NaN], target: { atLeast: 1 } },
        { name: 'slow', at: ['small', 'large'], values: [0.5, 1.234], target: { atLeast: 1 } },
        { name: 'units', at: ['here'], values: [units] },
      ],
    },
  ],
});

describe('the tables of a run', () => {
  it('have a row for each figure under its places', () => {
    expect(tablesOf(run(2, 40_000), undefined, false)).toBe(
      [
        '2026-03-01, A processor, 2 cores, medians of 7 rounds',
        '',
        'Speed',
        '        small  large  target',
        '  fast      2      –     ≥ 1      ok',
        '  slow  0.500   1.23     ≥ 1  MISSED',
        '           here  target',
        '  units  40,000',
      ].join('\n'),
    );
  });

  it('are Markdown on request', () => {
    expect(tablesOf(run(2, 40), undefined, true)).toContain(
      ['|  | here | target |  |', '|---|---:|---:|---:|', '| units | 40 |  |  |'].join('\n'),
    );
  });

  it('show the change from an earlier run, by name and place', () => {
    const text = tablesOf(run(3, 40), run(2, 40), false);
    expect(text).toContain('compared with 2026-03-01T10:00:00.000Z');
    expect(text).toMatch(/fast\s+3 \(\+50 %\)/);
    expect(text).toMatch(/units\s+40 \(=\)/);
  });

  it('show no change where the earlier run has no value', () => {
    const earlier = JSON.parse(JSON.stringify(run(2, Number.NaN))) as Run;
    expect(tablesOf(run(2, 40), earlier, false)).toMatch(/units\s+40 \(–\)/);
  });

  it.each([
    [0, '0'],
    [100_000, '100,000'],
    [0.01234, '0.0123'],
    [43.61, '43.6'],
    [1234.5, '1,235'],
  ])('write %d as %s', (value, text) => {
    expect(format(value)).toBe(text);
  });
});
