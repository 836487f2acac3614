import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startKillableCloud } from '../../support/clouds/killable-cloud.ts';
import type { Section } from '../frame/figure.ts';
import { interleaved } from '../frame/measure.ts';
import { type Client, openClient } from './client.ts';
import { Endpoint } from './endpoint.ts';
import { figuresOf, type Measured, requestsOf } from './figures.ts';
import { Floor } from './floor.ts';
import { type Achieved, placeOrders } from './load.ts';
import { recordedRecharge } from './order.ts';
import { stepsOf } from './steps.ts';

const CLIENTS = [1, 8, 32];
/** Orders of a turn, the same number of each client. */
const ORDERS = 96;
/** So many of a client at most are waited for, one by one. */
const WAITED_FOR = 12;

/** Limits that nobody reaches: what is measured is how fast it can go. */
const CONTEXT = { requestsPerSecond: '1000', requestBurst: '10000' };

const TITLE =
  'Through the whole app: recharges over HTTP until their notifications arrived; the floor is their writes alone, straight to the same DynamoDB Local';

interface Scene {
  readonly clients: readonly Client[];
  readonly endpoint: Endpoint;
  readonly floor: Floor;
}

/** Recharges over HTTP through the synthesized app, beside DynamoDB Local with nothing before it. */
export async function measureApp({ rounds }: { rounds: number }): Promise<Section> {
  const calls = await recordedRecharge();
  const folder = mkdtempSync(join(tmpdir(), 'issuary-bench-'));
  // A process of its own: clients and their endpoint do not take turns with it.
  const cloud = await startKillableCloud(folder, 0, { inMemory: true, context: CONTEXT });
  const floor = await Floor.open(cloud.env, stepsOf(calls));
  const endpoint = await Endpoint.listen();
  try {
    const many = Array.from({ length: Math.max(...CLIENTS) }, () => openClient(cloud, endpoint));
    const clients = await Promise.all(many);
    const measured = new Map<number, Measured>();
    for (const count of CLIENTS)
      measured.set(count, await measure({ clients: clients.slice(0, count), endpoint, floor }, rounds));
    return { id: 'app', title: TITLE, figures: [...figuresOf(measured), requestsOf(calls)] };
  } finally {
    endpoint.close();
    floor.close();
    await cloud.kill();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function measure({ clients, endpoint, floor }: Scene, rounds: number): Promise<Measured> {
  const each = ORDERS / clients.length;
  return interleaved<keyof Measured, Achieved>(rounds, {
    app: () => placeOrders(clients, endpoint, each, 'as-accepted'),
    waiting: () => placeOrders(clients, endpoint, Math.min(each, WAITED_FOR), 'as-notified'),
    floor: () => floor.write(clients.length, each),
  });
}
