import { isDeepStrictEqual } from 'node:util';
import type { Simulation } from './simulation.ts';
import { stableNameOf } from './stable-names.ts';

type Content = Readonly<Record<string, unknown>> & { readonly userReqNo: string };

/** A card or group at the external issuer. Status 0 frozen, 1 enabled; limit in major units, 0 for none. */
export interface IssuerSubject {
  status: 0 | 1;
  limit: number;
  /** On a cancelled card: when the cancellation ends, and whether it succeeds. */
  closing?: { readonly until: number; readonly succeeds: boolean };
}

/**
 * The external issuer's cards and groups. Each request number changes them once; a refusal does not use up
 * the number.
 */
export class IssuerSubjects {
  readonly #simulation: Simulation;
  readonly #subjects = new Map<string, IssuerSubject>();
  readonly #applied = new Map<string, Content>();
  readonly #arrivals = new Map<string, number>();
  /** Numbers of all changes that arrived, whatever the response. */
  readonly arrived = new Set<string>();

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  open(id: string, limit: unknown): void {
    this.#subjects.set(id, { status: 1, limit: Number(limit ?? 0) });
  }

  close(id: string, until: number, succeeds: boolean): void {
    const subject = this.#subjects.get(id);
    if (subject) subject.closing = { until, succeeds };
  }

  find(id: unknown): IssuerSubject | undefined {
    return this.#subjects.get(String(id));
  }

  isClosed({ closing }: IssuerSubject): boolean {
    return closing?.succeeds === true && closing.until <= this.#simulation.timeline.now;
  }

  /** The result of an inquiry. */
  inquiryResult(id: unknown): object {
    const subject = this.find(id);
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

  /** Returns the result, or the error code. */
  change(content: Content): object | string {
    const { userReqNo, cardId, groupId, status, authLimitAmount: limit } = content;
    this.arrived.add(userReqNo);
    const before = this.#applied.get(userReqNo);
    if (before) return isDeepStrictEqual(before, content) ? {} : '110009';
    const subject = this.find(cardId ?? groupId);
    if (!subject) return '120001';
    const { closing } = subject;
    if (closing && (closing.succeeds || closing.until > this.#simulation.timeline.now)) return '110004';
    if (this.#isRefused(userReqNo)) return limit === undefined ? '110004' : '110008';
    this.#applied.set(userReqNo, content);
    if (status === 0 || status === 1) subject.status = status;
    if (limit !== undefined) subject.limit = Number(limit);
    return {};
  }

  /** A change that is refused now may be accepted a moment later. */
  #isRefused(userReqNo: string): boolean {
    const name = stableNameOf(this.#simulation.store, `order/${userReqNo}`);
    const arrival = (this.#arrivals.get(name) ?? 0) + 1;
    this.#arrivals.set(name, arrival);
    return this.#simulation.random(`below ${name}/${arrival}`).chance(0.25);
  }
}
