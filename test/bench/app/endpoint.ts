import { EventEmitter, once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { NOTIFICATION_ACCEPTED } from '../../../shared/client/open-notification.ts';
import { parseNotificationEnvelope } from '../../../shared/wire/codec/envelope.ts';
import { DEDUPLICATION_HEADER } from '../../../shared/wire/contract/deduplication.ts';

/** A notification as it arrived, still sealed. */
export interface Arrival {
  readonly userNo: string;
  readonly body: string;
  readonly notificationId: string;
  /** Time of arrival, on the clock of `performance.now`. */
  readonly at: number;
  /** Time of arrival, in epoch milliseconds. */
  readonly receivedAt: number;
}

const TIMEOUT_MS = 120_000;

/** The endpoint of all merchants, which records each notification and its time. */
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

  /** Removes the recorded notifications. */
  clear(): void {
    this.#arrivals = [];
  }

  /** Waits for `count` notifications, by default of any merchant. Throws an AbortError on timeout. */
  async awaitArrivals(count: number, userNo?: string): Promise<readonly Arrival[]> {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
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
