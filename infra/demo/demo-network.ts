import type {
  AuthorizationRequest,
  AuthorizationResponse,
  UpstreamClient,
} from '../../shared/client/upstream-client.ts';
import { networkAuthorize } from '../../shared/wire/contract/card-network.ts';
import type { NotificationContent, NotificationType } from '../../shared/wire/contract/notifications.ts';
import type { DemoAddresses } from './merchant.ts';
import { openNetworkSession } from './network-simulator/session.ts';
import type { Terminal } from './terminal.ts';

/** The network, the bureau and the chain of the demo: they speak over the platform's other doors. */
export class DemoNetwork {
  readonly #upstream: UpstreamClient;
  readonly #screen: Terminal;
  readonly now: () => string;
  readonly newNumber: () => string;

  /** Reads the network's keys; throws when they are not there. */
  constructor(addresses: DemoAddresses, screen: Terminal) {
    const { upstream, now, newNumber } = openNetworkSession(addresses);
    this.#upstream = upstream;
    this.#screen = screen;
    this.now = now;
    this.newNumber = newNumber;
  }

  /** Asks for a decision, showing what is sent and what comes back. */
  async authorize(request: AuthorizationRequest): Promise<AuthorizationResponse> {
    this.#screen.sent(`${networkAuthorize.path} (the card network)`, request);
    const response = await this.#upstream.authorize(request);
    this.#screen.received(response);
    return response;
  }

  /** Tells what happened, showing it. */
  async send<Type extends NotificationType>(type: Type, content: NotificationContent<Type>): Promise<void> {
    this.#screen.sent(`/webhook/${type}`, content);
    await this.#upstream.send(type, content);
  }
}
