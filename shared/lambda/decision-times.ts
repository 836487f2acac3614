import type { DecisionStep } from '../domain/upstream-call.ts';

/** When a decision's request was received, and its steps passed. */
export class DecisionTimes {
  readonly #now: () => number;
  readonly #received: number;
  readonly #steps: Partial<Record<`${DecisionStep}Ms`, number>> = {};

  constructor(now: () => number) {
    this.#now = now;
    this.#received = now();
  }

  /** Notes a step. Of a decision that was made again, its last one counts. */
  passed = (step: DecisionStep): void => {
    this.#steps[`${step}Ms`] = this.#elapsed();
  };

  /** Fields for the log: the time of receipt, and milliseconds from then to each step and to the answer. */
  logged() {
    return { received: new Date(this.#received).toISOString(), ...this.#steps, answeredMs: this.#elapsed() };
  }

  #elapsed(): number {
    return this.#now() - this.#received;
  }
}
