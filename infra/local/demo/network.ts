import type {
  AuthorizationAnswer,
  AuthorizationRequest,
  UpstreamClient,
} from '../../../shared/client/upstream.ts';
import { networkAuthorize } from '../../../shared/contract/network.ts';
import type { NotificationContent, NotificationType } from '../../../shared/contract/notifications.ts';
import { openNetwork } from '../network/world.ts';
import type { Addresses } from './merchant.ts';
import type { Screen } from './screen.ts';

/** The network, the bureau and the chain of the demo: they speak over the platform's other doors. */
export class DemoNetwork {
  readonly #upstream: UpstreamClient;
  readonly #screen: Screen;
  readonly now: () => string;
  readonly newNumber: () => string;

  /** Reads the network's keys; throws when they are not there. */
  constructor(addresses: Addresses, screen: Screen) {
    const { upstream, now, newNumber } = openNetwork(addresses);
    this.#upstream = upstream;
    this.#screen = screen;
    this.now = now;
    this.newNumber = newNumber;
  }

  /** Asks for a decision, showing what is sent and what comes back. */
  async authorize(request: AuthorizationRequest): Promise<AuthorizationAnswer> {
    this.#screen.sent(`${networkAuthorize.path} (the card network)`, request);
    const answer = await this.#upstream.authorize(request);
    this.#screen.came(answer);
    return answer;
  }

  /** Tells what happened, showing it. */
  async send<Type extends NotificationType>(type: Type, content: NotificationContent<Type>): Promise<void> {
    this.#screen.sent(`/webhook/${type}`, content);
    await this.#upstream.send(type, content);
  }
}
