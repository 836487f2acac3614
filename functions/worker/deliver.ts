import { queueWorker } from '../../shared/lambda/queue.ts';
import { upstreamPlatform } from '../../shared/lambda/upstream-platform.ts';
import { deliver } from '../../shared/notifications/deliver.ts';
import { postJson } from '../../shared/notifications/http.ts';

const platform = upstreamPlatform(process.env);

/** Deliver: makes a notification's next attempt at its merchant's URL. */
export const handler = queueWorker('notificationId', async (notificationId) => {
  const notification = await deliver(platform, postJson, notificationId);
  const { status, attempts, lastResult, correlationId } = notification ?? {};
  return { status, attempts, lastResult, correlationId };
});
