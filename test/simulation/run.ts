import { check } from './checks/check.ts';
import { planOf } from './plan/plan.ts';
import type { SimulatedDeployment } from './simulated-deployment.ts';
import { Simulation, type Without } from './simulation.ts';

/** A run that is not at rest after this many events has failed. */
const MAX_EVENTS = 60_000;

/** The outcome of one run. */
export interface Run {
  readonly seed: number;
  /** Violations of invariants; empty if all is well. */
  readonly violations: readonly string[];
  readonly trace: readonly string[];
  /** Names of the actions, and of the faults. */
  readonly actions: readonly string[];
  readonly faults: readonly string[];
  readonly events: number;
}

const ALL: Without = { actions: new Set(), faults: new Set() };

/** Runs a seed until everything is at rest, and checks that nothing was lost, duplicated or invented. */
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
    actions: plan.actions.map(({ name }) => name).filter((name) => !without.actions.has(name)),
    faults: [...simulation.faults.injected.keys()],
    events: simulation.timeline.eventCount,
  };
}
