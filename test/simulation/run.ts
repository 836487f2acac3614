import { check } from './checks/check.ts';
import { planOf } from './plan/plan.ts';
import type { SimulatedDeployment } from './simulated-deployment.ts';
import { Simulation, type Without } from './simulation.ts';

/** A run that has not come to rest after so many events never will. */
const MAX_EVENTS = 60_000;

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
export async function run(
  deployment: SimulatedDeployment,
  seed: number,
  without: Without = ALL,
  withTrace = false,
): Promise<Run> {
  const plan = planOf(seed);
  const simulation = new Simulation(deployment, seed, plan, without, withTrace);
  await simulation.timeline.run(MAX_EVENTS);
  if (simulation.timeline.eventCount >= MAX_EVENTS) simulation.violate('it never comes to rest');
  else await check(simulation);
  return {
    seed,
    violations: simulation.violations,
    trace: simulation.trace,
    deeds: plan.actions.map(({ name }) => name).filter((name) => !without.deeds.has(name)),
    faults: [...simulation.faults.injected.keys()],
    events: simulation.timeline.eventCount,
  };
}
