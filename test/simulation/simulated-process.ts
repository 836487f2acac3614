import { TryAgainLater } from '../../shared/wire/errors.ts';
import type { Fault, FaultPoint } from './faults.ts';
import type { SeededRandom } from './random.ts';
import type { Simulation } from './simulation.ts';

/** How a process ended. */
export type ProcessEnd =
  | { readonly how: 'done'; readonly value: unknown }
  | { readonly how: 'failed'; readonly error: unknown; readonly begunAt: number }
  /** It crashed or timed out, without a response. */
  | { readonly how: 'gone' };

/** A call of a process to something outside of it. */
export interface ExternalCall<Value> {
  readonly place: FaultPoint;
  /** Further places, for faults that only some calls can have. */
  readonly also?: readonly FaultPoint[];
  readonly what: () => string;
  /** How long the process waits for an answer that does not come. */
  readonly timeoutMs?: number;
  readonly act: (fault: Fault | undefined) => Promise<Value>;
}

/** The network or a service failed: the outcome of the call is unknown. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

function faultDelayMs(fault: Fault | undefined, random: SeededRandom, timeoutMs: number): number {
  if (fault === 'hangs' || fault === 'takesSilently') return timeoutMs;
  return fault === 'slow' ? random.between(1_000, 40_000) : 0;
}

/**
 * One invocation of a Lambda. Each of its calls takes time, in which other processes continue, and any call may end the
 * process.
 */
export class Process {
  readonly name: string;
  readonly #simulation: Simulation;
  readonly #deadline: number;
  readonly #onEnd: (end: ProcessEnd) => void;
  #calls = 0;
  #over = false;

  constructor(simulation: Simulation, name: string, limitMs: number, onEnd: (end: ProcessEnd) => void) {
    this.#simulation = simulation;
    this.name = name;
    this.#onEnd = onEnd;
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
    this.#onEnd(end);
  }

  /** Makes a call to the outside. The promise never settles after the process has ended. */
  call<Value>({ place, also = [], what, timeoutMs = 0, act }: ExternalCall<Value>): Promise<Value> {
    const { faults, timeline } = this.#simulation;
    this.#calls += 1;
    const name = `${this.name}#${this.#calls}`;
    const random = this.#simulation.random(name);
    const fault = this.#over ? undefined : faults.at(name, place, ...also);
    const delay = random.between(1, 12) + faultDelayMs(fault, random, timeoutMs);
    return new Promise((resolve, reject) => {
      timeline.after(delay, () => {
        if (this.#isOver()) {
          // A write that was already sent may still arrive.
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

  /** Whether the process is past its deadline, to which the clock may have jumped. */
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
