import type { Call } from '../cost/call.ts';
import { startMeteredCloud } from '../cost/metered-cloud.ts';
import { benchActions, closePricedMerchant, openPricedMerchant } from '../cost/priced-merchant.ts';

/**
 * Returns the calls of services that an action of the cost bench causes, from its request to the delivered
 * notification.
 */
export async function recordedAction(wanted: string): Promise<Call[]> {
  const metered = await startMeteredCloud();
  const context = await openPricedMerchant(metered);
  try {
    const action = benchActions.find(({ name }) => name === wanted);
    if (!action) throw new Error(`no action of the bench is called ${wanted}`);
    const recorded = async () => {
      const go = await action.prepare(context);
      await metered.settledCalls();
      await go();
      return metered.settledCalls();
    };
    // The first run also writes items that are written only once.
    await recorded();
    return await recorded();
  } finally {
    await closePricedMerchant(context);
    await metered.stop();
  }
}
