import { isDeepStrictEqual } from 'node:util';
import { nameOfWaiting } from './names.ts';
import type { Simulation } from './simulation.ts';

type Content = Readonly<Record<string, unknown>> & { readonly userReqNo: string };

/** A card or group as the platform below has it: 0 frozen, 1 enabled; a card's own limit in major units, 0 for none. */
export interface SubjectBelow {
  status: 0 | 1;
  limit: number;
  /** Of a card that is cancelled: until when that takes, and whether it succeeds. */
  closing?: { readonly until: number; readonly succeeds: boolean };
}

/** What the platform below changes on its cards and groups, once for each number; a refusal uses none up. */
export class SubjectsBelow {
  readonly #simulation: Simulation;
  readonly #subjects = new Map<string, SubjectBelow>();
  readonly #made = new Map<string, Content>();
  readonly #arrivals = new Map<string, number>();
  /** Numbers of the changes that arrived here, whatever they were answered. */
  readonly arrived = new Set<string>();

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  opened(id: string, limit: unknown): void {
    this.#subjects.set(id, { status: 1, limit: Number(limit ?? 0) });
  }

  closes(id: string, until: number, succeeds: boolean): void {
    const subject = this.#subjects.get(id);
    if (subject) subject.closing = { until, succeeds };
  }

  at(id: unknown): SubjectBelow | undefined {
    return this.#subjects.get(String(id));
  }

  isClosed({ closing }: SubjectBelow): boolean {
    return closing?.succeeds === true && closing.until <= this.#simulation.timeline.now;
  }

  /** As an inquiry tells it. */
  told(id: unknown): object {
    const subject = this.at(id);
    if (!subject) return { cardStatus: '3' };
    const { status, limit, closing } = subject;
    const isClosing = closing !== undefined && closing.until > this.#simulation.timeline.now;
    const live = status === 1 && !isClosing ? '1' : '2';
    return {
      status,
      cardStatus: this.isClosed(subject) ? '0' : live,
      ...(limit > 0 && { creditLimitAmt: limit }),
    };
  }

  /** The result, or the code that it is refused with. */
  change(content: Content): object | string {
    const { userReqNo, cardId, groupId, status, authLimitAmount: limit } = content;
    this.arrived.add(userReqNo);
    const before = this.#made.get(userReqNo);
    if (before) return isDeepStrictEqual(before, content) ? {} : '110009';
    const subject = this.at(cardId ?? groupId);
    if (!subject) return '120001';
    const { closing } = subject;
    if (closing && (closing.succeeds || closing.until > this.#simulation.timeline.now)) return '110004';
    if (this.#isRefused(userReqNo)) return limit === undefined ? '110004' : '110008';
    this.#made.set(userReqNo, content);
    if (status === 0 || status === 1) subject.status = status;
    if (limit !== undefined) subject.limit = Number(limit);
    return {};
  }

  /** What is refused now may be accepted a moment later. */
  #isRefused(userReqNo: string): boolean {
    const name = nameOfWaiting(this.#simulation.store, `order/${userReqNo}`);
    const arrival = (this.#arrivals.get(name) ?? 0) + 1;
    this.#arrivals.set(name, arrival);
    return this.#simulation.dice(`below ${name}/${arrival}`).chance(0.25);
  }
}
