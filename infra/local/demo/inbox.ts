import { EventEmitter, once } from 'node:events';
import { factOf, type Notification } from '../../../shared/client/notifications.ts';
import { withoutCardData, withoutSecrets } from './card-data.ts';

/** Notifications kept before the oldest are forgotten. */
const KEPT = 500;

/** A notification as the receiver keeps it, without card data. */
export type Received = Notification & {
  /** ISO 8601, of its first arrival. */
  readonly receivedAt: string;
  /** How often it arrived: notifications come at least once. */
  readonly times: number;
};

/** How what arrived is shown: passwords and codes are told only to whoever asks for them. */
export type Showing = 'secrets' | 'no secrets';

/** Values by field of the content as it is shown; `type` is the notification's own. */
export type Filter = Readonly<Record<string, string>>;

function matches({ type, content }: Received, filter: Filter): boolean {
  const fields: Readonly<Record<string, unknown>> = { ...content, type };
  return Object.entries(filter).every(([field, value]) => String(fields[field]) === value);
}

/** What arrived at the receiver, each notification once, newest last. In memory only. */
export class Inbox {
  readonly #received = new Map<string | symbol, Received>();
  readonly #events = new EventEmitter().setMaxListeners(0);

  /**
   * Keeps a notification; of a fact that is there already it only counts the arrival. `webhookId` is the header that came
   * with it. What nothing tells from others is new.
   */
  add(notification: Notification, at: Date, webhookId?: string): Received {
    const id = factOf(notification, webhookId) ?? Symbol();
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

  /** All of them, or those that have every value of the filter. What is not shown cannot be guessed by a filter either. */
  list(filter: Filter = {}, showing: Showing = 'no secrets'): Received[] {
    const received = [...this.#received.values()];
    const shown = showing === 'secrets' ? received : received.map(withoutSecrets);
    return shown.filter((one) => matches(one, filter));
  }

  /** As soon as there is one: those that have every value of the filter. None when the signal comes first. */
  async waitFor(filter: Filter, signal: AbortSignal, showing?: Showing): Promise<Received[]> {
    for (;;) {
      const found = this.list(filter, showing);
      if (found.length > 0 || signal.aborted) return found;
      await once(this.#events, 'added', { signal }).catch(() => undefined);
    }
  }
}
