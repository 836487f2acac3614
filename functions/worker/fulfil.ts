import { fulfil } from '../../shared/domain/issuing/orders/fulfil-order.ts';
import { awsDependenciesWithIssuers } from '../../shared/lambda/aws-dependencies-with-issuers.ts';
import { queueWorker } from '../../shared/lambda/worker.ts';

const deps = awsDependenciesWithIssuers(process.env);

/** Carries out an accepted order at its issuer and settles it, or continues a card or group change there. */
export const handler = queueWorker('orderId', async (id) => {
  const done = await fulfil(deps, id);
  if (done && 'changeId' in done) return { state: done.state, correlationId: done.correlationId };
  return { status: done?.status, opType: done?.opType, correlationId: done?.correlationId };
});
