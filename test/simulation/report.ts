import type { Run } from './run.ts';
import { VIOLATION } from './simulation.ts';

/** Number of trace lines printed before and after the violation. */
const BEFORE = 200;
const AFTER = 10;

/** Describes a failed run, with the trace around its violation. */
export function reportOf({ seed, violations, actions, faults, trace }: Run): string {
  const violation = trace.findIndex((line) => line.includes(VIOLATION));
  const [from, to] = [Math.max(0, violation - BEFORE), violation + 1 + AFTER];
  return [
    `Seed ${seed} fails:`,
    ...violations.map((each) => `  ${each}`),
    `with ${actions.length} actions (${actions.join(', ')}) and ${faults.length} faults:`,
    ...(from > 0 ? [`  … ${from} lines before`] : []),
    ...trace.slice(from, to),
    ...(to < trace.length ? [`  … ${trace.length - to} lines after`] : []),
    `Again: npm run simulate -- --from ${seed} --seeds 1 --trace`,
  ].join('\n');
}
