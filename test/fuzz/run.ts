import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { auditDeployment } from '../../infra/cli/audit.ts';
import { type Operator, openOperator } from '../../infra/cli/command.ts';
import { startIssuary } from '../../infra/demo/local-issuary.ts';
import type { Deployment } from '../support/clouds/deployment.ts';
import { storedPans, waitUntilSettled } from './final-checks.ts';
import { fuzz } from './fuzz.ts';
import { FuzzFixture } from './fuzz-fixture.ts';
import { LogWatch } from './log-watch.ts';
import { MemoryGauge } from './memory.ts';
import { reportOf } from './report.ts';

const HELP = `Sends hostile requests to every path of the synthesized app on this machine, and judges every answer and log line.

  npm run fuzz -- [--bodies 10000] [--seed N]

Exit code 1 when an answer is wrong, an order or notification is left unfinished, the audit finds a difference or memory grows.`;

const SETTLING_MS = 180_000;
/** The exit code after Ctrl-C. */
const INTERRUPTED = 130;

const { values } = parseArgs({
  options: {
    bodies: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    help: { type: 'boolean' },
  },
});

/** Runs the bodies against a deployment. Returns the problems. */
async function run(
  deployment: Deployment,
  { count, seed, gauge }: { count: number; seed: number; gauge: MemoryGauge },
): Promise<string[]> {
  const fixture = await FuzzFixture.open(deployment);
  try {
    console.log('making a valid request for each path');
    await fixture.renewAll();
    const watch = new LogWatch(deployment.logsDir);
    console.log(`seed ${seed}, ${count} bodies`);
    const began = Date.now();
    const report = await fuzz({
      apiUrl: deployment.apiUrl,
      fixture: fixture,
      watch,
      bodies: count,
      seed,
      progress: async (sent) => {
        await gauge.sample(sent);
        if (sent % Math.ceil(count / 20) === 0)
          console.log(`  ${sent} of ${count}, ${Math.round((Date.now() - began) / 1_000)} s`);
      },
    });
    console.log(reportOf(report, seed));
    if (report.failure) return [report.failure.problem];
    console.log(gauge.report());
    const left = await afterwards(deployment.operator);
    const late = watch.problem();
    return [...gauge.problems(), ...left, ...(late ? [late] : [])];
  } finally {
    await fixture.close();
  }
}

/** Returns the problems of what is stored after the platform has no work left. */
async function afterwards(operator: Operator): Promise<string[]> {
  const undone = await waitUntilSettled(operator, SETTLING_MS);
  const { checks } = await auditDeployment(operator);
  for (const { name, examined, differences } of checks)
    console.log(`  ${name}: ${examined}, ${differences.length} differ`);
  return [
    ...undone,
    ...checks.flatMap(({ differences }) => [...differences]),
    ...(await storedPans(operator)),
  ];
}

async function main(): Promise<number> {
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const [count, seed] = [Number(values.bodies), Number(values.seed)];
  if (!(Number.isInteger(count) && count > 0 && Number.isInteger(seed))) {
    console.error('--bodies and --seed are whole numbers');
    return 1;
  }
  // Lambda's time zone.
  process.env['TZ'] = 'UTC';
  const gauge = new MemoryGauge(count);
  const dataDir = mkdtempSync(join(tmpdir(), 'issuary-fuzz-'));
  process.on('exit', () => rmSync(dataDir, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(INTERRUPTED));
  console.log('starting the synthesized app');
  const context = {
    orderGraceSeconds: '2',
    requestsPerSecond: '1000',
    requestBurst: '10000',
    unreadablePerSecond: '1000',
  };
  const cloud = await startIssuary({ dataDir, inMemory: true, context });
  const operator = openOperator(cloud.env);
  try {
    const problems = await run({ ...cloud, operator }, { count, seed, gauge });
    for (const problem of problems.slice(0, 20)) console.error(`✗ ${problem}`);
    if (problems.length === 0) console.log('✓ every answer is documented, the books are clean');
    return problems.length === 0 ? 0 : 1;
  } finally {
    operator.close();
    await cloud.stop();
  }
}

process.exit(await main());
