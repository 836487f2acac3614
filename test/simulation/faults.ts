import { SeededRandom } from './random.ts';

/** What can go wrong, each where it can. */
export const FAULTS = {
  /** The process ends before its call has any effect, or after it had all of it. */
  crashBefore: ['read', 'write', 'send', 'below', 'post'],
  crashAfter: ['write', 'send', 'below'],
  /** The call fails and nobody knows what became of it: nothing, or everything. */
  failBefore: ['read', 'write', 'send'],
  failAfter: ['write', 'send'],
  /** Others were changing the same items for too long. */
  contention: ['write'],
  /** The answer was lost and the SDK sent the write once more; a transaction knows itself again, a single write does not. */
  sentAgain: ['single'],
  /** It takes longer than a process may live, or nearly. */
  slow: ['read', 'write', 'send', 'below'],
  /** An index does not show the latest yet. */
  stale: ['index'],
  /** The queue took none of the messages, lost them, or has them twice. */
  unsent: ['send'],
  lost: ['send', 'stream', 'request', 'answer'],
  twice: ['send', 'receive', 'stream', 'request', 'told'],
  late: ['send', 'stream', 'request', 'told'],
  /** A platform below that does not answer, without or after doing what it was asked for; or does not want to now. */
  unanswered: ['below'],
  answerLost: ['below'],
  /** The call is given up, and arrives minutes later. */
  arrivesLate: ['below'],
  busy: ['below'],
  /** A merchant's endpoint that refuses, hangs, or takes the message and loses its answer. */
  refuses: ['post'],
  overloaded: ['post'],
  hangs: ['post'],
  takesSilently: ['post'],
} as const;

export type Fault = keyof typeof FAULTS;
/** Where faults happen: a call of a process, or a message on its way. */
export type FaultPoint = (typeof FAULTS)[Fault][number];

const all = Object.entries(FAULTS) as [Fault, readonly FaultPoint[]][];

/** How often each fault happens in one run: some never, so that runs differ in more than in luck. */
export class Faults {
  readonly #seed: number;
  readonly #enabled: ReadonlySet<Fault>;
  readonly #probability: number;
  readonly #without: ReadonlySet<string>;
  readonly #lateIssuerCallRate: number;
  /** Faults that happened, by the place that they happened at. */
  readonly injected = new Map<string, Fault>();
  /** From when on nothing goes wrong, epoch milliseconds. */
  endedAt = Number.POSITIVE_INFINITY;

  /** `without`: places, as `happened` has them, where nothing goes wrong; `lateBelow`: how many calls below arrive late. */
  constructor(seed: number, without: ReadonlySet<string>, lateBelow: number) {
    const dice = new SeededRandom(seed, 'faults');
    this.#seed = seed;
    this.#without = without;
    this.#lateIssuerCallRate = lateBelow;
    this.#probability = dice.pick([0, 0.01, 0.03, 0.03, 0.08, 0.2]);
    this.#enabled = new Set(dice.subset(all, 0.6).map(([fault]) => fault));
  }

  get areOver(): boolean {
    return this.endedAt < Number.POSITIVE_INFINITY;
  }

  /** What goes wrong with a call, or a message, of this name. */
  at(name: string, ...places: readonly FaultPoint[]): Fault | undefined {
    if (this.areOver || this.#without.has(name)) return undefined;
    const fault = this.#isLate(name, places) ? 'arrivesLate' : this.#pick(name, places);
    if (fault !== undefined) this.injected.set(name, fault);
    return fault;
  }

  #isLate(name: string, places: readonly FaultPoint[]): boolean {
    if (this.#lateIssuerCallRate === 0 || !places.includes('below')) return false;
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
