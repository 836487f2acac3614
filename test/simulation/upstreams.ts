import { handlePaymentBill } from '../../shared/domain/dpt/payment-bill-webhook.ts';
import type { MessageHandler } from '../../shared/domain/inbox/inbound-message.ts';
import { receiveMessage } from '../../shared/domain/inbox/receive-message.ts';
import type { MessageHandlers } from '../../shared/domain/inbox/retry-inbox.ts';
import type { IssuerName } from '../../shared/domain/issuer-name.ts';
import { handleCardOperate } from '../../shared/domain/issuing/orders/card-operate-webhook.ts';
import { handleCardTransaction } from '../../shared/domain/issuing/transactions/card-transaction-webhook.ts';
import { handleTradeFee } from '../../shared/domain/issuing/transactions/trade-fee-webhook.ts';
import type { UpstreamCall } from '../../shared/domain/upstream-call.ts';
import type { NotificationType } from '../../shared/wire/contract/notifications.ts';
import { callUntilAnswered } from './reliable-call.ts';
import { upstreamFor } from './simulated-deployment.ts';
import type { Simulation } from './simulation.ts';

type Type = 'card_operate' | 'card_transaction' | 'trade_fee' | 'dpt_payment_bill';

/** The webhook handlers by message type. */
export const HANDLERS: MessageHandlers = {
  card_operate: handleCardOperate,
  card_transaction: handleCardTransaction,
  trade_fee: handleTradeFee,
  dpt_payment_bill: handlePaymentBill,
};

/** A message of an upstream. */
export interface Message {
  readonly name: string;
  readonly issuer: IssuerName;
  /** The network that reports, for embedded cards. */
  readonly network?: 0 | 1;
  readonly type: Type;
  readonly content: object;
  /** Whether it is about a card that the platform does not have. */
  readonly isStray?: true;
  /** Whether another message has other content under the same number. */
  readonly isContradicted?: true;
}

/** All upstreams. Everything they report is true, and they repeat it until it is acknowledged. */
export class Upstreams {
  readonly #simulation: Simulation;
  readonly acknowledged: Message[] = [];
  /** When each message was acknowledged, in epoch milliseconds. */
  readonly acknowledgedAt = new Map<Message, number>();

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  /** Sends the message, and sometimes again with richer texts, or other content under the same number. */
  send(message: Message, afterMs: number): void {
    const random = this.#simulation.random(`retell/${message.name}`);
    const richer = random.chance(0.15) && withRicherTexts(message);
    const other = random.chance(0.08) && withOtherAmount(message);
    const original = other ? { ...message, isContradicted: true as const } : message;
    this.#schedule(original, afterMs);
    for (const [one, name] of [
      [richer, 'again'],
      [other, 'otherwise'],
    ] as const) {
      const later = random.pick([0, 5, 400, 60_000, 86_400_000]);
      const about = { name: `${message.name} ${name}`, ...(other && { isContradicted: true as const }) };
      if (one) this.#schedule({ ...original, ...about, content: one }, afterMs + later);
    }
  }

  #schedule(message: Message, afterMs: number): void {
    const { timeline, faults } = this.#simulation;
    const fault = faults.at(`tell ${message.name}`, 'webhook');
    const delay =
      afterMs + (fault === 'late' ? this.#simulation.random(`late/${message.name}`).integer(120_000) : 0);
    timeline.after(delay, () => this.#attempt(message, ''));
    if (fault === 'twice') timeline.after(delay, () => this.#attempt(message, '+'));
  }

  #attempt(message: Message, copy: string): void {
    const { type, content } = message;
    const text = JSON.stringify(content);
    callUntilAnswered(this.#simulation, {
      name: `webhook ${message.name}${copy}`,
      work: (deps) =>
        receiveMessage(
          type as NotificationType,
          { content: JSON.parse(text), text },
          simulatedUpstreamCall(message, deps),
          HANDLERS[type] as unknown as MessageHandler<NotificationType>,
        ),
      onResponse: (response) => {
        if ('errorCode' in response)
          this.#simulation.violate(`${message.name} was refused with ${response.errorCode}`);
        else if (!this.acknowledgedAt.has(message)) {
          this.acknowledged.push(message);
          this.acknowledgedAt.set(message, this.#simulation.timeline.now);
        }
      },
    });
  }
}

/** The same message with longer texts. */
function withRicherTexts({ type, content }: Message): object | undefined {
  if (type === 'trade_fee') return { ...content, opType: 98 };
  if (type !== 'card_transaction') return undefined;
  const { merchantName } = content as { merchantName: string };
  return { ...content, merchantName: `${merchantName}:of London`, merchantCategoryCode: 5814 };
}

/** The same number with one cent more. */
function withOtherAmount({ type, content }: Message): object | undefined {
  const { realFee, settleAmount, transCategory, transType } = content as Record<string, unknown>;
  const more = (major: unknown) => (Math.round(Number(major) * 100) + 1) / 100;
  if (type === 'trade_fee') return { ...content, realFee: String(more(realFee)) };
  const isClearing = transCategory === 2 && (transType === '1' || transType === '7');
  return isClearing ? { ...content, settleAmount: more(settleAmount) } : undefined;
}

/** An authenticated message of the upstream that reports for this issuer. */
export const simulatedUpstreamCall = (
  { issuer, name, network }: Pick<Message, 'issuer' | 'name' | 'network'>,
  deps: UpstreamCall['deps'],
): UpstreamCall => ({
  deps,
  upstream: upstreamFor(issuer, network),
  messageId: name,
  correlationId: `webhook ${name}`,
});
