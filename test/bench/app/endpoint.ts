import { EventEmitter, once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { NOTIFICATION_ACCEPTED } from '../../../shared/client/open-notification.ts';
import { parseNotificationEnvelope } from '../../../shared/wire/codec/envelope.ts';
import { DEDUPLICATION_HEADER } from '../../../shared/wire/contract/deduplication.ts';

/** A notification as it came: nobody has opened it yet. */
export interface Arrival {
  readonly userNo: string;
  readonly body: string;
  readonly notificationId: string;
  /** On the clock of `performance.now`. */
  readonly at: number;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
}

const PATIENCE_MS = 120_000;

/** The address of all merchants: notes what arrives there, and when. */
export class Endpoint {
  readonly #server: Server;
  readonly #events = new EventEmitter().setMaxListeners(0);
  #arrivals: Arrival[] = [];

  private constructor() {
    this.#server = createServer(async (request, response) => {
      const body = await text(request);
      const [at, receivedAt] = [performance.now(), Date.now()];
      response.end(NOTIFICATION_ACCEPTED);
      const notificationId = String(request.headers[DEDUPLICATION_HEADER]);
      const { userNo } = parseNotificationEnvelope(body);
      this.#arrivals.push({ userNo, body, notificationId, at, receivedAt });
      this.#events.emit('arrived');
    });
  }

  static async listen(): Promise<Endpoint> {
    const endpoint = new Endpoint();
    await new Promise<void>((resolve) => endpoint.#server.listen(0, '127.0.0.1', resolve));
    return endpoint;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  /** Forgets what arrived before. */
  clear(): void {
    this.#arrivals = [];
  }

  /** All that arrived, of one merchant if one is given, as soon as there are so many; an AbortError when that takes long. */
  async awaitArrivals(count: number, userNo?: string): Promise<readonly Arrival[]> {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    for (;;) {
      const arrivals = this.#arrivals.filter((one) => userNo === undefined || one.userNo === userNo);
      if (arrivals.length >= count) return arrivals;
      await once(this.#events, 'arrived', { signal });
    }
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
