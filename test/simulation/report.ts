import type { Run } from './run.ts';
import { VIOLATION } from './simulation.ts';

/** Lines of a trace that are printed: before something was seen that must not be, and after it. */
const BEFORE = 200;
const AFTER = 10;

/** What went wrong in a run that was made as small as it gets, and all that happened in it. */
export function reportOf({ seed, violations, deeds, faults, trace }: Run): string {
  const seen = trace.findIndex((line) => line.includes(VIOLATION));
  const [from, to] = [Math.max(0, seen - BEFORE), seen + 1 + AFTER];
  return [
    `Seed ${seed} fails:`,
    ...violations.map((violation) => `  ${violation}`),
    `with ${deeds.length} deeds (${deeds.join(', ')}) and ${faults.length} faults:`,
    ...(from > 0 ? [`  … ${from} lines before`] : []),
    ...trace.slice(from, to),
    ...(to < trace.length ? [`  … ${trace.length - to} lines after`] : []),
    `Again: npm run simulate -- --from ${seed} --seeds 1 --trace`,
  ].join('\n');
}
