import { EventEmitter, once } from 'node:events';
import { deduplicationKey, type Notification } from '../../shared/client/open-notification.ts';
import { maskCardData, maskSecrets } from './card-data.ts';

/** Notifications kept before the oldest are forgotten. */
const MAX_NOTIFICATIONS = 500;

/** A notification as the receiver keeps it, without card data. */
export type ReceivedNotification = Notification & {
  /** ISO 8601, of its first arrival. */
  readonly receivedAt: string;
  /** How often it arrived: notifications come at least once. */
  readonly times: number;
};

/** How what arrived is shown: passwords and codes are told only to whoever asks for them. */
export type SecretsMode = 'secrets' | 'no secrets';

/** Values by field of the content as it is shown; `type` is the notification's own. */
export type Filter = Readonly<Record<string, string>>;

function matches({ type, content }: ReceivedNotification, filter: Filter): boolean {
  const fields: Readonly<Record<string, unknown>> = { ...content, type };
  return Object.entries(filter).every(([field, value]) => String(fields[field]) === value);
}

/** What arrived at the receiver, each notification once, newest last. In memory only. */
export class ReceivedNotifications {
  readonly #received = new Map<string | symbol, ReceivedNotification>();
  readonly #events = new EventEmitter().setMaxListeners(0);

  /**
   * Keeps a notification; of a fact that is there already it only counts the arrival. `webhookId` is the header that
   * came with it. What nothing tells from others is new.
   */
  add(notification: Notification, at: Date, webhookId?: string): ReceivedNotification {
    const id = deduplicationKey(notification, webhookId) ?? Symbol();
    const known = this.#received.get(id);
    const received = known
      ? { ...known, times: known.times + 1 }
      : { ...maskCardData(notification), receivedAt: at.toISOString(), times: 1 };
    this.#received.set(id, received);
    const [oldest] = this.#received.keys();
    if (oldest !== undefined && this.#received.size > MAX_NOTIFICATIONS) this.#received.delete(oldest);
    this.#events.emit('added');
    return received;
  }

  /**
   * All of them, or those that have every value of the filter. What is not shown cannot be guessed by a filter either.
   */
  list(filter: Filter = {}, secretsMode: SecretsMode = 'no secrets'): ReceivedNotification[] {
    const received = [...this.#received.values()];
    const shown = secretsMode === 'secrets' ? received : received.map(maskSecrets);
    return shown.filter((one) => matches(one, filter));
  }

  /** As soon as there is one: those that have every value of the filter. None when the signal comes first. */
  async waitFor(
    filter: Filter,
    signal: AbortSignal,
    secretsMode?: SecretsMode,
  ): Promise<ReceivedNotification[]> {
    for (;;) {
      const found = this.list(filter, secretsMode);
      if (found.length > 0 || signal.aborted) return found;
      await once(this.#events, 'added', { signal }).catch(() => undefined);
    }
  }
}
