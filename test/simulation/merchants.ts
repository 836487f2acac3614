import type { Post } from '../../shared/domain/delivery/deliver.ts';
import type { Merchant } from '../../shared/domain/parties/merchant.ts';
import { Endpoint, type ReceivedNotification } from './merchant-endpoint.ts';
import type { Request } from './plan/actions.ts';
import { callUntilAnswered } from './reliable-call.ts';
import { type RequestSubject, requestQuote } from './request-generator.ts';
import { Requests, type SentRequest } from './requests.ts';
import { EXTERNAL, type SimulatedMerchant } from './simulated-deployment.ts';
import type { Process } from './simulated-process.ts';
import type { Simulation } from './simulation.ts';

type RequestAction = Request & { readonly name: string };

/** The card or group that an action opened, as its merchant was notified. */
export interface OpenedSubject extends RequestSubject {
  readonly userNo: string;
  readonly isExternal: boolean;
}

/** The merchants, their requests and the notifications that they receive. */
export class Merchants {
  readonly #simulation: Simulation;
  readonly endpoints: readonly Endpoint[];
  readonly #requests: Requests;
  /** The pairs of exchanges that name the same quote. */
  readonly #quoted: (readonly [string, string])[] = [];
  readonly #opened = new Map<string, OpenedSubject>();
  readonly #waiting = new Map<string, ((opened: OpenedSubject) => void)[]>();

  constructor(simulation: Simulation, merchants: readonly SimulatedMerchant[]) {
    this.#simulation = simulation;
    this.endpoints = merchants.map((merchant) => new Endpoint(simulation, merchant));
    this.#requests = new Requests(simulation);
  }

  get requests(): readonly SentRequest[] {
    return this.#requests.all;
  }

  /** For each quote, the number of exchanges that used it. */
  get usesOfQuotes(): readonly number[] {
    return this.#quoted.map(
      (names) => this.requests.filter((one) => one.response && names.includes(one.action.name)).length,
    );
  }

  /** All notifications that merchants received. */
  get received(): readonly ReceivedNotification[] {
    return this.endpoints.flatMap((endpoint) => [...endpoint.received.values()]);
  }

  perform(action: RequestAction): void {
    const { merchant } = (this.endpoints[action.merchant] as Endpoint).owner;
    if (action.quoted) this.#exchangeTwice(action, merchant);
    else if (action.on === undefined) this.#requests.begin(action, merchant, {});
    else
      this.whenOpened(action.on, ({ cardId, groupId }) => {
        const subject = {
          ...(cardId !== undefined && { cardId }),
          ...(groupId !== undefined && { groupId }),
        };
        this.#requests.begin(action, merchant, subject);
      });
  }

  /** Requests two exchanges with one quote. */
  #exchangeTwice(action: RequestAction, merchant: Merchant): void {
    const correlationId = `of ${action.name}`;
    callUntilAnswered(this.#simulation, {
      name: `${merchant.userNo}/${action.name} quote`,
      work: (deps) => requestQuote({ deps, merchant, correlationId }),
      onResponse: (response) => {
        if (!('result' in response)) return;
        const { quoteId } = response.result as { quoteId: string };
        const other = { ...action, name: `${action.name}x` };
        for (const one of [action, other]) this.#requests.begin(one, merchant, { quoteId });
        this.#quoted.push([action.name, other.name]);
      },
    });
  }

  /** Calls `then` once the merchant was notified that the action's opening succeeded. */
  whenOpened(action: string, then: (opened: OpenedSubject) => void): void {
    const opened = this.#opened.get(action);
    if (opened) then(opened);
    else this.#waiting.set(action, [...(this.#waiting.get(action) ?? []), then]);
  }

  /** A merchant was notified that an action's opening succeeded. */
  opened(userNo: string, action: string, subject: RequestSubject): void {
    const { cardId, groupId } = subject;
    const pk = cardId === undefined ? `group/${groupId}` : `card/${cardId}`;
    const isExternal = this.#simulation.store.at('cards', { pk })?.['issuer'] === EXTERNAL;
    const opened = { ...subject, userNo, isExternal };
    this.#opened.set(action, opened);
    const waiting = this.#waiting.get(action) ?? [];
    this.#waiting.delete(action);
    for (const then of waiting) then(opened);
  }

  outage(merchant: 0 | 1, ms: number): void {
    (this.endpoints[merchant] as Endpoint).downUntil = this.#simulation.timeline.now + ms;
  }

  post(process: Process, ...[url, body, headers, timeoutMs]: Parameters<Post>) {
    const endpoint = this.endpoints.find(({ owner }) => owner.merchant.notifyUrl === url);
    if (!endpoint) throw new Error(`nobody is at ${url}`);
    return endpoint.post(process, body, headers, timeoutMs);
  }
}
