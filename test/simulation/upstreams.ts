import {
  type NotificationType,
  notifications,
  type ReceivedContent,
} from '../../shared/contract/notifications.ts';
import { readContent } from '../../shared/contract/read-content.ts';
import { EMBEDDED, type IssuerName } from '../../shared/issuer/issuer.ts';
import { applyCardOperate } from '../../shared/orders/told.ts';
import { applyCardTransaction } from '../../shared/transactions/apply.ts';
import { applyTradeFee } from '../../shared/transactions/fees.ts';
import type { Told } from '../../shared/upstreams/told.ts';
import type { Teller, Upstream } from '../../shared/upstreams/upstream.ts';
import { ask } from './conversation.ts';
import type { Simulation } from './simulation.ts';

type Type = 'card_operate' | 'card_transaction' | 'trade_fee';
type Effect = (content: never, told: Told) => Promise<void>;

const effects: Readonly<Record<Type, Effect>> = {
  card_operate: applyCardOperate,
  card_transaction: applyCardTransaction,
  trade_fee: applyTradeFee,
};

/** What an upstream tells. */
export interface Message {
  readonly name: string;
  readonly issuer: IssuerName;
  /** Which of the networks tells of cards kept here. */
  readonly network?: 0 | 1;
  readonly type: Type;
  readonly content: object;
}

/** Whoever tells the platform what happens; all that they tell is true, and they go on until it is acknowledged. */
export class Upstreams {
  readonly #simulation: Simulation;
  readonly acknowledged: Message[] = [];
  /** When each of them was, epoch milliseconds. */
  readonly acknowledgedAt = new Map<Message, number>();

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  tell(message: Message, afterMs: number): void {
    const { timeline, faults } = this.#simulation;
    const fault = faults.at(`tell ${message.name}`, 'told');
    const delay =
      afterMs + (fault === 'late' ? this.#simulation.dice(`late/${message.name}`).below(120_000) : 0);
    timeline.after(delay, () => this.#tell(message, ''));
    if (fault === 'twice') timeline.after(delay, () => this.#tell(message, '+'));
  }

  #tell(message: Message, copy: string): void {
    const checked = checkedContent(message);
    ask(this.#simulation, {
      name: `webhook ${message.name}${copy}`,
      work: (platform) => effects[message.type](checked as never, toldBy(message, platform)),
      answered: (answer) => {
        if ('refused' in answer)
          this.#simulation.violate(`${message.name} was refused with ${answer.refused}`);
        else if (!this.acknowledgedAt.has(message)) {
          this.acknowledged.push(message);
          this.acknowledgedAt.set(message, this.#simulation.timeline.now);
        }
      },
    });
  }
}

const checkedContent = <One extends NotificationType>({ type, content }: Message): ReceivedContent<One> =>
  readContent(notifications[type].received, { ...content }) as ReceivedContent<One>;

/** An authenticated message of the upstream that speaks for this issuer. */
export const toldBy = (
  { issuer, name, network }: Pick<Message, 'issuer' | 'name' | 'network'>,
  platform: Told['platform'],
): Told => ({
  platform,
  upstream: tellerOf(issuer, network) as Upstream,
  messageId: name,
  correlationId: `told ${name}`,
});

/** Who speaks for an issuer: of cards kept here two networks do. */
export const tellerOf = (issuer: IssuerName, network: 0 | 1 = 0): Teller => ({
  userNo: issuer === EMBEDDED ? (['90000001', '90000003'] as const)[network] : '90000002',
  issuer,
});
