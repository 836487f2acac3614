import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ServiceFailed } from '../errors.ts';
import { findJava } from './java.ts';
import { freePort, SERVICES } from './ports.ts';

/** A running DynamoDB Local. It ends with this process, however that ends. */
export interface DynamoDbLocal {
  readonly endpoint: string;
  /** Resolves when it ends, whether it was stopped or not. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

export interface DynamoDbLocalOptions {
  /** 0 stands for any free port. */
  readonly port: number;
  /** The folder for the data; without it, the data is in memory. */
  readonly dbPath?: string | undefined;
  readonly logFile: string;
  /** Gives each access key its own database and thread. By default all share one, which serves requests in turn. */
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
  // Halves the processor time in the few minutes that a local cloud or a test runs.
  ...['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'],
  `-Djava.library.path=${join(emulator, 'DynamoDBLocal_lib')}`,
  // As in its own main class.
  ...['-Dorg.eclipse.jetty.LEVEL=WARN', '-Dorg.eclipse.jetty.util.log.announce=false'],
  ...['-cp', join(emulator, 'DynamoDBLocal.jar')],
];
const SERVER = ['org.eclipse.jetty.xml.XmlConfiguration', configuration];
const stopWithParent = fileURLToPath(new URL('./stop-with-parent.ts', import.meta.url));

/**
 * Starts AWS's DynamoDB Local on the loopback interface, and waits until it responds.
 *
 * @throws JavaMissing, PortTaken
 * @throws ServiceFailed when it ends or does not respond
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
    // It writes a file into its working directory.
    cwd: dirname(logFile),
    // Outside the terminal's process group: Ctrl-C is for this process, which stops things in order.
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
      throw new ServiceFailed(`DynamoDB Local does not respond at ${endpoint}: ${logFile} may say why.`);
    await pause(POLL_INTERVAL_MS, undefined, { signal });
  }
}

/** Accepts any response: a request without a signature is refused. */
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
