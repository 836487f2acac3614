import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An endpoint that accepts every request and never responds. It counts the attempts. */
export class HangingEndpoint {
  readonly #server: Server;
  #attempts = 0;
  #open = 0;
  #maxOpen = 0;

  private constructor() {
    this.#server = createServer((request) => {
      this.#attempts += 1;
      this.#open += 1;
      this.#maxOpen = Math.max(this.#maxOpen, this.#open);
      request.socket.once('close', () => {
        this.#open -= 1;
      });
    });
  }

  static async listen(): Promise<HangingEndpoint> {
    const endpoint = new HangingEndpoint();
    await new Promise<void>((resolve) => endpoint.#server.listen(0, '127.0.0.1', resolve));
    return endpoint;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/notify`;
  }

  /** Number of attempts so far. */
  get attempts(): number {
    return this.#attempts;
  }

  /** Number of attempts that hang now. */
  get open(): number {
    return this.#open;
  }

  /** Maximum number of attempts that hung at the same time. */
  get maxOpen(): number {
    return this.#maxOpen;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
