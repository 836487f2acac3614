import { TryAgainLater } from '../../shared/wire/errors.ts';
import type { Fault, FaultPoint } from './faults.ts';
import type { SeededRandom } from './random.ts';
import type { Simulation } from './simulation.ts';

/** How a process ended. */
export type ProcessEnd =
  | { readonly how: 'done'; readonly value: unknown }
  | { readonly how: 'failed'; readonly error: unknown; readonly begunAt: number }
  /** It crashed or ran out of time: nobody hears of it. */
  | { readonly how: 'gone' };

/** A call of a process to something outside of it. */
export interface ExternalCall<Value> {
  readonly place: FaultPoint;
  /** Other places that the call is at, for faults that only some calls can have. */
  readonly also?: readonly FaultPoint[];
  readonly what: () => string;
  readonly act: (fault: Fault | undefined) => Promise<Value>;
}

/** The network, or a service, failed: nobody knows what became of the call. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** A merchant's endpoint is waited for so long. */
const ENDPOINT_TIMEOUT_MS = 15_000;

function faultDelayMs(fault: Fault | undefined, random: SeededRandom): number {
  if (fault === 'hangs' || fault === 'takesSilently') return ENDPOINT_TIMEOUT_MS;
  return fault === 'slow' ? random.between(1_000, 40_000) : 0;
}

/** One invocation of a Lambda. Whatever it asks of others takes time, in which others go on; and it may end at any of it. */
export class Process {
  readonly name: string;
  readonly #simulation: Simulation;
  readonly #deadline: number;
  readonly #ended: (end: ProcessEnd) => void;
  #calls = 0;
  #over = false;

  constructor(simulation: Simulation, name: string, limitMs: number, ended: (end: ProcessEnd) => void) {
    this.#simulation = simulation;
    this.name = name;
    this.#ended = ended;
    this.#deadline = simulation.timeline.now + limitMs;
  }

  run(work: () => Promise<unknown>): void {
    const begunAt = this.#simulation.timeline.now;
    this.#simulation.timeline.at(this.#deadline, () => this.#end({ how: 'gone' }, 'out of time'));
    work().then(
      (value) => this.#end({ how: 'done', value }, 'done'),
      (error: unknown) => this.#end({ how: 'failed', error, begunAt }, `failed: ${error}`),
    );
  }

  #end(end: ProcessEnd, what: string): void {
    if (this.#over) return;
    this.#over = true;
    this.#simulation.note(this.name, () => what);
    this.#ended(end);
  }

  /** Asks something of the world outside; the promise stays open for ever once the process is over. */
  call<Value>({ place, also = [], what, act }: ExternalCall<Value>): Promise<Value> {
    const { faults, timeline } = this.#simulation;
    this.#calls += 1;
    const name = `${this.name}#${this.#calls}`;
    const random = this.#simulation.random(name);
    const fault = this.#over ? undefined : faults.at(name, place, ...also);
    const delay = random.between(1, 12) + faultDelayMs(fault, random);
    return new Promise((resolve, reject) => {
      timeline.after(delay, () => {
        if (this.#isOver()) {
          // What was on its way may arrive all the same.
          if (place === 'write' && random.chance(0.5)) act(undefined).catch(() => {});
          return;
        }
        this.#simulation.note(name, () => `${what()}${fault ? `  ! ${fault}` : ''}`);
        this.#perform(fault, act).then(
          (value) => !this.#over && resolve(value),
          (error) => !this.#over && reject(error),
        );
      });
    });
  }

  /** The clock may have gone on since the process should have ended. */
  #isOver(): boolean {
    if (this.#simulation.timeline.now >= this.#deadline) this.#end({ how: 'gone' }, 'out of time');
    return this.#over;
  }

  async #perform<Value>(fault: Fault | undefined, act: ExternalCall<Value>['act']): Promise<Value> {
    if (fault === 'crashBefore') this.#end({ how: 'gone' }, 'crashed');
    if (this.#over) return new Promise(() => {});
    if (fault === 'failBefore') throw new Unreachable('before');
    if (fault === 'contention') throw new TryAgainLater();
    const value = await this.#performOnce(fault, act);
    if (fault === 'failAfter') throw new Unreachable('after');
    return value;
  }

  async #performOnce<Value>(fault: Fault | undefined, act: ExternalCall<Value>['act']): Promise<Value> {
    try {
      if (fault === 'sentAgain') await act(fault).catch(() => {});
      return await act(fault);
    } finally {
      if (fault === 'crashAfter') this.#end({ how: 'gone' }, 'crashed');
    }
  }
}
