import { MINUTE_MS } from '../../runtime/duration.ts';
import { DUE_INDEX_ATTRIBUTES, dueIndexAttributes } from '../../runtime/queue/due-index.ts';
import type { Item } from '../../runtime/store/item.ts';
import { NOTIFICATION_ACCEPTED } from '../../wire/contract/codes.ts';
import type { Dependencies } from '../dependencies.ts';
import { type Attempt, withAttempt } from '../notifications/attempt.ts';
import { type Notification, notificationFrom, notificationUpdate } from '../notifications/notification.ts';
import { deliveredRetention } from '../notifications/retention.ts';
import type { DeliveryRequest } from './delivery-request.ts';
import { PROBE_INTERVAL_MS } from './endpoint-health.ts';
import type { NoSlot } from './endpoint-slots.ts';
import { retryDelayMs, slotBackoffMs } from './retry-schedule.ts';
import { type AttemptOutcome, NO_NOTIFY_URL } from './send.ts';

/** Longer than an attempt can take: if an attempt is not recorded by then, its worker has died. */
const ATTEMPT_LEASE_MS = MINUTE_MS;
/** The longest delay of an SQS message; the sweeper wakes for later attempts. */
const MAX_QUEUE_DELAY_MS = 15 * MINUTE_MS;
/** Notifications that wait for a paused endpoint return spread over this time after its probe. */
const PAUSE_JITTER_MS = 10 * MINUTE_MS;

/** Attributes that only a pending notification has. */
const PENDING_ATTRIBUTES = [...DUE_INDEX_ATTRIBUTES, 'secret', 'claimedAt', 'deferrals'];

/** Another worker has made or claimed this attempt. */
export class AttemptAlreadyClaimed extends Error {
  override readonly name = 'AttemptAlreadyClaimed';
  /** The notification as it is now. */
  readonly current: Item | undefined;
  constructor(current: Item | undefined) {
    super();
    this.current = current;
  }
}

/**
 * Claims the notification's next attempt. A probe takes none of the schedule's attempts. Without a request, nothing
 * will be posted. The due time stays as it was, which is no later than the end of the lease plus the grace period: a
 * worker that the sweeper wakes too early does nothing.
 *
 * @throws AttemptAlreadyClaimed
 */
export async function claimAttempt(
  deps: Dependencies,
  notification: Notification,
  { probe, request }: { readonly probe: boolean; readonly request: DeliveryRequest | undefined },
): Promise<Notification> {
  const now = deps.now();
  const { claimedAt: _, deferrals: __, ...rest } = notification;
  const claimed = {
    attempts: notification.attempts + (probe ? 0 : 1),
    nextAttemptAt: now + ATTEMPT_LEASE_MS,
    history: historyWith(notification),
    ...(request && { claimedAt: now }),
  };
  const remove = ['deferrals', ...(request ? [] : ['claimedAt'])];
  await updateState(deps, notification, claimed, remove);
  return { ...rest, ...claimed };
}

/** The history with this attempt. Without one, an attempt that was in progress is added as interrupted. */
function historyWith({ history = [], claimedAt }: Notification, attempt?: Attempt): readonly Attempt[] {
  if (attempt) return withAttempt(history, attempt);
  return claimedAt === undefined ? history : withAttempt(history, { at: claimedAt, failure: 'interrupted' });
}

/**
 * Records that the merchant accepted the notification, also where another worker has meanwhile recorded that its own
 * attempt failed. `attempts` counts the attempt too, which a claim has done already unless it was optimistic.
 *
 * @throws AttemptAlreadyClaimed when the notification is no longer pending, or was resent
 */
export async function recordDelivered(
  deps: Dependencies,
  notification: Notification,
  outcome: AttemptOutcome,
  attempts = notification.attempts,
): Promise<Notification> {
  try {
    return await writeDelivered(deps, notification, outcome, attempts);
  } catch (error) {
    if (!(error instanceof AttemptAlreadyClaimed)) throw error;
    const current = notificationFrom(error.current ?? {});
    if (current.status !== 'pending' || current.resentAt !== notification.resentAt) throw error;
    return recordDelivered(deps, current, outcome, Math.max(attempts, current.attempts));
  }
}

async function writeDelivered(
  deps: Dependencies,
  notification: Notification,
  { attempt }: AttemptOutcome,
  attempts: number,
): Promise<Notification> {
  const outcome = {
    status: 'delivered',
    attempts,
    lastResult: NOTIFICATION_ACCEPTED,
    deliveredAt: deps.now(),
    history: historyWith(notification, attempt),
    ...secretRemoval(notification),
    ...deliveredRetention(deps, notification.type),
  } as const;
  await updateState(deps, notification, outcome, PENDING_ATTRIBUTES);
  return { ...notification, ...outcome };
}

