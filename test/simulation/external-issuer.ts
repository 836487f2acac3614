import { isDeepStrictEqual } from 'node:util';
import type { MerchantClient } from '../../shared/client/client.ts';
import { OperationRefused, OutcomeUnknown } from '../../shared/client/client-errors.ts';
import { opTypes, orderStatuses } from '../../shared/wire/contract/codes.ts';
import type { Fault } from './faults.ts';
import { IssuerSubjects } from './issuer-subjects.ts';
import { EXTERNAL } from './simulated-deployment.ts';
import type { Process } from './simulated-process.ts';
import type { Simulation } from './simulation.ts';
import { stableNameOf } from './stable-names.ts';
import { sendBeforeOpening } from './stray-messages.ts';

type Content = Readonly<Record<string, unknown>> & { readonly userReqNo: string };

/** An order as the external issuer stores it. */
interface IssuerOrder {
  readonly name: string;
  readonly orderId: string;
  readonly opType: number;
  readonly content: Content;
  readonly succeeds: boolean;
  readonly finalAt: number;
  /** The card or group that the order concerns. */
  readonly cardId?: string;
  readonly groupId?: string;
}

const OP_TYPES: Readonly<Record<string, number>> = {
  cardApply: opTypes.cardOpening,
  groupApply: opTypes.groupOpening,
  cardRecharge: opTypes.recharge,
  cardRefund: opTypes.refund,
  cardClose: opTypes.cardCancellation,
};
const CARD = { cardNo: '499900******0000', cardExpiryDate: '2029-03' };
/** Its fee for a card, in major units. */
const COST = 0.25;
/** Maximum delay of a late call: less than the call is valid. */
const MAX_DELAY_MS = 299_000;

/**
 * An external issuer, called with this platform as its merchant. It carries out each request number once, at once or
 * later. It reports the outcome by card_operate, or leaves it to an inquiry.
 */
