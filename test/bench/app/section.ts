import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { percentile } from '../../soak/report.ts';
import { startKillableCloud } from '../../support/killable-cloud.ts';
import { type Figure, median, ratio, type Section } from '../frame/figure.ts';
import { interleaved } from '../frame/measure.ts';
import { type Client, openClient } from './client.ts';
import { Endpoint } from './endpoint.ts';
import { type Floor, openFloor } from './floor.ts';
import { type Achieved, placeOrders } from './load.ts';
import { recordedRecharge } from './order.ts';
import { type Step, stepsOf } from './steps.ts';

const CLIENTS = [1, 8, 32];
/** Orders of a turn: 1, 8 and 32 clients have the same number each. */
const ORDERS = 128;
/** At most so many orders of a client in a turn are waited for, one by one. */
const WAITED_FOR = 16;
const LEAST_RATIO = 0.7;

/** Limits that nobody reaches: what is measured is how fast it can go. */
const CONTEXT = { requestsPerSecond: '1000', requestBurst: '10000' };

type Measured = Readonly<Record<'app' | 'waiting' | 'floor', readonly Achieved[]>>;

interface Scene {
  readonly clients: readonly Client[];
  readonly endpoint: Endpoint;
  readonly floor: Floor;
}

/** Recharges over HTTP through the synthesized app, beside DynamoDB Local with nothing before it. */
export async function measureApp({ rounds }: { rounds: number }): Promise<Section> {
  const steps = stepsOf(await recordedRecharge());
  const folder = mkdtempSync(join(tmpdir(), 'issuary-bench-'));
  // A process of its own: clients and their endpoint do not take turns with it.
  const cloud = await startKillableCloud(folder, 0, { inMemory: true, context: CONTEXT });
  const endpoint = new Endpoint();
  const floor = await openFloor(cloud.env, steps);
  try {
    const notifyUrl = await endpoint.listen();
    const opening = Array.from({ length: Math.max(...CLIENTS) }, () =>
      openClient(cloud, endpoint, notifyUrl),
    );
    const clients = await Promise.all(opening);
    const measured: Measured[] = [];
    for (const count of CLIENTS)
      measured.push(await measure({ clients: clients.slice(0, count), endpoint, floor }, rounds));
    const title =
      'Through the whole app: recharges over HTTP until their notifications arrived; the floor is what one writes, straight to the same DynamoDB Local';
    return { id: 'app', title, figures: [...figuresOf(measured), writesOf(steps)] };
  } finally {
    floor.close();
    endpoint.close();
    await cloud.kill();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function measure({ clients, endpoint, floor }: Scene, rounds: number): Promise<Measured> {
  const each = ORDERS / clients.length;
  return interleaved<keyof Measured, Achieved>(rounds, {
    app: () => placeOrders(clients, endpoint, each, 'as-accepted'),
    waiting: () => placeOrders(clients, endpoint, Math.min(each, WAITED_FOR), 'as-told'),
    floor: () => floor.write(clients.length, each),
  });
}

function figuresOf(measured: readonly Measured[]): Figure[] {
  const at = CLIENTS.map((count) => `${count} ${count === 1 ? 'client' : 'clients'}`);
  const figure = (name: string, of: (one: Measured) => number): Figure => ({
    name,
    at,
    values: measured.map(of),
  });
  const rates = (rounds: readonly Achieved[], of: 'accepted' | 'told') => rounds.map((round) => round[of]);
  const compared =
    (of: 'accepted' | 'told') =>
    ({ app, floor }: Measured) =>
      ratio(rates(app, of), rates(floor, of));
  const latency =
    (hundredths: number) =>
    ({ waiting }: Measured) =>
      percentile(
        waiting.flatMap(({ latencies }) => latencies),
        hundredths,
      );
  return [
    { ...figure('settled and notified ÷ floor', compared('told')), target: { atLeast: LEAST_RATIO } },
    figure('accepted ÷ floor of acceptances', compared('accepted')),
    figure('settled and notified, orders a second', ({ app }) => median(rates(app, 'told'))),
    figure('floor, orders a second', ({ floor }) => median(rates(floor, 'told'))),
    figure('accepted, orders a second', ({ app }) => median(rates(app, 'accepted'))),
    figure('floor of acceptances, orders a second', ({ floor }) => median(rates(floor, 'accepted'))),
    ...[50, 95, 99].map((hundredths) =>
      figure(`from request to notification, ms, p${hundredths}`, latency(hundredths)),
    ),
  ];
}

/** What one order writes. */
function writesOf(steps: readonly Step[]): Figure {
  const transactions = steps.filter(({ isTransaction }) => isTransaction);
  const items = transactions.flatMap((step) => step.items).length;
  return {
    name: 'the floor’s order',
    at: ['transactions', 'items in them', 'writes of one item'],
    values: [transactions.length, items, steps.length - transactions.length],
  };
}
