import type { NotificationContents } from '../../shared/client/contract-types.ts';
import type { AuthorizationRequest, AuthorizationResponse } from '../../shared/client/upstream-client.ts';
import { networkAuthorize } from '../../shared/wire/contract/card-network.ts';
import type { DemoAddresses } from './merchant.ts';
import { type NetworkSession, openNetworkSession } from './network-simulator/session.ts';
import type { Terminal } from './terminal.ts';

/** The card network, the personalisation bureau and the chain watcher of the demo. */
export class DemoNetwork {
  readonly #upstream: NetworkSession['upstream'];
  readonly #terminal: Terminal;
  readonly now: () => string;
  readonly newNumber: () => string;

  /**
   * Reads the network's keys.
   *
   * @throws CommandError when they are missing
   */
  constructor(addresses: DemoAddresses, terminal: Terminal) {
    const { upstream, now, newNumber } = openNetworkSession(addresses);
    this.#upstream = upstream;
    this.#terminal = terminal;
    this.now = now;
    this.newNumber = newNumber;
  }

  /** Requests a decision, showing the request and the response. */
  async authorize(request: AuthorizationRequest): Promise<AuthorizationResponse> {
    this.#terminal.sent(`${networkAuthorize.path} (the card network)`, request);
    const response = await this.#upstream.authorize(request);
    this.#terminal.received(response);
    return response;
  }

  /** Sends a webhook, showing it. */
  async send<Type extends keyof NotificationContents>(
    type: Type,
    content: NotificationContents[Type],
  ): Promise<void> {
    this.#terminal.sent(`/webhook/${type}`, content);
    await this.#upstream.send(type, content);
  }
}
