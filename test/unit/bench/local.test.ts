import { linkSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isOnTarget } from '../../bench/frame/figure.ts';
import { type LocalFigures, localFigures } from '../../bench/local/figures.ts';
import { packagesMb } from '../../bench/local/packages.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'issuary-packages-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const MEASURED: LocalFigures = {
  firstStartS: 9,
  warmStartS: 2.4,
  afterDemoMb: 650,
  idleMb: 570,
  idlePercent: 2,
  packagesMb: 590,
};

it('has targets for this state, and shows another one beside it', () => {
  const figures = localFigures([
    ['this state', MEASURED],
    ['e538cda', { ...MEASURED, warmStartS: 4.5, idleMb: 100 }],
  ]);
  expect(figures.every(({ at, values }) => at.length === 2 && values.length === 2)).toBe(true);
  expect(figures.map(isOnTarget)).toEqual([undefined, true, true, false, true, true]);
});

it('counts a file of two names once, and no caches', () => {
  const modules = join(root, 'node_modules');
  mkdirSync(join(modules, 'one', 'bin'), { recursive: true });
  const before = packagesMb(root);
  writeFileSync(join(modules, 'one', 'bin', 'program'), Buffer.alloc(1_000_000));
  const added = packagesMb(root) - before;
  expect(added).toBeCloseTo((statSync(join(modules, 'one', 'bin', 'program')).blocks * 512) / 1_000_000);
  linkSync(join(modules, 'one', 'bin', 'program'), join(modules, 'one', 'program'));
  mkdirSync(join(modules, '.cache'));
  writeFileSync(join(modules, '.cache', 'compiled'), Buffer.alloc(1_000_000));
  expect(packagesMb(root) - before).toBeCloseTo(added);
});
