import { readFileSync, writeFileSync } from 'node:fs';
import { isOnTarget, type Run, type Section } from './frame/figure.ts';
import { machine } from './frame/machine.ts';
import { type BenchOptions, HELP, readOptions, type SectionId } from './frame/options.ts';
import { tablesOf } from './frame/table.ts';

// npm run bench: see frame/options.ts.

const sections: Readonly<Record<SectionId, (options: BenchOptions) => Promise<Section>>> = {
  codec: async (options) => (await import('./codec/section.ts')).measureCodec(options),
  cold: async (options) => (await import('./cold/section.ts')).measureColdStart(options),
  warm: async (options) => (await import('./warm/section.ts')).measureWarmRequest(options),
  app: async (options) => (await import('./app/section.ts')).measureApp(options),
  local: async (options) => (await import('./local/section.ts')).measureLocalCloud(options),
  authorize: async (options) => (await import('./authorize/section.ts')).measureAuthorize(options),
  cost: async () => (await import('./cost/section.ts')).measureCost(),
  scale: async (options) => (await import('./scale/section.ts')).measureScale(options),
  sweep: async () => (await import('./sweep/section.ts')).measureSweep(),
};

/**
 * Measures the selected sections. Figures are written as they are measured, so that an interrupted run loses only the
 * rest.
 */
async function run(options: BenchOptions): Promise<Run> {
  const { only, rounds, json } = options;
  let now: Run = { date: new Date().toISOString(), machine: machine(), rounds, sections: [] };
  for (const id of only) {
    console.error(`measuring ${id} …`);
    now = { ...now, sections: [...now.sections, await sections[id](options)] };
    // JSON writes NaN, which means not measured, as null. Its change is not reported.
    writeFileSync(json, `${JSON.stringify(now, null, 1)}\n`);
  }
  return now;
}

const options = readOptions(process.argv.slice(2));
if (options) {
  const earlier = options.compare && (JSON.parse(readFileSync(options.compare, 'utf8')) as Run);
  const now = await run(options);
  console.log(tablesOf(now, earlier || undefined, options.markdown));
  const missed = now.sections
    .flatMap(({ figures }) => figures)
    .filter((figure) => isOnTarget(figure) === false);
  if (missed.length > 0) process.exitCode = 1;
} else console.log(HELP);
