import { check } from './checks/check.ts';
import { planOf } from './plan/plan.ts';
import { Simulation, type Without } from './simulation.ts';
import type { World } from './world.ts';

/** A run that has not come to rest after so many events never will. */
const MOST_EVENTS = 60_000;

/** What came of one run. */
export interface Run {
  readonly seed: number;
  /** What was seen that must never be; none when all is well. */
  readonly violations: readonly string[];
  readonly trace: readonly string[];
  /** Names of what happened from outside, and of the faults. */
  readonly deeds: readonly string[];
  readonly faults: readonly string[];
  readonly events: number;
}

const ALL: Without = { deeds: new Set(), faults: new Set() };

/** Runs a seed until everything is at rest, and checks that nothing was lost, doubled or made up. */
export async function run(world: World, seed: number, without: Without = ALL, traced = false): Promise<Run> {
  const plan = planOf(seed);
  const simulation = new Simulation(world, seed, plan, without, traced);
  await simulation.timeline.run(MOST_EVENTS);
  if (simulation.timeline.happened >= MOST_EVENTS) simulation.violate('it never comes to rest');
  else await check(simulation);
  return {
    seed,
    violations: simulation.violations,
    trace: simulation.trace,
    deeds: plan.deeds.map(({ name }) => name).filter((name) => !without.deeds.has(name)),
    faults: [...simulation.faults.happened.keys()],
    events: simulation.timeline.happened,
  };
}
