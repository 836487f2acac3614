import type { Call } from '../cost/call.ts';
import { startMeteredCloud } from '../cost/metered-cloud.ts';
import { benchActions, closePricedMerchant, openPricedMerchant } from '../cost/priced-merchant.ts';

/** What a recharge asks of the services, from its request until its notification is delivered. */
export async function recordedRecharge(): Promise<Call[]> {
  const metered = await startMeteredCloud();
  const context = await openPricedMerchant(metered);
  try {
    const recharge = benchActions.find(({ name }) => name === 'Recharge');
    if (!recharge) throw new Error('there is no action named Recharge');
    const recorded = async () => {
      const go = await recharge.prepare(context);
      await metered.settledCalls();
      await go();
      return metered.settledCalls();
    };
    // The first time some is written once and for all.
    await recorded();
    return await recorded();
  } finally {
    await closePricedMerchant(context);
    await metered.stop();
  }
}
