import { newNonce } from '../../runtime/random.ts';
import type { Item } from '../../runtime/store/item.ts';
import type { Dependencies } from '../dependencies.ts';
import {
  type Notification,
  notificationFrom,
  notificationKey,
  userNoIn,
} from '../notifications/notification.ts';
import { buildDeliveryRequest, type DeliveryRequest } from './delivery-request.ts';
import {
  AttemptAlreadyClaimed,
  claimAttempt,
  deadLetter,
  deferAttempt,
  recordDelivered,
  recordFailedProbe,
  recordFailure,
} from './delivery-state.ts';
import {
  type Endpoint,
  type EndpointObservation,
  endpointFrom,
  endpointKey,
  isQuickSuccess,
} from './endpoint-health.ts';
import { acquireSlot, recordObservation, releaseSlot, type SlotLease } from './endpoint-slots.ts';
import {
  EndpointMutex,
  isInFirstMinute,
  mayAttemptOptimistically,
  OPTIMISTIC_TIMEOUT_MS,
} from './optimistic-attempt.ts';
import { isLastAttempt } from './retry-schedule.ts';
import { ATTEMPT_TIMEOUT_MS, type AttemptOutcome, NO_NOTIFY_URL, type Post, send } from './send.ts';

export type { Post } from './send.ts';

/** What a worker delivers with. */
interface Delivery {
  readonly deps: Dependencies;
  readonly post: Post;
  /** The endpoint's item as it was read; undefined before its first attempt. */
  readonly endpointItem: Item | undefined;
  readonly mutex: EndpointMutex;
  /** Seals the notification at the first call. */
  readonly request: () => Promise<DeliveryRequest | undefined>;
}

/** A delivery to an endpoint that was attempted before. */
interface KnownEndpointDelivery extends Delivery {
  readonly endpointItem: Item;
  readonly endpoint: Endpoint;
}

/**
 * Makes the notification's next attempt if it is due, and records the outcome. The first attempt at a quick endpoint is
 * optimistic: only its outcome is written. Any other first acquires a slot and is claimed by a conditional write, so that
 * a second delivery of the same message does nothing. When the merchant's endpoint has no free slot, the attempt is
 * deferred at once instead of blocking a worker. Returns undefined when there is no such notification.
 */
export async function deliver(
  deps: Dependencies,
  post: Post,
  notificationId: string,
  mutex = new EndpointMutex(),
): Promise<Notification | undefined> {
  const keys = [notificationKey(notificationId), endpointKey(userNoIn(notificationId))];
  const [item, endpointItem] = await deps.store.getMany('notifications', keys);
  if (!item) return undefined;
  const notification = notificationFrom(item);
  if (notification.status !== 'pending' || deps.now() < notification.nextAttemptAt) return notification;
  try {
    const request = sealedOnce(deps, notification);
    return await attemptDelivery({ deps, post, endpointItem, mutex, request }, notification);
  } catch (error) {
    if (error instanceof AttemptAlreadyClaimed) return notification;
    throw error;
  }
}

/** Sealing can read card data at an external issuer for seconds, and each reading is recorded. */
function sealedOnce(deps: Dependencies, notification: Notification): Delivery['request'] {
  let sealed: Promise<DeliveryRequest | undefined> | undefined;
  return () => (sealed ??= buildDeliveryRequest(deps, notification));
}

async function attemptDelivery(delivery: Delivery, notification: Notification): Promise<Notification> {
  const { deps, endpointItem } = delivery;
  if (isSecretExpired(notification, deps.now())) return deadLetter(deps, notification, 'secret expired');
  // The last attempt was claimed, but its worker died.
  if (isLastAttempt(notification.attempts)) return deadLetter(deps, notification, 'interrupted');
  const endpoint = endpointItem && endpointFrom(endpointItem);
  if (endpoint && mayAttemptOptimistically(notification, endpoint, deps.now())) {
    const attempted = await attemptOptimistically({ ...delivery, endpointItem, endpoint }, notification);
    if (attempted) return attempted;
  }
  return attemptWithSlot(delivery, notification);
}

/**
 * Makes the first attempt without a slot and without a claim. Returns undefined without an attempt if it had to wait so
 * long that the endpoint may have changed, that the first minute is over, or that the secret expired.
 */
async function attemptOptimistically(
  { deps, post, endpointItem, endpoint, mutex, request }: KnownEndpointDelivery,
  notification: Notification,
): Promise<Notification | undefined> {
  const knownAt = deps.now();
  const sealed = await request();
  const outcome = await mutex.run(notification.userNo, async () => {
    const now = deps.now();
    if (now - knownAt >= OPTIMISTIC_TIMEOUT_MS || !isInFirstMinute(notification, now)) return undefined;
    if (isSecretExpired(notification, now)) return undefined;
    return attemptOnce(deps, post, sealed, { attempt: 1, timeoutMs: OPTIMISTIC_TIMEOUT_MS });
  });
  if (!outcome) return undefined;
  try {
    if (outcome.accepted) return await recordDelivered(deps, notification, outcome, 1);
    return await recordFailure(deps, notification, outcome, 1);
  } finally {
    const observation = observationOf(outcome);
    if (observation && (!isQuickSuccess(observation) || mutex.beginRenewal(endpoint, deps.now())))
      await recordObservation(deps, endpointItem, observation);
  }
}

async function attemptWithSlot(
  { deps, post, endpointItem, request }: Delivery,
  notification: Notification,
): Promise<Notification> {
  const lease = await acquireSlot(deps, notification.userNo, endpointItem);
  if ('reason' in lease) return deferAttempt(deps, notification, lease);
  let outcome: AttemptOutcome = NO_NOTIFY_URL;
  try {
    // Built before the attempt is claimed: an error of the platform must not cost the merchant an attempt.
    const sealed = await request();
    if (isSecretExpired(notification, deps.now()))
      return await deadLetter(deps, notification, 'secret expired');
    const claimed = await claimAttempt(deps, notification, { probe: lease.probe, request: sealed });
    const attempt = Math.max(1, claimed.attempts);
    outcome = await attemptOnce(deps, post, sealed, { attempt, timeoutMs: ATTEMPT_TIMEOUT_MS });
    return await recordOutcome(deps, claimed, outcome, lease);
  } finally {
    await releaseSlot(deps, lease, observationOf(outcome));
  }
}

/** Posts the request. Without one there is no URL to post to. */
const attemptOnce = async (
  { now, random }: Dependencies,
  post: Post,
  request: DeliveryRequest | undefined,
  which: { readonly attempt: number; readonly timeoutMs: number },
): Promise<AttemptOutcome> =>
  request ? send(post, request, { ...which, now, newNonce: () => newNonce(random) }) : NO_NOTIFY_URL;

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
