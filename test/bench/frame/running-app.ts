import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { Endpoint } from '../app/endpoint.ts';
import { childrenOf } from './processes.ts';
import { checkOut, type State, scriptOf } from './state.ts';

/** The app of a state as its `npm start` runs it, for drivers that use only its commands and the wire. */
export interface RunningApp {
  readonly state: State;
  /** Without `/openapi`. */
  readonly baseUrl: string;
  /** The folder with the keys of the demo merchant and of the demo network. */
  readonly keys: string;
  readonly dataDir: string;
  /** The endpoint to which notifications can be sent: `merchant notify USER_NO --url URL`. */
  readonly endpoint: Endpoint;
  /** The URL of the demo's receiver. */
  readonly receiverUrl: string;
  /** The process of the app; DynamoDB Local is a descendant. */
  readonly pid: number;
  /** Milliseconds from the start of `npm start`, without npm itself, until everything was ready. */
  readonly startMs: number;
  /** Runs a command of an operator, such as `merchant`, and returns what it printed. */
  command(script: string, ...args: string[]): Promise<string>;
  /** Runs the demo to its end. */
  demo(): Promise<void>;
  stop(): Promise<void>;
}

const READY = /^Issuary is running/;
const API = /^\s*Merchant API\s+(\S+)/;
const RECEIVER = /^\s*Its receiver\s+(\S+)/;

/** Starts the app of a ref, or of this state. `stop` also removes the ref's work tree. */
export async function runningApp(ref?: string): Promise<RunningApp> {
  const state = await checkOut(ref);
  const remove = () => state.remove();
  const app = await startApp(state).catch(async (error) => {
    await remove();
    throw error;
  });
  return { ...app, stop: () => app.stop().finally(remove) };
}

/** Starts the app of a state on free ports, by default in a new data folder, which `stop` removes. */
export async function startApp(state: State, folder?: string): Promise<RunningApp> {
  const dataDir = folder ?? mkdtempSync(join(tmpdir(), 'issuary-bench-'));
  const ports = ['--port', '--dynamodb-port', '--sqs-port', '--receiver-port', '--clear-port'].flatMap(
    (name) => [name, '0'],
  );
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...scriptOf(state, 'start'), '--data', dataDir, ...ports], {
    cwd: state.root,
    stdio: ['ignore', 'pipe', 'inherit'],
    // Set as npm does, so that the app stops however this process ends.
    env: { ...process.env, npm_lifecycle_event: 'start' },
  });
  const ended = once(child, 'exit');
  const endpoint = await Endpoint.listen();
  const stop = async () => {
    endpoint.close();
    child.kill('SIGTERM');
    await ended;
    if (folder === undefined) rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const { baseUrl, receiverUrl, readyAt } = await whenReady(child);
    const keys = join(dataDir, 'keys');
    const [pid = child.pid ?? 0] = childrenOf(child.pid ?? 0);
    const run = (script: string, ...args: string[]) => command(state, script, args);
    return {
      state,
      baseUrl,
      keys,
      dataDir,
      endpoint,
      receiverUrl,
      pid,
      startMs: readyAt - startedAt,
      command: (script, ...args) => run(script, ...args, '--data', dataDir),
      demo: async () => {
        await run('demo', '--api', baseUrl, '--receiver', receiverUrl, '--keys', keys);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function whenReady({ stdout }: ChildProcess) {
  if (!stdout) throw new TypeError('the output of npm start must be piped');
  let readyAt = Number.NaN;
  let baseUrl = '';
  for await (const line of createInterface({ input: stdout })) {
    if (READY.test(line)) readyAt = performance.now();
    baseUrl = API.exec(line)?.[1] ?? baseUrl;
    const [, receiverUrl] = RECEIVER.exec(line) ?? [];
    if (receiverUrl === undefined) continue;
    // The rest of the output is discarded, so that the app never waits for a reader.
    stdout.resume();
    return { baseUrl, receiverUrl, readyAt };
  }
  throw new Error('npm start ended before the app was ready');
}

async function command(state: State, script: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [...scriptOf(state, script), ...args], {
    cwd: state.root,
  });
  return stdout.trim();
}
