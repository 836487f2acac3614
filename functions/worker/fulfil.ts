import { queueWorker } from '../../shared/lambda/queue.ts';
import { upstreamPlatform } from '../../shared/lambda/upstream-platform.ts';
import { fulfilOrder } from '../../shared/orders/fulfil.ts';

const platform = upstreamPlatform(process.env);

/** Fulfil: carries an accepted order out at its issuer and settles it. */
export const handler = queueWorker('orderId', async (orderId) => {
  const order = await fulfilOrder(platform, orderId);
  return { status: order?.status, opType: order?.opType, correlationId: order?.correlationId };
});
