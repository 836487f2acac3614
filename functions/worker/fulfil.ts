import { cloudPlatform } from '../../shared/lambda/cloud-platform.ts';
import { queueWorker } from '../../shared/lambda/queue.ts';
import { fulfilOrder } from '../../shared/orders/fulfil.ts';

const platform = cloudPlatform(process.env);

/** Fulfil: carries an accepted order out at its issuer and settles it. */
export const handler = queueWorker('orderId', async (orderId) => {
  const order = await fulfilOrder(platform, orderId);
  return { status: order?.status, opType: order?.opType, correlationId: order?.correlationId };
});
