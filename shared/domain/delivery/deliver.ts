import { newNonce } from '../../runtime/random.ts';
import type { Dependencies } from '../dependencies.ts';
import { type Notification, notificationFrom, notificationKey } from '../notifications/notification.ts';
import { buildDeliveryRequest } from './delivery-request.ts';
import {
  AttemptAlreadyClaimed,
  claimAttempt,
  deadLetter,
  deferAttempt,
  recordDelivered,
  recordFailedProbe,
  recordFailure,
} from './delivery-state.ts';
import type { EndpointObservation } from './endpoint-health.ts';
import { acquireSlot, releaseSlot, type SlotLease } from './endpoint-slots.ts';
import { isLastAttempt } from './retry-schedule.ts';
import { type AttemptOutcome, NO_NOTIFY_URL, type Post, send } from './send.ts';

export type { Post } from './send.ts';

/**
 * Makes the notification's next attempt if it is due, and records the outcome. A conditional write claims each attempt
 * before it begins, so a second delivery of the same message does nothing. When the merchant's endpoint has no free
 * slot, the attempt is deferred at once instead of blocking a worker. Returns undefined when there is no such
 * notification.
 */
export async function deliver(
  deps: Dependencies,
  post: Post,
  notificationId: string,
): Promise<Notification | undefined> {
  const item = await deps.store.get('notifications', notificationKey(notificationId));
  if (!item) return undefined;
  const notification = notificationFrom(item);
  if (notification.status !== 'pending' || deps.now() < notification.nextAttemptAt) return notification;
  try {
    return await attemptDelivery(deps, post, notification);
  } catch (error) {
    if (error instanceof AttemptAlreadyClaimed) return notification;
    throw error;
  }
}

async function attemptDelivery(
  deps: Dependencies,
  post: Post,
  notification: Notification,
): Promise<Notification> {
  if (isSecretExpired(notification, deps.now())) return deadLetter(deps, notification, 'secret expired');
  // The last attempt was claimed, but its worker died.
  if (isLastAttempt(notification.attempts)) return deadLetter(deps, notification, 'interrupted');
  const lease = await acquireSlot(deps, notification.userNo);
  if ('reason' in lease) return deferAttempt(deps, notification, lease);
  let outcome: AttemptOutcome = NO_NOTIFY_URL;
  try {
    // Built before the attempt is claimed: an error of the platform must not cost the merchant an attempt.
    const request = await buildDeliveryRequest(deps, notification);
    const claimed = await claimAttempt(deps, notification, { probe: lease.probe, request });
    if (request)
      outcome = await send(post, request, {
        attempt: Math.max(1, claimed.attempts),
        now: deps.now,
        newNonce: () => newNonce(deps.random),
      });
    return await recordOutcome(deps, claimed, outcome, lease);
  } finally {
    await releaseSlot(deps, lease, observationOf(outcome));
  }
}

const isSecretExpired = ({ secret }: Notification, now: number) =>
  secret !== undefined && now >= secret.until;

function recordOutcome(
  deps: Dependencies,
  claimed: Notification,
  outcome: AttemptOutcome,
  { probe }: SlotLease,
) {
  if (outcome.accepted) return recordDelivered(deps, claimed, outcome);
  return probe ? recordFailedProbe(deps, claimed, outcome) : recordFailure(deps, claimed, outcome);
}

/** What the outcome says about the endpoint; undefined when nothing was posted. */
function observationOf({ accepted: ok, result, attempt }: AttemptOutcome): EndpointObservation | undefined {
  return attempt && { ok, result, latencyMs: attempt.latencyMs ?? 0 };
}
