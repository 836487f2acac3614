import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, openClient } from '../../app/client.ts';
import { type Buyer, openBuyers } from '../../authorize/buyer.ts';
import type { HangingEndpoint } from '../../frame/hanging-endpoint.ts';
import type { RunningApp } from '../../frame/running-app.ts';

const FIRST_CLIENT = 22_000_001;
const FIRST_HANGING = 23_000_001;
const RECHARGING_CLIENTS = 4;
const HANGING_CLIENTS = 2;
/** Concurrent recharges of one merchant while the backlog of notifications is made. */
const AT_ONCE = 4;
/** Maximum time until an effect is visible. */
const TIMEOUT_MS = 90_000;
const POLL_MS = 200;

/** An app with a buyer, merchants that recharge cards, and merchants with a backlog of notifications. */
export interface Scene {
  readonly app: RunningApp;
  readonly buyer: Buyer;
  readonly recharging: readonly Client[];
  readonly hanging: HangingEndpoint;
  /** Resumes the delivery of the backlog, and waits until some attempts hang. */
  resume(): Promise<void>;
  /** Pauses the delivery of the backlog, and waits until no attempt hangs. */
  pause(): Promise<void>;
}

/** Opens all merchants. Then `waiting` notifications wait for endpoints that are paused. */
export async function openScene(app: RunningApp, hanging: HangingEndpoint, waiting: number): Promise<Scene> {
  console.error('opening merchants …');
  const [buyer] = await openBuyers(app, 1);
  if (!buyer) throw new Error('no buyer was opened');
  const recharging = await openClients(app, FIRST_CLIENT, RECHARGING_CLIENTS);
  const hangingClients = await openClients(app, FIRST_HANGING, HANGING_CLIENTS);
  const endpoints = (command: 'pause' | 'resume') =>
    Promise.all(hangingClients.map(({ userNo }) => app.command('notifications', command, userNo)));
  await Promise.all(
    hangingClients.map(({ userNo }) => app.command('merchant', 'notify', userNo, '--url', hanging.url)),
  );
  await endpoints('pause');
  console.error(`${waiting} notifications are made to wait …`);
  await Promise.all(
    hangingClients.map((client, nth) => recharge(client, Math.ceil((waiting - nth) / HANGING_CLIENTS))),
  );
  return {
    app,
    buyer,
    recharging,
    hanging,
    resume: async () => {
      await endpoints('resume');
      await until(() => hanging.open >= HANGING_CLIENTS);
    },
    pause: async () => {
      await endpoints('pause');
      await until(() => hanging.open === 0);
    },
  };
}

const openClients = (app: RunningApp, firstUserNo: number, count: number): Promise<Client[]> =>
  Promise.all(Array.from({ length: count }, (_, nth) => openClient(app, String(firstUserNo + nth))));

/** Recharges the client's card `count` times, as fast as possible. */
async function recharge(client: Client, count: number): Promise<void> {
  const bodies = client.seal(count);
  const sender = async () => {
    for (let body = bodies.pop(); body !== undefined; body = bodies.pop())
      client.orderIds([await client.send(body)]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sender));
}

async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + TIMEOUT_MS;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error('the endpoints were not paused or resumed in time');
    await sleep(POLL_MS);
  }
}
