import { type Run, run } from './run.ts';
import type { SimulatedDeployment } from './simulated-deployment.ts';

/** Maximum number of runs to shrink one failure. */
const MAX_RUNS = 300;

type Part = 'actions' | 'faults';

/**
 * Finds a run of the seed that still fails with as few actions and faults as possible. Returns it with its
 * trace.
 */
export async function shrink(deployment: SimulatedDeployment, failed: Run): Promise<Run> {
  const shrinker = new Shrinker(deployment, failed);
  while (await shrinker.reduce());
  return shrinker.traced();
}

class Shrinker {
  readonly #deployment: SimulatedDeployment;
  #smallest: Run;
  #without: Record<Part, ReadonlySet<string>> = { actions: new Set(), faults: new Set() };
  #runs = 0;

  constructor(deployment: SimulatedDeployment, failed: Run) {
    this.#deployment = deployment;
    this.#smallest = failed;
  }

  /** Leaves out what it can; returns whether anything was left out. */
  async reduce(): Promise<boolean> {
    const [actions, faults] = [await this.#reducePart('actions'), await this.#reducePart('faults')];
    return actions || faults;
  }

  traced(): Promise<Run> {
    return run(this.#deployment, this.#smallest.seed, this.#without, true);
  }

  /** Leaves out halves, then quarters, finally single ones. */
  async #reducePart(part: Part): Promise<boolean> {
    const before = this.#smallest[part].length;
    for (let size = before; size >= 1; size = Math.floor(size / 2)) await this.#leaveOut(part, size);
    return this.#smallest[part].length < before;
  }

  async #leaveOut(part: Part, size: number): Promise<void> {
    let start = 0;
    while (start < this.#smallest[part].length) {
      const names = this.#smallest[part].slice(start, start + size);
      if (!(await this.#failsWithout(part, names))) start += size;
    }
  }

  async #failsWithout(part: Part, names: readonly string[]): Promise<boolean> {
    if (this.#runs >= MAX_RUNS) return false;
    this.#runs += 1;
    const without = { ...this.#without, [part]: new Set([...this.#without[part], ...names]) };
    const tried = await run(this.#deployment, this.#smallest.seed, without);
    if (tried.violations.length === 0) return false;
    this.#smallest = tried;
    this.#without = without;
    return true;
  }
}
