import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { parseNotificationEnvelope } from '../../../shared/codec/envelope.ts';

/** A notification as it came: nobody has opened it yet. */
export interface Arrival {
  readonly userNo: string;
  readonly body: string;
  /** On the clock of `performance.now`. */
  readonly at: number;
}

const PATIENCE_MS = 120_000;

/** The address of all merchants: notes what arrives, and when. */
export class Endpoint {
  readonly #server = createServer(async (request, response) => {
    const body = await text(request);
    const { userNo } = parseNotificationEnvelope(body);
    this.#arrived.push({ userNo, body, at: performance.now() });
    response.end('SUCCESS');
    this.#arrivals.emit('arrived');
  });
  readonly #arrivals = new EventEmitter().setMaxListeners(0);
  #arrived: Arrival[] = [];

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  /** Forgets what arrived before. */
  clear(): void {
    this.#arrived = [];
  }

  /** All that arrived, as soon as there are so many, of one merchant where that is told. */
  async told(count: number, userNo?: string): Promise<readonly Arrival[]> {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    for (;;) {
      const arrived =
        userNo === undefined ? this.#arrived : this.#arrived.filter((one) => one.userNo === userNo);
      if (arrived.length >= count) return arrived;
      await once(this.#arrivals, 'arrived', { signal });
    }
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
