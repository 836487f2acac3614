import { NOTIFICATION_ACCEPTED } from '../contract/codes.ts';
import { DUE_ATTRIBUTES, dueAttributes } from '../platform/due.ts';
import type { Platform } from '../platform/platform.ts';
import type { Item } from '../store/item.ts';
import { type Attempt, withAttempt } from './attempt.ts';
import { PROBE_MS } from './endpoint.ts';
import type { Letter } from './letter.ts';
import { type Notification, notificationUpdate } from './notification.ts';
import { turnAfter, waitAfter } from './schedule.ts';
import { NO_ADDRESS, type Outcome } from './send.ts';
import type { NoTurn } from './turns.ts';

/** Longer than an attempt can take: an attempt that is not recorded by then was cut off. */
const LEASE_MS = 60_000;
/** The longest that SQS can delay a message; later attempts are the sweeper's to wake. */
const LONGEST_DELAY_MS = 900_000;
/** Over so long, those that wait for a paused endpoint come back after its probe. */
const RETURN_MS = 600_000;

/** What a notification keeps no longer once nothing more is tried. */
const OVER = [...DUE_ATTRIBUTES, 'secret', 'takenAt', 'stoodBack'];

/** Somebody else has made or taken this attempt. */
export class AttemptTaken extends Error {
  override readonly name = 'AttemptTaken';
}

/**
 * Takes the notification's next attempt. A probe is none of the schedule's; without a letter none is made. When it is due
 * stays as it was, which is no later than the lease's end and the grace: whoever is woken for it too early does nothing.
 */
export async function recordTaken(
  platform: Platform,
  notification: Notification,
  { probe, letter }: { readonly probe: boolean; readonly letter: Letter | undefined },
): Promise<Notification> {
  const now = platform.now();
  const { takenAt: _, stoodBack: __, ...rest } = notification;
  const taken = {
    attempts: notification.attempts + (probe ? 0 : 1),
    nextAttemptAt: now + LEASE_MS,
    history: historyWith(notification),
    ...(letter && { takenAt: now }),
  };
  const remove = ['stoodBack', ...(letter ? [] : ['takenAt'])];
  await update(platform, notification, taken, remove);
  return { ...rest, ...taken };
}

/** The attempts so far and this one, which ends the one under way; without one, that was cut off. */
function historyWith({ history = [], takenAt }: Notification, attempt?: Attempt): readonly Attempt[] {
  if (attempt) return withAttempt(history, attempt);
  return takenAt === undefined ? history : withAttempt(history, { at: takenAt, failure: 'cut off' });
}

/** The merchant has it: nothing more is tried. */
export async function recordDelivered(
  platform: Platform,
  notification: Notification,
  { attempt }: Outcome,
): Promise<Notification> {
  const outcome = {
    status: 'delivered',
    lastResult: NOTIFICATION_ACCEPTED,
    deliveredAt: platform.now(),
    history: historyWith(notification, attempt),
    ...spentSecret(notification),
  } as const;
  await update(platform, notification, outcome, OVER);
  return { ...notification, ...outcome };
}

/** Gives the notification up, of which the operator is told: it is kept, and listed among the dead. */
export async function recordDead(
  platform: Platform,
  notification: Notification,
  lastResult: string,
  attempt?: Attempt,
): Promise<Notification> {
  const { notificationId, userNo, correlationId } = notification;
  const history = historyWith(notification, attempt);
  const outcome = { status: 'dead', lastResult, history, ...spentSecret(notification) } as const;
  await update(platform, notification, { ...outcome, ...deadAttributes(notificationId, platform) }, OVER);
  const about = { notificationId, userNo, correlationId, lastResult };
  // A merchant that is told nothing because it has no address is nobody's trouble.
  if (lastResult !== NO_ADDRESS.result) platform.alarm('a notification is given up', about);
  return { ...notification, ...outcome };
}

const spentSecret = ({ secret }: Notification) => (secret ? { spent: secret.field } : {});

/** What puts a dead notification into the index `troubled`, over as many partitions as the due one has. */
function deadAttributes(notificationId: string, { now }: Platform): Item {
  const { dueShard, dueAt } = dueAttributes(notificationId, now());
  return { trouble: deadPartition(dueShard), troubledAt: dueAt };
}

/** The partition of the index `troubled` with the dead of a shard. */
export const deadPartition = (shard: string): string => `dead/${shard}`;

/** An attempt that was not accepted: plans the next, or gives up after the last. */
export function recordFailed(
  platform: Platform,
  notification: Notification,
  outcome: Outcome,
): Promise<Notification> {
  const { result: lastResult, attempt } = outcome;
  const wait = waitAfter(notification.attempts, platform.random, outcome);
  if (wait === undefined) return recordDead(platform, notification, lastResult, attempt);
  return planned(platform, notification, wait, { lastResult }, attempt);
}

/** A probe that was not accepted: the notification goes on waiting for its endpoint, with all of its attempts. */
export function recordProbe(
  platform: Platform,
  notification: Notification,
  { result: lastResult, attempt }: Outcome,
): Promise<Notification> {
  const wait = waitFor(platform, platform.now() + PROBE_MS);
  return planned(platform, notification, wait, { lastResult }, attempt && { ...attempt, probe: true });
}

/** The endpoint can bear no more attempts, or none at all: the notification waits and loses none of its own. */
export function recordNoTurn(
  platform: Platform,
  notification: Notification,
  noTurn: NoTurn,
): Promise<Notification> {
  if (noTurn.why === 'paused') {
    const { nextProbeAt = platform.now() + PROBE_MS } = noTurn;
    return planned(platform, notification, waitFor(platform, nextProbeAt), {});
  }
  const { stoodBack = 0 } = notification;
  const wait = turnAfter(stoodBack, platform.random, noTurn.well);
  return planned(platform, notification, wait, { stoodBack: stoodBack + 1 });
}

const waitFor = ({ now, random }: Platform, probeAt: number): number =>
  Math.max(0, probeAt - now()) + random(RETURN_MS);

/** Has the notification wait before its next attempt, and wakes for it where the queue can wait as long. */
async function planned(
  platform: Platform,
  notification: Notification,
  wait: number,
  changes: Partial<Pick<Notification, 'lastResult' | 'stoodBack'>>,
  attempt?: Attempt,
): Promise<Notification> {
  const { notificationId, userNo, secret } = notification;
  // A secret is removed when its time is over, whenever the next attempt would be.
  const nextAttemptAt = Math.min(platform.now() + wait, secret?.until ?? Infinity);
  const history = historyWith(notification, attempt && { ...attempt, nextAt: nextAttemptAt });
  const set = { ...changes, nextAttemptAt, history };
  const dueAt = nextAttemptAt + platform.graceMs;
  await update(platform, notification, { ...set, dueAt }, ['takenAt']);
  const delay = Math.max(0, nextAttemptAt - platform.now());
  if (delay <= LONGEST_DELAY_MS) {
    await platform.wakeUp.send('notification', [notificationId], Math.ceil(delay / 1_000), () => userNo);
  }
  return { ...notification, ...set };
}

function update(
  platform: Platform,
  notification: Notification,
  set: Item,
  remove: readonly string[],
): Promise<void> {
  const otherwise = () => new AttemptTaken();
  return platform.store.write([notificationUpdate(notification, { set, remove, otherwise })]);
}
