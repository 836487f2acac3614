import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, Sent } from '../../app/client.ts';
import { cpuMsOf } from '../../frame/processes.ts';
import { answeredPerSecond, type Turn } from './figures.ts';
import type { Scene } from './scene.ts';

/** So few that an authorization seldom waits for another. */
const PURCHASES_PER_SECOND = 5;

/** A request with its answer and the time of the answer. */
interface Answered extends Sent {
  readonly answeredAt: number;
}

/** Sends authorizations for this many seconds, beside recharges of other merchants at the given rate per second. */
export async function measureTurn(scene: Scene, seconds: number, recharges: number): Promise<Turn> {
  const { app, buyer, hanging } = scene;
  const purchases = buyer.seal(PURCHASES_PER_SECOND * seconds);
  const others = scene.recharging.map((client) => {
    const share = Math.ceil((recharges * seconds) / scene.recharging.length);
    return { client, bodies: client.seal(share), sent: [] as Sent[] };
  });
  app.endpoint.clear();
  const [hungBefore, cpuBefore, start] = [hanging.attempts, cpuMsOf(app.pid), performance.now()];
  const [bought, recharged] = await Promise.all([
    paced(PURCHASES_PER_SECOND, purchases.length, (nth) => answered(buyer, purchases[nth])),
    paced(recharges, recharges * seconds, async (nth) => {
      const other = others[nth % others.length];
      if (!other) throw new Error('nobody recharges a card');
      const one = await answered(other.client, other.bodies.pop());
      other.sent.push(one);
      return one;
    }),
  ]);
  const elapsed = performance.now() - start;
  const [hung, cpuMs] = [hanging.attempts - hungBefore, cpuMsOf(app.pid) - cpuBefore];
  // Waits, so that nothing is left for the next turn.
  await app.endpoint.awaitArrivals(bought.length + recharged.length);
  buyer.assertApproved(bought);
  for (const { client, sent } of others) client.orderIds(sent);
  const lastAfter = Math.max(start, ...recharged.map(({ answeredAt }) => answeredAt)) - start;
  return {
    latencies: bought.map(({ at, answeredAt }) => answeredAt - at),
    recharges: answeredPerSecond(recharged.length, seconds, lastAfter),
    hung,
    cpuPercent: (cpuMs / elapsed) * 100,
  };
}

async function answered(sender: Pick<Client, 'send'>, body: string | undefined): Promise<Answered> {
  if (body === undefined) throw new RangeError('too few requests were sealed');
  const sent = await sender.send(body);
  return { ...sent, answeredAt: performance.now() };
}

/** Sends requests at the given rate, whether or not earlier ones are answered. */
async function paced(
  perSecond: number,
  count: number,
  send: (nth: number) => Promise<Answered>,
): Promise<Answered[]> {
  const start = performance.now();
  const sending: Promise<Answered>[] = [];
  for (let nth = 0; nth < count; nth += 1) {
    await sleep(Math.max(0, start + (nth * 1_000) / perSecond - performance.now()));
    const one = send(nth);
    // Promise.all reports it, after all are sent.
    one.catch(() => undefined);
    sending.push(one);
  }
  return Promise.all(sending);
}