export class SimulatedIssuer {
  readonly #simulation: Simulation;
  /** By this platform's order id, which is the request number. */
  readonly orders = new Map<string, IssuerOrder>();
  readonly subjects: IssuerSubjects;
  #late = 0;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
    this.subjects = new IssuerSubjects(simulation);
  }

  /** The client that a process calls it with. */
  client(process: Process): MerchantClient {
    const call = (name: string, content: Content) =>
      process.call({
        place: 'issuer',
        what: () => `issuer: ${name}`,
        act: async (fault) => this.#call(name, content, fault),
      });
    return { call } as unknown as MerchantClient;
  }

  /** Its id for a card of this platform. */
  cardIdOf(cardId: string): string {
    return this.orders.get(cardId)?.cardId ?? 'none';
  }

  #call(name: string, content: Content, fault: Fault | undefined): object {
    const called = { operation: name, userReqNo: content.userReqNo };
    if (fault === 'arrivesLate') this.#arriveLater(name, content);
    if (fault === 'unanswered' || fault === 'arrivesLate') throw new OutcomeUnknown(called, 1, 'no response');
    if (fault === 'busy') throw new OperationRefused(called, '130001', 'try again later');
    const result = this.#process(name, content);
    if (fault === 'answerLost') throw new OutcomeUnknown(called, 1, 'the response is lost');
    if (typeof result === 'string') throw new OperationRefused(called, result, 'refused');
    return result;
  }

  /** Returns the result or the error code. */
  #process(name: string, content: Content): object | string {
    if (name in OP_TYPES) return this.#accept(name, content);
    if (name === 'cardOperateQuery') return { list: this.#rows(content.userReqNo) };
    if (name === 'cardInfo')
      return { ...CARD, cardVerifyNo: '', ...this.subjects.inquiryResult(content['cardId']) };
    if (name === 'groupInfo') return this.subjects.inquiryResult(content['groupId']);
    return this.subjects.change(content);
  }

  #arriveLater(name: string, content: Content): void {
    const { timeline } = this.#simulation;
    this.#late += 1;
    timeline.after(this.#simulation.random(`late below/${this.#late}`).between(1, MAX_DELAY_MS), () => {
      this.#simulation.note('issuer', () => `${name} arrives late`);
      this.#process(name, content);
    });
  }

  #accept(operation: string, content: Content): object | string {
    const { userReqNo } = content;
    const before = this.orders.get(userReqNo);
    if (before && !isDeepStrictEqual(before.content, content)) return '110009';
    if (before) return { orderId: before.orderId, userReqNo };
    const { store, timeline } = this.#simulation;
    const name = stableNameOf(store, `order/${userReqNo}`);
    const random = this.#simulation.random(`below ${name}`);
    if (random.chance(0.1)) return random.pick(['110004', '110005', '110006']);
    const number = issuerOrderNo(name);
    const finalAt = timeline.now + random.pick([0, 20, 3_000, 100_000]);
    const succeeds = random.chance(0.85);
    if (operation === 'cardApply') this.subjects.open(String(number + 1), limitOf(content));
    if (operation === 'groupApply') this.subjects.open(String(number + 1), 0);
    if (operation === 'cardClose') this.subjects.close(String(content['cardId']), finalAt, succeeds);
    const order: IssuerOrder = {
      name,
      content,
      finalAt,
      orderId: String(number),
      opType: OP_TYPES[operation] ?? 0,
      succeeds,
      ...subjectOf(operation, content, String(number + 1)),
    };
    this.orders.set(userReqNo, order);
    this.#simulation.note(
      `issuer ${name}`,
      () => `accepts, ${order.succeeds ? 'success' : 'failure'} to come`,
    );
    if (operation === 'cardApply' && succeeds && random.chance(0.3))
      sendBeforeOpening(this.#simulation, name, String(number + 1), random.pick([0, 10, 1_000, 60_000]));
    if (random.chance(0.7)) this.#notify(order, finalAt - timeline.now + random.pick([0, 5, 400, 60_000]));
    return { orderId: order.orderId, userReqNo };
  }

  #rows(userReqNo: string): object[] {
    const order = this.orders.get(userReqNo);
    if (!order) return [];
    const status = this.#simulation.timeline.now < order.finalAt ? orderStatuses.inProcess : statusOf(order);
    return [{ ...orderContent(order), userReqNo, status }];
  }

  #notify(order: IssuerOrder, afterMs: number): void {
    const { content, opType, name, succeeds } = order;
    const opening = {
      cardInfo: {
        ...CARD,
        cardAlias: '',
        cardLabel: '',
        localCurrency: 'USD',
        startActiveDate: content['startDate'],
        endCloseDate: content['endDate'],
      },
    };
    const message = {
      ...orderContent(order),
      userReqNo: content.userReqNo,
      status: statusOf(order),
      createAt: '2026-03-01 10:00:00',
      ...(succeeds && opType === opTypes.cardOpening && opening),
    };
    this.#simulation.upstreams.send(
      { name: `card_operate of ${name}`, issuer: EXTERNAL, type: 'card_operate', content: message },
      afterMs,
    );
  }
}

const statusOf = ({ succeeds }: IssuerOrder): number =>
  succeeds ? orderStatuses.success : orderStatuses.failure;

/** The card or group of an order; what the order opens gets the id. */
function subjectOf(
  operation: string,
  { cardId, groupId }: Content,
  id: string,
): Pick<IssuerOrder, 'cardId' | 'groupId'> {
  if (operation === 'cardApply') return { cardId: id };
  if (operation === 'groupApply') return { groupId: id };
  return cardId === undefined ? { groupId: String(groupId) } : { cardId: String(cardId) };
}

/** On supplementary cards the amount is the card's own limit. */
const limitOf = ({ channelType, authLimitAmount }: Content): unknown =>
  channelType === 2 ? authLimitAmount : 0;

const orderContent = ({ orderId, cardId, groupId, opType, content }: IssuerOrder) => ({
  orderId,
  ...(cardId !== undefined && { cardId }),
  ...(groupId !== undefined && { groupId }),
  opType,
  amount: Number(content['authLimitAmount'] ?? content['refundAmount'] ?? 0),
  fee: opType === opTypes.cardOpening ? COST : 0,
});

/** Returns the number in this platform's name of an order, `<userNo>/d<number>`. */
function issuerOrderNo(name: string): number {
  const [userNo = '', action = ''] = name.split('/');
  return 6 * 10 ** 15 + (Number(userNo) % 10) * 10_000 + Number(action.slice(1)) * 10;
}
