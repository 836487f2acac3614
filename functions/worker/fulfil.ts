import { queueWorker } from '../../shared/lambda/queue.ts';
import { upstreamPlatform } from '../../shared/lambda/upstream-platform.ts';
import { fulfil } from '../../shared/orders/fulfil.ts';

const platform = upstreamPlatform(process.env);

/** Fulfil: carries an accepted order out at its issuer and settles it, or goes on with a change at a platform below. */
export const handler = queueWorker('orderId', async (id) => {
  const done = await fulfil(platform, id);
  if (done && 'changeId' in done) return { state: done.state, correlationId: done.correlationId };
  return { status: done?.status, opType: done?.opType, correlationId: done?.correlationId };
});
