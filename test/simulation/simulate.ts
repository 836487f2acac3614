import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { reportOf } from './report.ts';
import { type Run, run } from './run.ts';
import { runSeeds } from './seeds.ts';
import { shrink } from './shrink.ts';
import { openDeployment } from './simulated-deployment.ts';

const HELP = `Runs the domain together with everything around it that can fail, from a different seed each time, and checks that
nothing is lost, duplicated or invented.

  npm run simulate -- [--seeds 1000] [--from 1] [--threads N] [--all] [--brief] [--trace]

  --all     continue after a failure
  --brief   print the failure without shrinking it
  --trace   print every event of a single seed
Exits with code 1 if a seed fails; the failure is shrunk and printed.`;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    threads: { type: 'string', default: String(availableParallelism()) },
    all: { type: 'boolean', default: false },
    brief: { type: 'boolean', default: false },
    trace: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const [from, count, threads] = [Number(values.from), Number(values.seeds), Number(values.threads)];
if (values.help) console.log(HELP);
else if (values.trace) await printTrace(from);
else await simulate();

async function printTrace(seed: number): Promise<void> {
  const { trace, violations } = await run(await openDeployment(), seed, undefined, true);
  console.log([...trace, '', ...violations].join('\n'));
  if (violations.length > 0) process.exitCode = 1;
}

async function simulate(): Promise<void> {
  const startedAt = Date.now();
  const failed: Run[] = [];
  let [runs, events] = [0, 0];
  const progress = () => {
    const perSecond = Math.round(runs / ((Date.now() - startedAt) / 1_000));
    return `${runs} of ${count} seeds, ${perSecond} a second, ${events} events, ${failed.length} failed`;
  };
  const timer = setInterval(() => console.log(progress()), 5_000);
  await runSeeds({ from, count, threads }, (result) => {
    runs += 1;
    events += result.events;
    if (result.failed) failed.push(result.failed);
    return values.all || failed.length === 0;
  });
  clearInterval(timer);
  console.log(progress());
  if (failed.length === 0) return;
  process.exitCode = 1;
  const [first] = failed.sort((one, other) => one.seed - other.seed);
  if (failed.length > 1) console.log(`Failed: ${failed.map(({ seed }) => seed).join(', ')}`);
  const reported = values.brief ? (first as Run) : await shrink(await openDeployment(), first as Run);
  console.log(reportOf(reported));
}