/** Gives the notification up and alerts the operator. It stays stored, in the index of dead notifications. */
export async function deadLetter(
  deps: Dependencies,
  notification: Notification,
  lastResult: string,
  attempt?: Attempt,
): Promise<Notification> {
  const { notificationId, userNo, correlationId } = notification;
  const history = historyWith(notification, attempt);
  const outcome = { status: 'dead', lastResult, history, ...secretRemoval(notification) } as const;
  await updateState(
    deps,
    notification,
    { ...outcome, ...deadLetterAttributes(notificationId, deps) },
    PENDING_ATTRIBUTES,
  );
  const about = { notificationId, userNo, correlationId, lastResult };
  // A merchant without a notification URL is no reason for an alarm.
  if (lastResult !== NO_NOTIFY_URL.result) deps.alarm('a notification is given up', about);
  return { ...notification, ...outcome };
}

const secretRemoval = ({ secret }: Notification) => (secret ? { erasedField: secret.field } : {});

/** Puts a dead notification into the index `needsAttention`, spread over as many partitions as the due index. */
function deadLetterAttributes(notificationId: string, { now }: Dependencies): Item {
  const { dueShard, dueAt } = dueIndexAttributes(notificationId, now());
  return { attention: deadLetterPartition(dueShard), attentionAt: dueAt };
}

/** The partition of the index `needsAttention` with the dead notifications of a shard. */
export const deadLetterPartition = (shard: string): string => `dead/${shard}`;

/**
 * Records an attempt that was not accepted: schedules the next, or gives up after the last. `attempts` counts the
 * attempt too.
 */
export function recordFailure(
  deps: Dependencies,
  notification: Notification,
  outcome: AttemptOutcome,
  attempts = notification.attempts,
): Promise<Notification> {
  const { result: lastResult, attempt } = outcome;
  const delay = retryDelayMs(attempts, deps.random, outcome);
  if (delay === undefined) return deadLetter(deps, notification, lastResult, attempt);
  return scheduleAttempt(deps, notification, delay, { lastResult, attempts }, attempt);
}

/** Records a probe that was not accepted: the notification keeps waiting for its endpoint and all of its attempts. */
export function recordFailedProbe(
  deps: Dependencies,
  notification: Notification,
  { result: lastResult, attempt }: AttemptOutcome,
): Promise<Notification> {
  const delay = delayUntilProbe(deps, deps.now() + PROBE_INTERVAL_MS);
  return scheduleAttempt(deps, notification, delay, { lastResult }, attempt && { ...attempt, probe: true });
}

/** Defers the attempt, because its endpoint has no free slot or is paused. It costs the notification no attempt. */
export function deferAttempt(
  deps: Dependencies,
  notification: Notification,
  noSlot: NoSlot,
): Promise<Notification> {
  if (noSlot.reason === 'paused') {
    const { nextProbeAt = deps.now() + PROBE_INTERVAL_MS } = noSlot;
    return scheduleAttempt(deps, notification, delayUntilProbe(deps, nextProbeAt), {});
  }
  const { deferrals = 0 } = notification;
  const delay = slotBackoffMs(deferrals, deps.random, noSlot.healthy);
  return scheduleAttempt(deps, notification, delay, { deferrals: deferrals + 1 });
}

const delayUntilProbe = ({ now, random }: Dependencies, probeAt: number): number =>
  Math.max(0, probeAt - now()) + random(PAUSE_JITTER_MS);

/** Schedules the next attempt after `delay` milliseconds, and enqueues it if the queue allows that delay. */
async function scheduleAttempt(
  deps: Dependencies,
  notification: Notification,
  delay: number,
  changes: Partial<Pick<Notification, 'lastResult' | 'deferrals' | 'attempts'>>,
  attempt?: Attempt,
): Promise<Notification> {
  const { notificationId, userNo, secret } = notification;
  // A secret that expires before the next attempt is removed in time.
  const nextAttemptAt = Math.min(deps.now() + delay, secret?.until ?? Infinity);
  const history = historyWith(notification, attempt && { ...attempt, nextAt: nextAttemptAt });
  const set = { ...changes, nextAttemptAt, history };
  const dueAt = nextAttemptAt + deps.graceMs;
  await updateState(deps, notification, { ...set, dueAt }, ['claimedAt']);
  const queueDelay = Math.max(0, nextAttemptAt - deps.now());
  if (queueDelay <= MAX_QUEUE_DELAY_MS) {
    await deps.workQueue.send('notification', [notificationId], Math.ceil(queueDelay / 1_000), () => userNo);
  }
  return { ...notification, ...set };
}

function updateState(
  deps: Dependencies,
  notification: Notification,
  set: Item,
  remove: readonly string[],
): Promise<void> {
  const onConflict = (current: Item | undefined) => new AttemptAlreadyClaimed(current);
  return deps.store.write([notificationUpdate(notification, { set, remove, onConflict })]);
}
