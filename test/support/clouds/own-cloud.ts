import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openOperator } from '../../../infra/cli/command.ts';
import { startIssuary, startIssuarySandbox } from '../../../infra/demo/local-issuary.ts';
import type { LocalCloud } from '../../../infra/local-cloud/cloud.ts';
import type { Deployment } from './deployment.ts';

/** A deployment that the tests of one file have to themselves, with its clock. */
export type OwnDeployment = Deployment & Pick<LocalCloud, 'clock'> & { stop(): Promise<void> };

/** Starts a local cloud with its tables in memory, for tests that change what others depend on. */
export async function ownDeployment({ sandbox = false } = {}): Promise<OwnDeployment> {
  const dataDir = mkdtempSync(join(tmpdir(), 'issuary-own-'));
  const start = sandbox ? startIssuarySandbox : startIssuary;
  const cloud = await start({ dataDir, inMemory: true });
  const { apiUrl, env, logsDir, clock } = cloud;
  const operator = openOperator(env);
  const stop = async () => {
    operator.close();
    await cloud.stop();
    rmSync(dataDir, { recursive: true });
  };
  return { apiUrl, env, logsDir, clock, operator, stop };
}
