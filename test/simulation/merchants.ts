import type { Merchant } from '../../shared/merchants/merchant.ts';
import { ask } from './conversation.ts';
import { Endpoint, type Told } from './endpoint.ts';
import type { Request } from './plan/deeds.ts';
import type { Process } from './process.ts';
import { Requests, type StoredRequest } from './requests.ts';
import type { Simulation } from './simulation.ts';
import { quoteAsked, type Subject } from './wishes.ts';
import { BELOW, type KnownMerchant } from './world.ts';

type Deed = Request & { readonly name: string };

/** What a deed opened, as its merchant was told. */
export interface Opened extends Subject {
  readonly userNo: string;
  readonly isBelow: boolean;
}

/** The merchants: what they ask for, and what they are told. */
export class Merchants {
  readonly #simulation: Simulation;
  readonly endpoints: readonly Endpoint[];
  readonly #requests: Requests;
  /** Exchanges that were asked for by one quote. */
  readonly #quoted: (readonly [string, string])[] = [];
  readonly #opened = new Map<string, Opened>();
  readonly #waiting = new Map<string, ((opened: Opened) => void)[]>();

  constructor(simulation: Simulation, merchants: readonly KnownMerchant[]) {
    this.#simulation = simulation;
    this.endpoints = merchants.map((merchant) => new Endpoint(simulation, merchant));
    this.#requests = new Requests(simulation);
  }

  get requests(): readonly StoredRequest[] {
    return this.#requests.all;
  }

  /** By how many of the exchanges that each quote was named for it was used. */
  get usesOfQuotes(): readonly number[] {
    return this.#quoted.map(
      (names) => this.requests.filter((one) => one.answer && names.includes(one.deed.name)).length,
    );
  }

  /** All that merchants were told. */
  get told(): readonly Told[] {
    return this.endpoints.flatMap((endpoint) => [...endpoint.told.values()]);
  }

  ask(deed: Deed): void {
    const { merchant } = (this.endpoints[deed.merchant] as Endpoint).known;
    if (deed.quoted) this.#exchangeTwice(deed, merchant);
    else if (deed.on === undefined) this.#requests.begin(deed, merchant, {});
    else
      this.whenOpened(deed.on, ({ cardId, groupId }) => {
        const subject = {
          ...(cardId !== undefined && { cardId }),
          ...(groupId !== undefined && { groupId }),
        };
        this.#requests.begin(deed, merchant, subject);
      });
  }

  /** Two exchanges by one quote. */
  #exchangeTwice(deed: Deed, merchant: Merchant): void {
    const correlationId = `of ${deed.name}`;
    ask(this.#simulation, {
      name: `${merchant.userNo}/${deed.name} quote`,
      work: (platform) => quoteAsked({ platform, merchant, correlationId }),
      answered: (answer) => {
        if (!('result' in answer)) return;
        const { quoteId } = answer.result as { quoteId: string };
        const other = { ...deed, name: `${deed.name}x` };
        for (const one of [deed, other]) this.#requests.begin(one, merchant, { quoteId });
        this.#quoted.push([deed.name, other.name]);
      },
    });
  }

  /** Goes on once the merchant was told what the deed opened. */
  whenOpened(deed: string, then: (opened: Opened) => void): void {
    const opened = this.#opened.get(deed);
    if (opened) then(opened);
    else this.#waiting.set(deed, [...(this.#waiting.get(deed) ?? []), then]);
  }

  /** A merchant was told that a deed's opening succeeded. */
  opened(userNo: string, deed: string, subject: Subject): void {
    const { cardId, groupId } = subject;
    const pk = cardId === undefined ? `group/${groupId}` : `card/${cardId}`;
    const isBelow = this.#simulation.store.at('cards', { pk })?.['issuer'] === BELOW;
    const opened = { ...subject, userNo, isBelow };
    this.#opened.set(deed, opened);
    const waiting = this.#waiting.get(deed) ?? [];
    this.#waiting.delete(deed);
    for (const then of waiting) then(opened);
  }

  outage(merchant: 0 | 1, ms: number): void {
    (this.endpoints[merchant] as Endpoint).downUntil = this.#simulation.timeline.now + ms;
  }

  post(process: Process, url: string, body: string, headers: Readonly<Record<string, string>>) {
    const endpoint = this.endpoints.find(({ known }) => known.merchant.notifyUrl === url);
    if (!endpoint) throw new Error(`nobody is at ${url}`);
    return endpoint.post(process, body, headers);
  }
}
