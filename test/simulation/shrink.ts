import { type Run, run } from './run.ts';
import type { SimulatedDeployment } from './simulated-deployment.ts';

/** Runs that may be spent on making one failure small. */
const MAX_RUNS = 300;

type Part = 'deeds' | 'faults';

/**
 * Finds a run of the seed that still fails and in which as little as possible happens: fewer deeds, fewer faults.
 * Answers it with its trace.
 */
export async function shrink(deployment: SimulatedDeployment, failed: Run): Promise<Run> {
  const shrinker = new Shrinker(deployment, failed);
  while (await shrinker.reduce());
  return shrinker.traced();
}

class Shrinker {
  readonly #deployment: SimulatedDeployment;
  #smallest: Run;
  #without: Record<Part, ReadonlySet<string>> = { deeds: new Set(), faults: new Set() };
  #runs = 0;

  constructor(world: SimulatedDeployment, failed: Run) {
    this.#deployment = world;
    this.#smallest = failed;
  }

  /** Answers whether anything could be left out. */
  async reduce(): Promise<boolean> {
    const [deeds, faults] = [await this.#reducePart('deeds'), await this.#reducePart('faults')];
    return deeds || faults;
  }

  traced(): Promise<Run> {
    return run(this.#deployment, this.#smallest.seed, this.#without, true);
  }

  /** Leaves out half of what is there, then quarters, at last one by one. */
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
