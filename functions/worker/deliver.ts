import { queueWorker } from '../../shared/lambda/queue.ts';
import { upstreamPlatform } from '../../shared/lambda/upstream-platform.ts';
import { deliver } from '../../shared/notifications/deliver.ts';
import { destinationRules } from '../../shared/notifications/destination.ts';
import { httpPost } from '../../shared/notifications/http.ts';
import { SqsWakeUp } from '../../shared/platform/sqs-wake-up.ts';

const platform = { ...upstreamPlatform(process.env), wakeUp: new SqsWakeUp(process.env) };
const post = httpPost({ rules: destinationRules(process.env) });

/** Deliver: makes a notification's next attempt at its merchant's URL. */
export const handler = queueWorker('notificationId', async (notificationId) => {
  const notification = await deliver(platform, post, notificationId);
  const { status, attempts, stoodBack, lastResult, correlationId } = notification ?? {};
  return { status, attempts, stoodBack, lastResult, correlationId };
});
