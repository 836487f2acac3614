import { opTypes, orderStatuses } from '../../shared/contract/codes.ts';
import type { Outcome } from '../../shared/issuer/issuer.ts';
import { toMajor } from '../../shared/money/amount.ts';
import type { Order } from '../../shared/orders/order.ts';
import type { Fault } from './faults.ts';
import { type Process, Unreachable } from './process.ts';
import type { Simulation } from './simulation.ts';

type Known = Exclude<Outcome, { state: 'unknown' }>;

/** What the issuer on another platform did about an order. */
interface Act {
  readonly outcome: Known;
  /** How often it was asked to. */
  asked: number;
}

/**
 * An issuer on another platform: it acts once for an order and answers the same ever after, or nothing definite; and it
 * tells by card_operate what it did, before it answers, afterwards, or not at all.
 */
export class UpstreamIssuer {
  readonly #simulation: Simulation;
  readonly acts = new Map<string, Act>();

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  perform(process: Process, order: Order): Promise<Outcome> {
    return process.call({
      place: 'issuer',
      what: () => `perform ${order.userReqNo}`,
      act: async (fault) => this.#perform(order, fault),
    });
  }

  #perform(order: Order, fault: Fault | undefined): Outcome {
    if (order.status !== 'pending')
      this.#simulation.violate(`${order.orderId} was performed when it was over`);
    const name = `issuer ${order.userNo}/${order.userReqNo}`;
    const dice = this.#simulation.dice(`${name}/${this.acts.get(order.orderId)?.asked ?? 0}`);
    if (fault === 'unknown') {
      if (dice.chance(0.5))
        this.#simulation.timeline.after(dice.below(90_000), () => this.#act(order, name, 1));
      return { state: 'unknown' };
    }
    const { outcome } = this.#act(order, name, fault === undefined ? 0.3 : 1);
    if (fault === 'actsFails') throw new Unreachable('issuer');
    return fault === 'actsUnknown' ? { state: 'unknown' } : outcome;
  }

  /** Acts, the first time, and tells of it with this probability. */
  #act(order: Order, name: string, tells: number): Act {
    const before = this.acts.get(order.orderId);
    if (before) {
      before.asked += 1;
      return before;
    }
    const dice = this.#simulation.dice(name);
    const act: Act = { outcome: dice.chance(0.8) ? succeeded(order) : REFUSED, asked: 1 };
    this.acts.set(order.orderId, act);
    this.#simulation.note(name, () => `acts: ${act.outcome.state}`);
    if (!this.#simulation.faults.over && dice.chance(tells))
      this.#tell(order, act, name, dice.one([0, 5, 400, 60_000]));
    return act;
  }

  #tell(order: Order, { outcome }: Act, name: string, afterMs: number): void {
    const opening = order.opType === opTypes.cardOpening ? order.opening : undefined;
    const card = outcome.state === 'succeeded' ? outcome.card : undefined;
    const content = {
      orderId: '77',
      userReqNo: order.orderId,
      opType: order.opType,
      status: outcome.state === 'succeeded' ? orderStatuses.success : orderStatuses.failure,
      amount: toMajor(order.amount, order.currency),
      fee: 0,
      createAt: '2026-03-01 10:00:00',
      ...(opening &&
        card && {
          cardInfo: {
            cardNo: card.maskedNumber,
            cardExpiryDate: card.expiry,
            cardAlias: '',
            cardLabel: '',
            localCurrency: order.currency,
            startActiveDate: opening.startDate,
            endCloseDate: opening.endDate,
          },
        }),
    };
    this.#simulation.upstreams.tell(
      { name: `card_operate of ${name}`, issuer: 'upstream', type: 'card_operate', content },
      afterMs,
    );
  }
}

const REFUSED: Known = { state: 'refused', reason: 'refused by the issuer' };

const succeeded = ({ opType }: Order): Known =>
  opType === opTypes.cardOpening
    ? { state: 'succeeded', card: { maskedNumber: '499900******0000', expiry: '2029-03' } }
    : { state: 'succeeded' };
