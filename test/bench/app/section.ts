import { deploymentEnvironment, openOperator } from '../../../infra/cli/command.ts';
import type { Section } from '../frame/figure.ts';
import { interleaved } from '../frame/measure.ts';
import { type RunningApp, runningApp } from '../frame/running-app.ts';
import { type Client, openClient } from './client.ts';
import { type Compared, figuresOf, requestsOf } from './figures.ts';
import { type Achieved, placeOrders, type Scene } from './load.ts';
import { recordedAction } from './order.ts';

const CLIENTS = [1, 8, 32];
/** Orders of a turn, spread evenly over the clients. */
const ORDERS = 96;
/** Maximum number of orders that a client places one by one. */
const MIN_DELIVERED = 12;
const FIRST_USER_NO = 20_000_001;

const TITLE = 'Through the whole app: recharges over HTTP until their notifications arrived';

/**
 * Measures recharges over HTTP through the app as `npm start` runs it. If a ref is named, turns alternate with the app
 * of that state, with the same driver.
 */
export async function measureApp(options: { rounds: number; against: string | undefined }): Promise<Section> {
  const { rounds, against } = options;
  const calls = await recordedAction('Recharge');
  const app = await runningApp();
  const apps = [app];
  const operator = openOperator(deploymentEnvironment({ data: app.dataDir }, {}));
  try {
    if (against !== undefined) apps.push(await runningApp(against));
    const [thisState, earlier] = await Promise.all(apps.map(openScene));
    if (!thisState) throw new Error('this state does not run');
    const now = { ...thisState, store: operator.deps.store };
    const measured = new Map<number, Compared>();
    for (const count of CLIENTS) measured.set(count, await measure(count, rounds, now, earlier));
    return { id: 'app', title: TITLE, figures: [...figuresOf(measured, against), requestsOf(calls)] };
  } finally {
    operator.close();
    for (const app of apps) await app.stop();
  }
}

async function openScene(app: RunningApp): Promise<Scene> {
  const clients: Client[] = [];
  for (let nth = 0; nth < Math.max(...CLIENTS); nth += 1)
    clients.push(await openClient(app, String(FIRST_USER_NO + nth)));
  return { app, clients };
}

async function measure(count: number, rounds: number, now: Scene, earlier?: Scene): Promise<Compared> {
  const each = ORDERS / count;
  const turns = (scene: Scene) => {
    const some = { ...scene, clients: scene.clients.slice(0, count) };
    return {
      app: () => placeOrders(some, each, 'as-accepted'),
      waiting: () => placeOrders(some, Math.min(each, MIN_DELIVERED), 'as-notified'),
    };
  };
  const candidates = new Map(Object.entries(turns(now)).map(([name, turn]) => [`now ${name}`, turn]));
  if (earlier)
    for (const [name, turn] of Object.entries(turns(earlier))) candidates.set(`earlier ${name}`, turn);
  const achieved = await interleaved<string, Achieved>(rounds, Object.fromEntries(candidates));
  const of = (state: string) => ({
    app: achieved[`${state} app`] ?? [],
    waiting: achieved[`${state} waiting`] ?? [],
  });
  return { now: of('now'), earlier: earlier && of('earlier') };
}
