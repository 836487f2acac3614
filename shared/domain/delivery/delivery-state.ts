import { DUE_INDEX_ATTRIBUTES, dueIndexAttributes } from '../../runtime/queue/due-index.ts';
import type { Item } from '../../runtime/store/item.ts';
import { NOTIFICATION_ACCEPTED } from '../../wire/contract/codes.ts';
import type { Dependencies } from '../dependencies.ts';
import { type Attempt, withAttempt } from '../notifications/attempt.ts';
import { type Notification, notificationUpdate } from '../notifications/notification.ts';
import type { DeliveryRequest } from './delivery-request.ts';
import { PROBE_INTERVAL_MS } from './endpoint.ts';
import type { NoSlot } from './endpoint-slots.ts';
import { retryDelayMs, slotBackoffMs } from './retry-schedule.ts';
import { type AttemptOutcome, NO_NOTIFY_URL } from './send.ts';

/** Longer than an attempt can take: an attempt that is not recorded by then was cut off. */
const ATTEMPT_LEASE_MS = 60_000;
/** The longest that SQS can delay a message; later attempts are the sweeper's to wake. */
const MAX_QUEUE_DELAY_MS = 900_000;
/** Over so long, those that wait for a paused endpoint come back after its probe. */
const PAUSE_JITTER_MS = 600_000;

/** What a notification keeps no longer once nothing more is tried. */
const PENDING_ATTRIBUTES = [...DUE_INDEX_ATTRIBUTES, 'secret', 'takenAt', 'stoodBack'];

/** Somebody else has made or taken this attempt. */
export class AttemptAlreadyClaimed extends Error {
  override readonly name = 'AttemptAlreadyClaimed';
}

/**
 * Takes the notification's next attempt. A probe is none of the schedule's; without a letter none is made. When it is due
 * stays as it was, which is no later than the lease's end and the grace: whoever is woken for it too early does nothing.
 */
export async function claimAttempt(
  deps: Dependencies,
  notification: Notification,
  { probe, letter: request }: { readonly probe: boolean; readonly letter: DeliveryRequest | undefined },
): Promise<Notification> {
  const now = deps.now();
  const { takenAt: _, stoodBack: __, ...rest } = notification;
  const claimed = {
    attempts: notification.attempts + (probe ? 0 : 1),
    nextAttemptAt: now + ATTEMPT_LEASE_MS,
    history: historyWith(notification),
    ...(request && { takenAt: now }),
  };
  const remove = ['stoodBack', ...(request ? [] : ['takenAt'])];
  await updateState(deps, notification, claimed, remove);
  return { ...rest, ...claimed };
}

/** The attempts so far and this one, which ends the one under way; without one, that was cut off. */
function historyWith({ history = [], takenAt }: Notification, attempt?: Attempt): readonly Attempt[] {
  if (attempt) return withAttempt(history, attempt);
  return takenAt === undefined ? history : withAttempt(history, { at: takenAt, failure: 'cut off' });
}

/** The merchant has it: nothing more is tried. */
export async function recordDelivered(
  deps: Dependencies,
  notification: Notification,
  { attempt }: AttemptOutcome,
): Promise<Notification> {
  const outcome = {
    status: 'delivered',
    lastResult: NOTIFICATION_ACCEPTED,
    deliveredAt: deps.now(),
    history: historyWith(notification, attempt),
    ...secretRemoval(notification),
  } as const;
  await updateState(deps, notification, outcome, PENDING_ATTRIBUTES);
  return { ...notification, ...outcome };
}

/** Gives the notification up, of which the operator is told: it is kept, and listed among the dead. */
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
  // A merchant that is told nothing because it has no address is nobody's trouble.
  if (lastResult !== NO_NOTIFY_URL.result) deps.alarm('a notification is given up', about);
  return { ...notification, ...outcome };
}

const secretRemoval = ({ secret }: Notification) => (secret ? { spent: secret.field } : {});

/** What puts a dead notification into the index `troubled`, over as many partitions as the due one has. */
function deadLetterAttributes(notificationId: string, { now }: Dependencies): Item {
  const { dueShard, dueAt } = dueIndexAttributes(notificationId, now());
  return { trouble: deadLetterPartition(dueShard), troubledAt: dueAt };
}

/** The partition of the index `troubled` with the dead of a shard. */
export const deadLetterPartition = (shard: string): string => `dead/${shard}`;

/** An attempt that was not accepted: plans the next, or gives up after the last. */
export function recordFailure(
  deps: Dependencies,
  notification: Notification,
  outcome: AttemptOutcome,
): Promise<Notification> {
  const { result: lastResult, attempt } = outcome;
  const delay = retryDelayMs(notification.attempts, deps.random, outcome);
  if (delay === undefined) return deadLetter(deps, notification, lastResult, attempt);
  return scheduleAttempt(deps, notification, delay, { lastResult }, attempt);
}

/** A probe that was not accepted: the notification goes on waiting for its endpoint, with all of its attempts. */
export function recordFailedProbe(
  deps: Dependencies,
  notification: Notification,
  { result: lastResult, attempt }: AttemptOutcome,
): Promise<Notification> {
  const delay = delayUntilProbe(deps, deps.now() + PROBE_INTERVAL_MS);
  return scheduleAttempt(deps, notification, delay, { lastResult }, attempt && { ...attempt, probe: true });
}

/** The endpoint can bear no more attempts, or none at all: the notification waits and loses none of its own. */
export function deferAttempt(
  deps: Dependencies,
  notification: Notification,
  noSlot: NoSlot,
): Promise<Notification> {
  if (noSlot.why === 'paused') {
    const { nextProbeAt = deps.now() + PROBE_INTERVAL_MS } = noSlot;
    return scheduleAttempt(deps, notification, delayUntilProbe(deps, nextProbeAt), {});
  }
  const { stoodBack = 0 } = notification;
  const delay = slotBackoffMs(stoodBack, deps.random, noSlot.well);
  return scheduleAttempt(deps, notification, delay, { stoodBack: stoodBack + 1 });
}

const delayUntilProbe = ({ now, random }: Dependencies, probeAt: number): number =>
  Math.max(0, probeAt - now()) + random(PAUSE_JITTER_MS);

/** Has the notification wait before its next attempt, and wakes for it where the queue can wait as long. */
async function scheduleAttempt(
  deps: Dependencies,
  notification: Notification,
  delay: number,
  changes: Partial<Pick<Notification, 'lastResult' | 'stoodBack'>>,
  attempt?: Attempt,
): Promise<Notification> {
  const { notificationId, userNo, secret } = notification;
  // A secret is removed when its time is over, whenever the next attempt would be.
  const nextAttemptAt = Math.min(deps.now() + delay, secret?.until ?? Infinity);
  const history = historyWith(notification, attempt && { ...attempt, nextAt: nextAttemptAt });
  const set = { ...changes, nextAttemptAt, history };
  const dueAt = nextAttemptAt + deps.graceMs;
  await updateState(deps, notification, { ...set, dueAt }, ['takenAt']);
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
  const otherwise = () => new AttemptAlreadyClaimed();
  return deps.store.write([notificationUpdate(notification, { set, remove, onConflict: otherwise })]);
}
