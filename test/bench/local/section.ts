import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Figure, median, type Section } from '../frame/figure.ts';
import { cpuMsOf, memoryMbOf } from '../frame/processes.ts';
import { type RunningApp, startApp } from '../frame/running-app.ts';
import { checkOut, type State } from '../frame/state.ts';
import { type LocalFigures, localFigures } from './figures.ts';
import { packagesMb } from './packages.ts';

const WARM_STARTS = 3;
/** The time until the environments of unused functions have ended. */
const SETTLE_MS = 30_000;
/** A minute, so that each schedule of a minute runs in it once. */
const IDLE_MS = 60_000;

const TITLE = 'The local cloud';

/** Measures the start, memory and idle load of `npm start`, for this state and for another one if a ref is named. */
export async function measureLocalCloud({ against }: { against: string | undefined }): Promise<Section> {
  const states = [await checkOut()];
  try {
    if (against !== undefined) states.push(await checkOut(against));
    const measured: [string, LocalFigures][] = [];
    for (const state of states) measured.push([state.name, await measure(state)]);
    const figures: Figure[] = localFigures(measured);
    return { id: 'local', title: TITLE, figures };
  } finally {
    for (const state of states) await state.remove();
  }
}

async function measure(state: State): Promise<LocalFigures> {
  const dataDir = mkdtempSync(join(tmpdir(), 'issuary-bench-'));
  try {
    const first = await startApp(state, dataDir);
    await first.stop();
    const starts: number[] = [];
    for (let nth = 1; nth < WARM_STARTS; nth += 1) {
      const app = await startApp(state, dataDir);
      starts.push(app.startMs);
      await app.stop();
    }
    const app = await startApp(state, dataDir);
    starts.push(app.startMs);
    try {
      const used = await use(app);
      return {
        firstStartS: first.startMs / 1_000,
        warmStartS: median(starts) / 1_000,
        ...used,
        packagesMb: packagesMb(state.root),
      };
    } finally {
      await app.stop();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function use({ pid, demo }: RunningApp) {
  await demo();
  const afterDemoMb = memoryMbOf(pid);
  await pause(SETTLE_MS);
  const [before, startedAt] = [cpuMsOf(pid), performance.now()];
  await pause(IDLE_MS);
  const idlePercent = ((cpuMsOf(pid) - before) / (performance.now() - startedAt)) * 100;
  return { afterDemoMb, idleMb: memoryMbOf(pid), idlePercent };
}
