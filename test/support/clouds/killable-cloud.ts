import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openOperator } from '../../../infra/cli/command.ts';
import type { CloudOptions } from '../../../infra/local-cloud/cloud.ts';
import type { Deployment } from './deployment.ts';

const HOST = fileURLToPath(new URL('./cloud-process.ts', import.meta.url));

/** Options of the cloud beside its data folder. */
type Settings = Pick<CloudOptions, 'inMemory' | 'context'>;

/** Tables on disk for the next start, which soon retries what was interrupted. */
const DEFAULT_SETTINGS: Settings = { context: { orderGraceSeconds: '1' } };

/** A deployment in a process of its own. */
export interface KillableCloud extends Deployment {
  /** Sends SIGKILL: nothing is completed or cleaned up. */
  kill(): Promise<void>;
}

/** Starts the synthesized app on the data of an earlier start, if there is any. By default its API has a free port. */
export async function startKillableCloud(
  dataDir: string,
  apiPort = 0,
  settings: Settings = DEFAULT_SETTINGS,
): Promise<KillableCloud> {
  const child = spawn(process.execPath, [HOST, dataDir, String(apiPort), JSON.stringify(settings)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const deployment = JSON.parse(await firstLine(child)) as Omit<Deployment, 'operator'>;
  const operator = openOperator(deployment.env);
  return {
    ...deployment,
    operator,
    kill: async () => {
      operator.close();
      if (child.signalCode !== null || child.exitCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the local cloud has no output');
  const lines = createInterface(child.stdout);
  const ended = once(child, 'exit').then(() => {
    throw new Error('the local cloud ended before it was up');
  });
  const [line] = await Promise.race([once(lines, 'line'), ended]);
  return line;
}
