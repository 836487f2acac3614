import { EventEmitter, once } from 'node:events';
import { maskCardData, maskSecrets } from '../../clients/cli/common/mask-card-data.ts';
import { deduplicationKey, type Notification } from '../../shared/client/open-notification.ts';

/** The number of notifications to keep. */
const MAX_NOTIFICATIONS = 500;

/** A received notification, without card data. */
export type ReceivedNotification = Notification & {
  /** The time of its first arrival, in ISO 8601. */
  readonly receivedAt: string;
  /** How often it arrived: delivery is at least once. */
  readonly times: number;
};

/** Whether to show passwords and codes. */
export type SecretsMode = 'secrets' | 'no secrets';

/** Values by field of the shown content; `type` is the notification's type. */
export type Filter = Readonly<Record<string, string>>;

function matches({ type, content }: ReceivedNotification, filter: Filter): boolean {
  const fields: Readonly<Record<string, unknown>> = { ...content, type };
  return Object.entries(filter).every(([field, value]) => String(fields[field]) === value);
}

/** The received notifications, each once, newest last. In memory only. */
export class ReceivedNotifications {
  readonly #received = new Map<string | symbol, ReceivedNotification>();
  readonly #events = new EventEmitter().setMaxListeners(0);

  /**
   * Adds a notification, or counts another arrival of one about the same fact. `webhookId` is the header that came with
   * it. A notification without any identity is new.
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

  /** Lists all, or those that match the filter. The filter sees masked values, so that nobody can guess hidden ones. */
  list(filter: Filter = {}, secretsMode: SecretsMode = 'no secrets'): ReceivedNotification[] {
    const received = [...this.#received.values()];
    const shown = secretsMode === 'secrets' ? received : received.map(maskSecrets);
    return shown.filter((one) => matches(one, filter));
  }

  /** Waits for notifications that match the filter. Returns none when the signal aborts first. */
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
