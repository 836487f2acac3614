import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ServiceFailed } from '../errors.ts';
import { findJava } from './java.ts';
import { freePort, SERVICES } from './ports.ts';

/** A DynamoDB that runs as long as this process, however it ends. */
export interface DynamoDbLocal {
  readonly endpoint: string;
  /** Resolves when it ends, asked to or not. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

export interface DynamoDbLocalOptions {
  /** 0 for any. */
  readonly port: number;
  /** Where the data is kept; without it in memory. */
  readonly dbPath?: string | undefined;
  readonly logFile: string;
  /** Gives each access key a database and a thread of its own; without it all share one, which is served in turn. */
  readonly isolated?: boolean;
  readonly signal?: AbortSignal | undefined;
}

const READY_TIMEOUT_MS = 60_000;
const POLL_INTERVAL_MS = 40;

const emulator = join(
  dirname(createRequire(import.meta.url).resolve('amplify-dynamodb-simulator/package.json')),
  'emulator',
);
const configuration = fileURLToPath(new URL('./dynamodb-local.xml', import.meta.url));
const JAVA_OPTIONS = [
  // Half the processor time for the minutes that a local cloud or a test runs.
  ...['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'],
  `-Djava.library.path=${join(emulator, 'DynamoDBLocal_lib')}`,
  // As its own main class sets them.
  ...['-Dorg.eclipse.jetty.LEVEL=WARN', '-Dorg.eclipse.jetty.util.log.announce=false'],
  ...['-cp', join(emulator, 'DynamoDBLocal.jar')],
];
const SERVER = ['org.eclipse.jetty.xml.XmlConfiguration', configuration];
const stopWithParent = fileURLToPath(new URL('./stop-with-parent.ts', import.meta.url));

/**
 * Starts AWS's DynamoDB Local, on this machine alone, and waits until it answers.
 *
 * @throws JavaMissing, PortTaken, ServiceFailed
 */
export async function startDynamoDbLocal(options: DynamoDbLocalOptions): Promise<DynamoDbLocal> {
  const { dbPath, logFile, isolated = false, signal } = options;
  const java = await findJava();
  const port = await freePort(options.port, SERVICES.dynamodb);
  mkdirSync(dirname(logFile), { recursive: true });
  if (dbPath) mkdirSync(dbPath, { recursive: true });
  const log = openSync(logFile, 'a');
  const properties = [
    `-Ddynamodb.port=${port}`,
    `-Ddynamodb.inMemory=${dbPath === undefined}`,
    ...(dbPath === undefined ? [] : [`-Ddynamodb.path=${dbPath}`]),
    `-Ddynamodb.shared=${!isolated}`,
  ];
  const child = spawn(process.execPath, [stopWithParent, java, ...properties, ...JAVA_OPTIONS, ...SERVER], {
    env: { ...process.env, DDB_LOCAL_TELEMETRY: '0' },
    // It leaves a file of its own where it runs.
    cwd: dirname(logFile),
    // Out of the terminal's process group: Ctrl-C is for the runner, which stops things in order.
    detached: true,
    stdio: ['pipe', log, log],
  });
  closeSync(log);
  const endpoint = `http://127.0.0.1:${port}`;
  const ended = new Promise<void>((resolve) =>
    child.once('exit', () => resolve()).once('error', () => resolve()),
  );
  const stop = async () => {
    child.stdin?.end();
    await ended;
  };
  try {
    await waitUntilReady(endpoint, child, logFile, signal);
  } catch (error) {
    await stop();
    throw error;
  }
  return { endpoint, ended, stop };
}

async function waitUntilReady(
  endpoint: string,
  child: ChildProcess,
  logFile: string,
  signal?: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (!(await isResponding(endpoint, signal))) {
    if (child.exitCode !== null)
      throw new ServiceFailed(`DynamoDB Local ended with code ${child.exitCode}: ${logFile} says why.`);
    if (Date.now() > deadline)
      throw new ServiceFailed(`DynamoDB Local does not answer at ${endpoint}: ${logFile} may say why.`);
    await pause(POLL_INTERVAL_MS, undefined, { signal });
  }
}

/** Any answer will do: without a signature it is a refusal. */
async function isResponding(endpoint: string, signal?: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(endpoint, { signal: signal ?? null });
    await response.arrayBuffer();
    return true;
  } catch {
    signal?.throwIfAborted();
    return false;
  }
}
