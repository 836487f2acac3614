import { sealNotification } from '../codec/envelope.ts';
import { NOTIFICATION_ACCEPTED } from '../contract/codes.ts';
import { findMerchant, notifyUrlFor } from '../merchants/merchant.ts';
import { DUE_ATTRIBUTES } from '../platform/due.ts';
import type { Platform } from '../platform/platform.ts';
import { equals } from '../store/write.ts';
import { withCardData } from './card-data.ts';
import { type Notification, notificationFrom, notificationKey } from './notification.ts';
import { isLastAttempt, waitAfter } from './schedule.ts';
import { withSecret } from './secret.ts';

/** Posts a body to a merchant and answers its HTTP status and body; throws when no answer came. */
export type Post = (url: string, body: string) => Promise<{ status: number; body: string }>;

/** Longer than an attempt can take: an attempt that is not recorded by then was cut off. */
const LEASE_MS = 60_000;
/** The longest that SQS can delay a message; later attempts are the sweeper's to wake. */
const LONGEST_DELAY_MS = 900_000;

/** What a notification keeps no longer once nothing more is tried. */
const OVER = [...DUE_ATTRIBUTES, 'secret'];

/** Somebody else has made or taken this attempt. */
class AttemptTaken extends Error {
  override readonly name = 'AttemptTaken';
}

/**
 * Makes the notification's next attempt if it is time for one, and records how it went. Another delivery of the same
 * wake-up does nothing: each attempt is taken by a conditional write before it begins.
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
    return await attemptDelivery(platform, post, notification);
  } catch (error) {
    if (error instanceof AttemptTaken) return notification;
    throw error;
  }
}

async function attemptDelivery(
  platform: Platform,
  post: Post,
  notification: Notification,
): Promise<Notification> {
  if (isOutOfDate(notification, platform.now())) return recordDead(platform, notification, 'out of date');
  // The last attempt was taken and cut off.
  if (isLastAttempt(notification.attempts)) return recordDead(platform, notification, 'cut off');
  // Made first: a fault of our own is no attempt at the merchant's.
  const letter = await makeLetter(platform, notification);
  const attempt = await takeAttempt(platform, notification);
  const result = await send(post, letter);
  return result === NOTIFICATION_ACCEPTED
    ? recordDelivered(platform, attempt)
    : recordFailed(platform, attempt, result);
}

const isOutOfDate = ({ secret }: Notification, now: number) => secret !== undefined && now >= secret.until;

async function takeAttempt(platform: Platform, notification: Notification): Promise<Notification> {
  const until = platform.now() + LEASE_MS;
  const attempts = notification.attempts + 1;
  await update(platform, notification, { attempts, nextAttemptAt: until, dueAt: until });
  return { ...notification, attempts };
}

/** A sealed notification and where it goes. */
interface Letter {
  readonly url: string;
  readonly body: string;
}

async function makeLetter(platform: Platform, notification: Notification): Promise<Letter | undefined> {
  const merchant = await findMerchant(platform.store, notification.userNo);
  const url = merchant && notifyUrlFor(merchant, notification.type);
  if (!url) return undefined;
  const told = await withSecret(platform, notification, JSON.parse(notification.content));
  const content = await withCardData(platform, merchant, told);
  const key = await platform.counterpartyKeys.platformKey(merchant);
  const body = JSON.stringify(sealNotification(notification.type, content, merchant.userNo, key));
  return { url, body };
}

/** SUCCESS, or what went wrong instead. */
async function send(post: Post, letter: Letter | undefined): Promise<string> {
  if (!letter) return 'the merchant has no notification URL';
  try {
    const answer = await post(letter.url, letter.body);
    return accepts(answer) ? NOTIFICATION_ACCEPTED : `HTTP ${answer.status}`;
  } catch (error) {
    return reasonOf(error);
  }
}

/** The code of a network failure, which fetch hides in the cause, or the kind of error. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no answer';
  const code = (error.cause as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : error.name;
}

/** HTTP 2xx whose trimmed body, quotes removed, equals SUCCESS in any case (contract section 4). */
function accepts({ status, body }: { status: number; body: string }): boolean {
  const word = body
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .trim();
  return status >= 200 && status < 300 && word.toUpperCase() === NOTIFICATION_ACCEPTED;
}

async function recordDelivered(platform: Platform, notification: Notification): Promise<Notification> {
  const outcome = {
    status: 'delivered',
    lastResult: NOTIFICATION_ACCEPTED,
    deliveredAt: platform.now(),
  } as const;
  await update(platform, notification, outcome, OVER);
  return { ...notification, ...outcome };
}

async function recordDead(
  platform: Platform,
  notification: Notification,
  lastResult: string,
): Promise<Notification> {
  const outcome = { status: 'dead', lastResult } as const;
  await update(platform, notification, outcome, OVER);
  return { ...notification, ...outcome };
}

async function recordFailed(
  platform: Platform,
  notification: Notification,
  lastResult: string,
): Promise<Notification> {
  const wait = waitAfter(notification.attempts, platform.random);
  if (wait === undefined) return recordDead(platform, notification, lastResult);
  // A secret is removed when its time is over, whenever the next attempt would be.
  const nextAttemptAt = Math.min(platform.now() + wait, notification.secret?.until ?? Infinity);
  const outcome = { nextAttemptAt, lastResult };
  await update(platform, notification, { ...outcome, dueAt: nextAttemptAt + platform.graceMs });
  const delay = nextAttemptAt - platform.now();
  if (delay <= LONGEST_DELAY_MS) {
    await platform.wakeUp.send('notification', [notification.notificationId], Math.ceil(delay / 1_000));
  }
  return { ...notification, ...outcome };
}

function update(
  platform: Platform,
  { notificationId, attempts }: Notification,
  set: Record<string, string | number>,
  remove: readonly string[] = [],
): Promise<void> {
  const when = [equals('attempts', attempts), equals('status', 'pending')];
  const otherwise = () => new AttemptTaken();
  return platform.store.write([
    {
      kind: 'update',
      table: 'notifications',
      key: notificationKey(notificationId),
      set,
      remove,
      when,
      otherwise,
    },
  ]);
}
