import type { Platform } from '../platform/platform.ts';
import { newNonce } from '../platform/random.ts';
import type { Showing } from './endpoint.ts';
import { makeLetter } from './letter.ts';
import { type Notification, notificationFrom, notificationKey } from './notification.ts';
import {
  AttemptTaken,
  recordDead,
  recordDelivered,
  recordFailed,
  recordNoTurn,
  recordProbe,
  recordTaken,
} from './record.ts';
import { isLastAttempt } from './schedule.ts';
import { NO_ADDRESS, type Outcome, type Post, send } from './send.ts';
import { endTurn, type Turn, takeTurn } from './turns.ts';

export type { Post } from './send.ts';

/**
 * Makes the notification's next attempt if it is time for one, and records how it went. Another delivery of the same
 * wake-up does nothing: each attempt is taken by a conditional write before it begins. Where the merchant's endpoint can
 * bear no more attempts the notification goes back to waiting at once, so that no worker is held up.
 */
export async function deliver(
  platform: Platform,
  post: Post,
  notificationId: string,
): Promise<Notification | undefined> {
  const item = await platform.store.get('notifications', notificationKey(notificationId));
  if (!item) return undefined;
  const notification = notificationFrom(item);
  if (notification.status !== 'pending' || platform.now() < notification.nextAttemptAt) return notification;
  try {
    return await nextAttempt(platform, post, notification);
  } catch (error) {
    if (error instanceof AttemptTaken) return notification;
    throw error;
  }
}

async function nextAttempt(
  platform: Platform,
  post: Post,
  notification: Notification,
): Promise<Notification> {
  if (isOutOfDate(notification, platform.now())) return recordDead(platform, notification, 'out of date');
  // The last attempt was taken and cut off.
  if (isLastAttempt(notification.attempts)) return recordDead(platform, notification, 'cut off');
  const turn = await takeTurn(platform, notification.userNo);
  if ('why' in turn) return recordNoTurn(platform, notification, turn);
  let outcome: Outcome = NO_ADDRESS;
  try {
    // Made first: a fault of our own is no attempt at the merchant's.
    const letter = await makeLetter(platform, notification);
    const taken = await recordTaken(platform, notification, { probe: turn.probe, letter });
    if (letter)
      outcome = await send(post, letter, {
        attempt: Math.max(1, taken.attempts),
        now: platform.now,
        newNonce: () => newNonce(platform.random),
      });
    return await recorded(platform, taken, outcome, turn);
  } finally {
    await endTurn(platform, turn, showingOf(outcome));
  }
}

const isOutOfDate = ({ secret }: Notification, now: number) => secret !== undefined && now >= secret.until;

function recorded(platform: Platform, taken: Notification, outcome: Outcome, { probe }: Turn) {
  if (outcome.accepted) return recordDelivered(platform, taken, outcome);
  return probe ? recordProbe(platform, taken, outcome) : recordFailed(platform, taken, outcome);
}

/** What the outcome shows of the endpoint. */
function showingOf({ accepted: ok, result, attempt }: Outcome): Showing | undefined {
  return attempt && { ok, result, latencyMs: attempt.latencyMs ?? 0 };
}
