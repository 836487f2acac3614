import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { DemoFailed } from './demo-failed.ts';

const START = fileURLToPath(new URL('./start.ts', import.meta.url));
/** What npm start prints when everything is up. */
const UP = /^Issuary is running/;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** The exit code after a Ctrl-C. */
const INTERRUPTED = 130;

/**
 * Runs npm start's local cloud while `work` runs. Prints its progress; its errors go to stderr. The cloud stops however
 * this process ends: the channel between the two closes even when this process is killed.
 */
export async function withTemporaryCloud<Result>(
  print: (line: string) => void,
  work: () => Promise<Result>,
): Promise<Result> {
  const cloud = spawn(process.execPath, [START], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  const ended = once(cloud, 'exit');
  const interrupt = () => {
    cloud.kill('SIGTERM');
    ended.then(() => process.exit(INTERRUPTED));
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  try {
    await waitUntilUp(cloud, print);
    return await work();
  } finally {
    cloud.kill('SIGTERM');
    await ended;
    for (const signal of SIGNALS) process.off(signal, interrupt);
  }
}

async function waitUntilUp({ stdout }: ChildProcess, print: (line: string) => void): Promise<void> {
  if (!stdout) throw new TypeError('the output of the local cloud must be piped');
  let isUp = false;
  for await (const line of createInterface({ input: stdout })) {
    isUp = UP.test(line);
    if (isUp) break;
    print(line);
  }
  if (!isUp) throw new DemoFailed('the local cloud did not start');
  // Discards the rest: the cloud must not wait for a reader.
  stdout.resume();
}
