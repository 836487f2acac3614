import { BoundedMap } from '../../runtime/bounded-map.ts';
import { MINUTE_MS } from '../../runtime/duration.ts';
import type { Notification } from '../notifications/notification.ts';
import { type Endpoint, isHealthy, SLOW_MS } from './endpoint-health.ts';

/** The timeout of an optimistic attempt: an endpoint that takes longer is strained. */
export const OPTIMISTIC_TIMEOUT_MS = SLOW_MS;
/** How long after a success an endpoint gets optimistic attempts. */
const TRUST_MS = 30 * MINUTE_MS;
/** How long after a success the next one is recorded, so that the trust in an endpoint with traffic never ends. */
const RENEW_AFTER_MS = 25 * MINUTE_MS;
/** The time in which a worker renews the trust in an endpoint at most once. */
const RENEWAL_INTERVAL_MS = 5 * MINUTE_MS;
/** Endpoints whose renewals a worker remembers. One that it forgets costs another write. */
const MAX_REMEMBERED_RENEWALS = 1_000;
/**
 * How long after it was stored a notification may be attempted optimistically. Later, the message may come from the
 * sweeper or be a repeat, after an attempt that was interrupted and left no trace.
 */
const FIRST_ATTEMPT_MS = MINUTE_MS;

/** Whether it was stored less than a minute ago. */
export const isInFirstMinute = ({ createdAt }: Pick<Notification, 'createdAt'>, now: number): boolean =>
  now - createdAt < FIRST_ATTEMPT_MS;

/**
 * Whether the next attempt may be optimistic: it is the first, and the endpoint is known to be quick. Neither a slot nor a
 * claim precedes it, so only its outcome is written, and two workers may make it at the same time.
 */
export function mayAttemptOptimistically(
  notification: Notification,
  endpoint: Endpoint | undefined,
  now: number,
): boolean {
  if (!endpoint || notification.attempts > 0 || !isInFirstMinute(notification, now)) return false;
  return isHealthy(endpoint, now) && now - (endpoint.succeededAt ?? 0) < TRUST_MS;
}

/** A mutex for each endpoint: a worker makes its optimistic attempts at an endpoint one after the other. */
export class EndpointMutex {
  readonly #last = new Map<string, Promise<unknown>>();
  /** When the worker last renewed the trust in each merchant's endpoint. */
  readonly #renewedAt = new BoundedMap<string, number>(MAX_REMEMBERED_RENEWALS);

  /** Runs the work when the merchant's earlier work has ended. */
  async run<Value>(userNo: string, work: () => Promise<Value>): Promise<Value> {
    const predecessor = this.#last.get(userNo);
    const result = predecessor ? predecessor.then(work, work) : work();
    this.#last.set(userNo, result);
    try {
      return await result;
    } finally {
      if (this.#last.get(userNo) === result) this.#last.delete(userNo);
    }
  }

  /**
   * Whether an attempt that succeeded at `now` is to renew the trust in the endpoint. Only the first of the attempts that
   * read the endpoint before the renewal is.
   */
  beginRenewal({ userNo, succeededAt = 0 }: Endpoint, now: number): boolean {
    if (now - succeededAt < RENEW_AFTER_MS) return false;
    if (now - (this.#renewedAt.get(userNo) ?? 0) < RENEWAL_INTERVAL_MS) return false;
    this.#renewedAt.set(userNo, now);
    return true;
  }
}
