import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { type ClearGateway, startClearGateway } from '../../clients/cli/clear-gateway/clear-gateway.ts';
import { findDeployment, openMerchantClient } from '../../clients/cli/common/deployment.ts';
import { DEFAULT_DATA_DIR } from '../../clients/cli/common/profiles.ts';
import { escapeLines } from '../../clients/cli/common/text-table.ts';
import type { LocalCloud } from '../local-cloud/cloud.ts';
import { LocalCloudError } from '../local-cloud/errors.ts';
import { Cleanups } from '../local-cloud/host/cleanups.ts';
import { shutdownSignal, whenAborted } from '../local-cloud/host/shutdown-signal.ts';
import { listenOn } from '../local-cloud/services/ports.ts';
import { startIssuarySandbox } from './local-issuary.ts';
import { startReceiver } from './receiver.ts';
import { seedDemo } from './seed/seed.ts';
import {
  DEFAULT_PORTS,
  HELP,
  readOptions,
  SERVICE_PORTS,
  type StartOptions,
  startErrorText,
} from './start-options.ts';

interface RunningDemo {
  readonly apiUrl: string;
  readonly receiverUrl: string;
  readonly clearUrl: string;
  readonly userNo: string;
  readonly keysDir: string;
  readonly failure: Promise<never>;
}

/** Returns the path relative to the working directory, if it is below that. */
function displayPath(path: string): string {
  const fromHere = relative('', path);
  return fromHere.startsWith('..') ? resolve(path) : fromHere;
}

const log = (line: string): void => console.log(`  ${escapeLines(line)}`);

/** Starts the receiver and the cloud, and creates what the demo needs. */
async function startAll(
  { ports, dataDir }: StartOptions,
  signal: AbortSignal,
  cleanups: Cleanups,
): Promise<RunningDemo> {
  const keysDir = join(dataDir, 'keys');
  let clock: Pick<LocalCloud['clock'], 'now'> = Date;
  // Before the cloud, which may have undelivered notifications from its last run.
  const receiver = await listenOn(ports.receiver, SERVICE_PORTS.receiver.label, () =>
    startReceiver({ port: ports.receiver, keysDir, now: () => clock.now() }),
  );
  cleanups.add(() => receiver.stop());
  log('bundling the functions and synthesizing the CDK app, starting DynamoDB Local and SQS');
  const cloud = await startIssuarySandbox({ dataDir, ports, log, signal });
  cleanups.add(() => cloud.stop());
  ({ clock } = cloud);
  const notifyUrl = `${receiver.url}/notify`;
  const { userNo } = await seedDemo({ dataDir, notifyUrl, env: cloud.env });
  const clear = await listenOn(ports.clear, SERVICE_PORTS.clear.label, () =>
    startClearGatewayOf(dataDir, cloud.apiUrl, ports.clear),
  );
  cleanups.add(() => clear.stop());
  signal.throwIfAborted();
  log(`demo merchant ${userNo} with BIN ranges and money is ready`);
  const { apiUrl, failure } = cloud;
  return { apiUrl, receiverUrl: receiver.url, clearUrl: clear.url, userNo, keysDir, failure };
}

/** The demo merchant's clear gateway. */
function startClearGatewayOf(dataDir: string, apiUrl: string, port: number): Promise<ClearGateway> {
  const deployment = findDeployment({ data: dataDir, api: apiUrl }, {}, process.cwd());
  return startClearGateway({
    port,
    apiUrl,
    openClient: (options) => openMerchantClient(deployment, options),
  });
}

function summary(
  { apiUrl, receiverUrl, clearUrl, userNo, keysDir }: RunningDemo,
  { ports, dataDir }: StartOptions,
): string {
  const isDefault =
    ports.api === DEFAULT_PORTS.api &&
    ports.receiver === DEFAULT_PORTS.receiver &&
    resolve(dataDir) === resolve(DEFAULT_DATA_DIR);
  const keys = displayPath(keysDir);
  const options = isDefault ? '' : ` -- --api ${apiUrl} --receiver ${receiverUrl} --keys ${keys}`;
  return `
Issuary is running. Ctrl-C stops it.

  Merchant API    ${apiUrl}
  In clear        ${clearUrl} (JSON in, JSON out; for development)
  Demo merchant   ${userNo}
  Its keys        ${keys}
  Its receiver    ${receiverUrl}
  Logs            ${displayPath(join(dataDir, 'logs'))}
  Documentation   ${apiUrl}/docs (once npm run docs:build has built it)

  Next            npm run demo${options}
`;
}

/** Runs until it is asked to stop, and returns the exit code. */
async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  // As in Lambda.
  process.env['TZ'] = 'UTC';
  const signal = shutdownSignal();
  const cleanups = new Cleanups();
  console.log(existsSync(options.dataDir) ? 'Starting Issuary …' : 'Starting Issuary for the first time …');
  try {
    const running = await startAll(options, signal, cleanups);
    console.log(summary(running, options));
    await Promise.race([whenAborted(signal), running.failure]);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    if (signal.aborted) console.log('\nStopping …');
    await cleanups.run();
  }
  return 0;
}

const exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof LocalCloudError ? `\n${startErrorText(error)}` : error);
  return 1;
});
process.exit(exitCode);
