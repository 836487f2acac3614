import type { Run } from './run.ts';

/** Lines of a trace that are printed. */
const SHOWN = 200;

/** What went wrong in a run that was made as small as it gets, and all that happened in it. */
export function reportOf({ seed, violations, deeds, faults, trace }: Run): string {
  const left = trace.length > SHOWN ? [`  … ${trace.length - SHOWN} lines before`] : [];
  return [
    `Seed ${seed} fails:`,
    ...violations.map((violation) => `  ${violation}`),
    `with ${deeds.length} deeds (${deeds.join(', ')}) and ${faults.length} faults:`,
    ...left,
    ...trace.slice(-SHOWN),
    `Again: npm run simulate -- --from ${seed} --seeds 1 --trace`,
  ].join('\n');
}
