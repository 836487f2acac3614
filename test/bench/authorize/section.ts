import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { networkAuthorize } from '../../../shared/wire/contract/card-network.ts';
import { recordedAction } from '../app/order.ts';
import { loadRatioOf } from '../cold/section.ts';
import { lineUnits, readUnits, writtenUnits } from '../cost/call.ts';
import type { Section } from '../frame/figure.ts';
import { interleaved } from '../frame/measure.ts';
import { type RunningApp, runningApp } from '../frame/running-app.ts';
import { type Buyer, openBuyers } from './buyer.ts';
import { type Compared, countFigures, figuresOf, type Inside, insideFigures } from './figures.ts';
import { buy, type Decided } from './load.ts';

const INSIDE = fileURLToPath(new URL('./inside.ts', import.meta.url));
const CLIENTS = [1, 8, 32];
/** Authorizations of a turn, spread evenly over the clients. */
const PURCHASES = 96;

interface Scene {
  readonly app: RunningApp;
  readonly buyers: readonly Buyer[];
}

/**
 * Measures authorizations: the store's units, the time in the function, and the time through the app as `npm start`
 * runs it. If a ref is named, turns alternate with the app of that state, with the same driver.
 */
export async function measureAuthorize(options: {
  rounds: number;
  against: string | undefined;
}): Promise<Section> {
  const { rounds, against } = options;
  const calls = await recordedAction('Authorization, with its notification');
  const inside = await measureInside();
  const load = await loadRatioOf(networkAuthorize.function, rounds);
  const lines = lineUnits(calls);
  const counts = { rounds: inside.rounds, writes: writtenUnits(calls), lines, reads: readUnits(calls), load };
  const compared = await measureThroughApp(rounds, against);
  return {
    id: 'authorize',
    title:
      'Authorizations: through the whole app over HTTP until the answer, inside the function, and counted',
    figures: [...figuresOf(compared, against), ...insideFigures(inside.took), ...countFigures(counts)],
  };
}

async function measureThroughApp(
  rounds: number,
  against: string | undefined,
): Promise<ReadonlyMap<number, Compared>> {
  const apps = [await runningApp()];
  try {
    if (against !== undefined) apps.push(await runningApp(against));
    const scenes: Scene[] = [];
    for (const app of apps) scenes.push({ app, buyers: await openBuyers(app, Math.max(...CLIENTS)) });
    const measured = new Map<number, Compared>();
    for (const count of CLIENTS) measured.set(count, await measure(count, rounds, scenes));
    return measured;
  } finally {
    for (const app of apps) await app.stop();
  }
}

async function measure(count: number, rounds: number, scenes: readonly Scene[]): Promise<Compared> {
  const turns = scenes.map(({ app, buyers }, nth) => {
    return [`${nth}`, () => buy(app, buyers.slice(0, count), PURCHASES / count)] as const;
  });
  const { 0: now = [], 1: earlier } = await interleaved<string, Decided>(rounds, Object.fromEntries(turns));
  return { now, earlier };
}

async function measureInside(): Promise<Inside> {
  const child = fork(INSIDE, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`the function could not be measured (exit code ${code})`);
  });
  const [message] = await Promise.race([once(child, 'message'), failed]);
  return message as Inside;
}
