import type { NotificationType } from '../../shared/contract/notifications.ts';
import { applyPaymentBill } from '../../shared/dpt/payment.ts';
import type { Effect } from '../../shared/inbox/message.ts';
import { receive } from '../../shared/inbox/receive.ts';
import type { Effects } from '../../shared/inbox/retry.ts';
import type { IssuerName } from '../../shared/issuer/issuer-name.ts';
import { applyCardOperate } from '../../shared/orders/told.ts';
import { applyCardTransaction } from '../../shared/transactions/apply.ts';
import { applyTradeFee } from '../../shared/transactions/fees.ts';
import type { Told } from '../../shared/upstreams/told.ts';
import { ask } from './conversation.ts';
import type { Simulation } from './simulation.ts';
import { tellerOf } from './world.ts';

type Type = 'card_operate' | 'card_transaction' | 'trade_fee' | 'dpt_payment_bill';

/** What the messages of each type bring about. */
export const EFFECTS: Effects = {
  card_operate: applyCardOperate,
  card_transaction: applyCardTransaction,
  trade_fee: applyTradeFee,
  dpt_payment_bill: applyPaymentBill,
};

/** What an upstream tells. */
export interface Message {
  readonly name: string;
  readonly issuer: IssuerName;
  /** Which of the networks tells of cards kept here. */
  readonly network?: 0 | 1;
  readonly type: Type;
  readonly content: object;
  /** It is about a card that nobody knows. */
  readonly isStray?: true;
  /** Something else is told under its number. */
  readonly isContradicted?: true;
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

  /** Tells it, and sometimes again in richer words, or something else under the same number. */
  tell(message: Message, afterMs: number): void {
    const dice = this.#simulation.dice(`retell/${message.name}`);
    const richer = dice.chance(0.15) && inRicherWords(message);
    const other = dice.chance(0.08) && withOtherMoney(message);
    const told = other ? { ...message, isContradicted: true as const } : message;
    this.#schedule(told, afterMs);
    for (const [one, name] of [
      [richer, 'again'],
      [other, 'otherwise'],
    ] as const) {
      const later = dice.one([0, 5, 400, 60_000, 86_400_000]);
      const about = { name: `${message.name} ${name}`, ...(other && { isContradicted: true as const }) };
      if (one) this.#schedule({ ...told, ...about, content: one }, afterMs + later);
    }
  }

  #schedule(message: Message, afterMs: number): void {
    const { timeline, faults } = this.#simulation;
    const fault = faults.at(`tell ${message.name}`, 'told');
    const delay =
      afterMs + (fault === 'late' ? this.#simulation.dice(`late/${message.name}`).below(120_000) : 0);
    timeline.after(delay, () => this.#tell(message, ''));
    if (fault === 'twice') timeline.after(delay, () => this.#tell(message, '+'));
  }

  #tell(message: Message, copy: string): void {
    const { type, content } = message;
    const text = JSON.stringify(content);
    ask(this.#simulation, {
      name: `webhook ${message.name}${copy}`,
      work: (platform) =>
        receive(
          type as NotificationType,
          { content: JSON.parse(text), text },
          toldBy(message, platform),
          EFFECTS[type] as unknown as Effect<NotificationType>,
        ),
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

/** The same, with texts that say more. */
function inRicherWords({ type, content }: Message): object | undefined {
  if (type === 'trade_fee') return { ...content, opType: 98 };
  if (type !== 'card_transaction') return undefined;
  const { merchantName } = content as { merchantName: string };
  return { ...content, merchantName: `${merchantName}:of London`, merchantCategoryCode: 5814 };
}

/** A cent more under the same number. */
function withOtherMoney({ type, content }: Message): object | undefined {
  const { realFee, settleAmount, transCategory, transType } = content as Record<string, unknown>;
  const more = (major: unknown) => (Math.round(Number(major) * 100) + 1) / 100;
  if (type === 'trade_fee') return { ...content, realFee: String(more(realFee)) };
  const isClearing = transCategory === 2 && (transType === '1' || transType === '7');
  return isClearing ? { ...content, settleAmount: more(settleAmount) } : undefined;
}

/** An authenticated message of the upstream that speaks for this issuer. */
export const toldBy = (
  { issuer, name, network }: Pick<Message, 'issuer' | 'name' | 'network'>,
  platform: Told['platform'],
): Told => ({
  platform,
  upstream: tellerOf(issuer, network),
  messageId: name,
  correlationId: `told ${name}`,
});
