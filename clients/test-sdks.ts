import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findAddresses } from '../infra/demo/addresses.ts';
import { SERVICE_PORTS } from '../infra/demo/start-options.ts';
import { withTemporaryCloud } from '../infra/demo/temporary-cloud.ts';
import { type Command, type Sdk, sdks } from './sdks.ts';
import { faultOf } from './toolchains.ts';

const HELP = `Tests the client libraries: each by itself with the test vectors, then against one local cloud.

  npm run test:sdks -- [NAME …] [--unit]

  NAME     ${sdks.map(({ name }) => name).join(', ')} (default: all)
  --unit   only the tests that need no local cloud

A library whose toolchain is not installed is skipped, and the last lines say so.`;

const project = join(import.meta.dirname, '..');

type Outcome = 'passed' | 'failed' | 'skipped';

interface Result {
  readonly what: string;
  readonly outcome: Outcome;
  readonly note?: string;
}

async function run(sdk: Sdk, [program, ...args]: Command, env: NodeJS.ProcessEnv): Promise<boolean> {
  console.log(`\n▶ ${sdk.name}: ${[program, ...args].join(' ')}`);
  const child = spawn(program, args, {
    cwd: join(project, sdk.folder),
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  const [exitCode] = await once(child, 'exit');
  return exitCode === 0;
}

async function unitTests(sdk: Sdk): Promise<Result> {
  const env = { ISSUARY_VECTORS: join(project, 'clients', 'vectors', 'vectors.json') };
  for (const command of sdk.unitTests)
    if (!(await run(sdk, command, env))) return { what: `${sdk.name}, unit tests`, outcome: 'failed' };
  return { what: `${sdk.name}, unit tests`, outcome: 'passed' };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

/** Sends the demo merchant's notifications to the library's receiver and runs its test. */
async function endToEndTest(sdk: Sdk, dataDir: string): Promise<Result> {
  const { apiUrl, keysDir } = findAddresses({}, process.env);
  const { userNo } = JSON.parse(readFileSync(join(keysDir, 'merchant.json'), 'utf8')) as { userNo: string };
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/notify`;
  const merchant = join(project, 'infra', 'cli', 'merchant.ts');
  const notify = [merchant, 'notify', userNo, '--url', url, '--data', dataDir];
  const { status } = spawnSync(process.execPath, notify, { stdio: ['ignore', 'ignore', 'inherit'] });
  const passed =
    status === 0 &&
    (await run(sdk, sdk.endToEndTest, {
      ISSUARY_API: apiUrl,
      ISSUARY_USER_NO: userNo,
      ISSUARY_MERCHANT_KEY: join(keysDir, 'merchant-private.pem'),
      ISSUARY_PLATFORM_KEY: join(keysDir, 'platform-public.pem'),
      ISSUARY_RECEIVER_PORT: String(port),
      ISSUARY_PROJECT: project,
      ISSUARY_DATA: dataDir,
    }));
  return { what: `${sdk.name}, first day`, outcome: passed ? 'passed' : 'failed' };
}

/** Runs the end-to-end tests against one local cloud on free ports, with a data folder of its own. */
async function endToEndTests(usable: readonly Sdk[]): Promise<Result[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'issuary-sdks-'));
  const ports = Object.values(SERVICE_PORTS).map(({ variable }) => [variable, '0']);
  Object.assign(process.env, { ISSUARY_DATA: dataDir, ...Object.fromEntries(ports) });
  const results: Result[] = [];
  try {
    await withTemporaryCloud(console.log, async () => {
      for (const sdk of usable) results.push(await endToEndTest(sdk, dataDir));
    });
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
  return results;
}

async function main(): Promise<Outcome> {
  const { values, positionals } = parseArgs({
    options: { unit: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  });
  const unknown = positionals.find((name) => !sdks.some((sdk) => sdk.name === name));
  if (values.help || unknown !== undefined) {
    console.log(unknown === undefined ? HELP : `There is no client library ${unknown}.\n\n${HELP}`);
    return unknown === undefined ? 'passed' : 'failed';
  }
  const chosen = sdks.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const faults = new Map(
    chosen.map((sdk) => [sdk, sdk.tools.map(faultOf).filter((fault) => fault !== undefined)]),
  );
  const usable = chosen.filter((sdk) => faults.get(sdk)?.length === 0);
  const results: Result[] = [];
  for (const sdk of usable) results.push(await unitTests(sdk));
  if (!values.unit && usable.length > 0) results.push(...(await endToEndTests(usable)));
  for (const [sdk, notes] of faults)
    if (notes.length > 0) results.push({ what: sdk.name, outcome: 'skipped', note: notes.join('; ') });
  return summary(results);
}

/** Prints what passed, failed and was skipped. */
function summary(results: readonly Result[]): Outcome {
  const marks = { passed: '✓', failed: '✗', skipped: '–' } as const;
  console.log();
  for (const { what, outcome, note } of results)
    console.log(`${marks[outcome]} ${what}${note === undefined ? '' : `: skipped, ${note}`}`);
  const count = (outcome: Outcome) => results.filter((result) => result.outcome === outcome).length;
  console.log(`\n${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`);
  return count('failed') === 0 ? 'passed' : 'failed';
}

process.exitCode = (await main()) === 'passed' ? 0 : 1;
