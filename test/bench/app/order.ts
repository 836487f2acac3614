import type { Call } from '../cost/call.ts';
import { startMeteredCloud } from '../cost/metered-cloud.ts';
import { closeWorld, deeds, openWorld } from '../cost/world.ts';

/** What a recharge asked of the services, from its request until its notification was delivered. */
export async function recordedRecharge(): Promise<Call[]> {
  const metered = await startMeteredCloud();
  const world = await openWorld(metered);
  try {
    const deed = deeds.find(({ name }) => name === 'Recharge');
    if (!deed) throw new Error('nobody recharges');
    let calls: Call[] = [];
    // Twice: the first time some is written once and for all.
    for (let time = 0; time < 2; time += 1) {
      const go = await deed.prepare(world);
      await metered.settledCalls();
      await go();
      calls = await metered.settledCalls();
    }
    return calls;
  } finally {
    await closeWorld(world);
    await metered.stop();
  }
}
