import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleFolder, bundleFunctions, functionSources } from '../../../infra/lambdas/bundle.ts';
import { type Figure, median, ratio, type Section } from '../frame/figure.ts';
import { interleaved } from '../frame/measure.ts';
import { bundleFloor } from './floor.ts';

const LOAD = fileURLToPath(new URL('./load.mjs', import.meta.url));

/** The size and load time of a bundle, ÷ those of a bundle with the DynamoDB client alone. */
interface Start {
  readonly size: number;
  readonly load: number;
}

/** Measures every bundle: its bytes, and the processor time from a fresh Node to its handler. */
export async function measureColdStart({ rounds }: { rounds: number }): Promise<Section> {
  await bundleFunctions();
  const folder = mkdtempSync(join(tmpdir(), 'issuary-bench-'));
  try {
    const floor = await bundleFloor(folder, false);
    const cut = await bundleFloor(folder, true);
    const files = functionSources.map(({ name }) => join(bundleFolder(name), 'index.mjs'));
    const claimed = await interleaved(rounds, candidates([floor, cut, ...files]));
    const against =
      (under: string) =>
      (file: string): Start => ({
        size: bytes(file) / bytes(under),
        load: ratio(claimed[file] ?? [], claimed[under] ?? []),
      });
    const starts = files.map(against(floor));
    return {
      id: 'cold',
      title:
        'Cold start: bytes and processor time to load, ÷ those of a bundle with nothing but the DynamoDB client',
      figures: [
        ...medians(starts, files.map(against(cut))),
        ...functionSources.map(({ name }, nth) => row(name, starts[nth])),
      ],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Returns the processor time to load one function's bundle, ÷ that of a bundle with the DynamoDB client alone. */
export async function loadRatioOf(name: string, rounds: number): Promise<number> {
  await bundleFunctions();
  const folder = mkdtempSync(join(tmpdir(), 'issuary-bench-'));
  try {
    const floor = await bundleFloor(folder, false);
    const file = join(bundleFolder(name), 'index.mjs');
    const claimed = await interleaved(rounds, candidates([floor, file]));
    return ratio(claimed[file] ?? [], claimed[floor] ?? []);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const bytes = (file: string): number => statSync(file).size;

const candidates = (files: readonly string[]) =>
  Object.fromEntries(files.map((file) => [file, () => loadMicros(file)]));

/** Returns the processor time to load a file, in a new process without a compile cache, in microseconds. */
const loadMicros = (file: string): number =>
  Number(
    execFileSync(process.execPath, [LOAD, file], { encoding: 'utf8', env: { AWS_REGION: 'us-east-1' } }),
  );

function medians(starts: readonly Start[], besideCut: readonly Start[]): Figure[] {
  const of = (some: readonly Start[], what: keyof Start) => [median(some.map((start) => start[what]))];
  const at = ['median function'];
  return [
    { name: 'size', at, values: of(starts, 'size'), target: { atMost: 1.25 } },
    { name: 'load', at, values: of(starts, 'load'), target: { atMost: 1.2 } },
    { name: 'size, ÷ the client without its unused parts', at, values: of(besideCut, 'size') },
    { name: 'load, ÷ the client without its unused parts', at, values: of(besideCut, 'load') },
  ];
}

const row = (name: string, start: Start = { size: Number.NaN, load: Number.NaN }): Figure => ({
  name,
  at: ['size', 'load'],
  values: [start.size, start.load],
});
