import { EventEmitter, once } from 'node:events';
import type { Notification } from '../../../shared/client/notifications.ts';
import { withoutCardData } from './card-data.ts';

/** Notifications kept before the oldest are forgotten. */
const KEPT = 500;

/** A notification as the receiver keeps it, without card data. */
export type Received = Notification & {
  /** ISO 8601, of its first arrival. */
  readonly receivedAt: string;
  /** How often it arrived: notifications come at least once. */
  readonly times: number;
};

/** What arrived at the receiver, each notification once, newest last. In memory only. */
export class Inbox {
  readonly #received = new Map<string, Received>();
  readonly #events = new EventEmitter().setMaxListeners(0);

  /** Keeps a notification; of one that is there already it only counts the arrival. */
  add(notification: Notification, at: Date): Received {
    const id = `${notification.type}/${notification.content.orderId}`;
    const known = this.#received.get(id);
    const received = known
      ? { ...known, times: known.times + 1 }
      : { ...withoutCardData(notification), receivedAt: at.toISOString(), times: 1 };
    this.#received.set(id, received);
    const [oldest] = this.#received.keys();
    if (oldest !== undefined && this.#received.size > KEPT) this.#received.delete(oldest);
    this.#events.emit('added');
    return received;
  }

  /** All of them, or those about one userReqNo. */
  list(userReqNo?: string): Received[] {
    const all = [...this.#received.values()];
    return userReqNo === undefined ? all : all.filter(({ content }) => content.userReqNo === userReqNo);
  }

  /** As soon as there is one: those about the userReqNo. None when the signal comes first. */
  async waitFor(userReqNo: string | undefined, signal: AbortSignal): Promise<Received[]> {
    for (;;) {
      const found = this.list(userReqNo);
      if (found.length > 0 || signal.aborted) return found;
      await once(this.#events, 'added', { signal }).catch(() => undefined);
    }
  }
}
