import { deliver } from '../../shared/domain/delivery/deliver.ts';
import { EndpointMutex } from '../../shared/domain/delivery/optimistic-attempt.ts';
import { awsDependenciesWithIssuers } from '../../shared/lambda/aws-dependencies-with-issuers.ts';
import { queueWorker } from '../../shared/lambda/worker.ts';
import { destinationPolicy } from '../../shared/runtime/http/destination-policy.ts';
import { httpPost } from '../../shared/runtime/http/http-client.ts';
import { SqsWorkQueue } from '../../shared/runtime/queue/sqs-work-queue.ts';

const deps = { ...awsDependenciesWithIssuers(process.env), workQueue: new SqsWorkQueue(process.env) };
const post = httpPost({ policy: destinationPolicy(process.env) });
const mutex = new EndpointMutex();

/** Makes the next delivery attempt of a notification. */
export const handler = queueWorker('notificationId', async (notificationId) => {
  const notification = await deliver(deps, post, notificationId, mutex);
  const { status, attempts, deferrals, lastResult, correlationId } = notification ?? {};
  return { status, attempts, deferrals, lastResult, correlationId };
});
