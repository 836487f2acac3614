import { SeededRandom } from './random.ts';

/** What can go wrong, and where. */
export const FAULTS = {
  /** The process ends before a call has any effect, or right after it had. */
  crashBefore: ['read', 'write', 'send', 'issuer', 'post'],
  crashAfter: ['write', 'send', 'issuer'],
  /** The call fails without the caller knowing whether it had no effect or all of it. */
  failBefore: ['read', 'write', 'send'],
  failAfter: ['write', 'send'],
  /** Others keep changing the same items for too long. */
  contention: ['write'],
  /** The response is lost and the SDK repeats the write. A transaction is idempotent; a single write is not. */
  sentAgain: ['single'],
  /** The call takes about as long as a process may live, or longer. */
  slow: ['read', 'write', 'send', 'issuer'],
  /** An index does not show the latest change yet. */
  stale: ['index'],
  /** The queue accepts none of the messages, loses them, or delivers them twice. */
  unsent: ['send'],
  lost: ['send', 'stream', 'request', 'answer'],
  twice: ['send', 'receive', 'stream', 'request', 'webhook'],
  late: ['send', 'stream', 'request', 'webhook'],
  /** The external issuer does not respond, before or after carrying out the call, or refuses for now. */
  unanswered: ['issuer'],
  answerLost: ['issuer'],
  /** The call times out, and arrives minutes later. */
  arrivesLate: ['issuer'],
  busy: ['issuer'],
  /** A merchant's endpoint refuses, hangs, or accepts the message and loses its response. */
  refuses: ['post'],
  overloaded: ['post'],
  hangs: ['post'],
  takesSilently: ['post'],
} as const;

export type Fault = keyof typeof FAULTS;
/** Where faults happen: at a call of a process, or to a message on its way. */
export type FaultPoint = (typeof FAULTS)[Fault][number];

const all = Object.entries(FAULTS) as [Fault, readonly FaultPoint[]][];

/** The faults of one run. Some faults never happen in a run, so that runs differ in kind. */
export class Faults {
  readonly #seed: number;
  readonly #enabled: ReadonlySet<Fault>;
  readonly #probability: number;
  readonly #without: ReadonlySet<string>;
  readonly #lateIssuerCallRate: number;
  /** The faults that happened, by the name of the call or message. */
  readonly injected = new Map<string, Fault>();
  /** No faults happen from this time on, in epoch milliseconds. */
  endedAt = Number.POSITIVE_INFINITY;

  /**
   * `without`: names, as in `injected`, at which no fault happens. `lateIssuerCallRate`: share of the calls
   * to the external issuer that arrive late.
   */
  constructor(seed: number, without: ReadonlySet<string>, lateIssuerCallRate: number) {
    const random = new SeededRandom(seed, 'faults');
    this.#seed = seed;
    this.#without = without;
    this.#lateIssuerCallRate = lateIssuerCallRate;
    this.#probability = random.pick([0, 0.01, 0.03, 0.03, 0.08, 0.2]);
    this.#enabled = new Set(random.subset(all, 0.6).map(([fault]) => fault));
  }

  get areOver(): boolean {
    return this.endedAt < Number.POSITIVE_INFINITY;
  }

  /** The fault, if any, of the call or message with this name. */
  at(name: string, ...places: readonly FaultPoint[]): Fault | undefined {
    if (this.areOver || this.#without.has(name)) return undefined;
    const fault = this.#isLate(name, places) ? 'arrivesLate' : this.#pick(name, places);
    if (fault !== undefined) this.injected.set(name, fault);
    return fault;
  }

  #isLate(name: string, places: readonly FaultPoint[]): boolean {
    if (this.#lateIssuerCallRate === 0 || !places.includes('issuer')) return false;
    return new SeededRandom(this.#seed, `late/${name}`).chance(this.#lateIssuerCallRate);
  }

  #pick(name: string, places: readonly FaultPoint[]): Fault | undefined {
    if (this.#probability === 0) return undefined;
    const random = new SeededRandom(this.#seed, `fault/${name}`);
    if (!random.chance(this.#probability)) return undefined;
    const possible = all.filter(
      ([fault, at]) => this.#enabled.has(fault) && at.some((one) => places.includes(one)),
    );
    return possible.length === 0 ? undefined : random.pick(possible)[0];
  }
}
