import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startIssuary } from '../../../infra/demo/local-issuary.ts';

/** Starts one local cloud for all end-to-end tests: the synthesized app on free ports, with its tables in memory. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'issuary-e2e-'));
  // The sweeper takes up lost work after seconds, not a minute. Tests make more requests than merchants may.
  const context = {
    orderGraceSeconds: '2',
    requestsPerSecond: '1000',
    requestBurst: '10000',
    unreadablePerSecond: '1000',
  };
  const { apiUrl, env, logsDir, stop } = await startIssuary({ dataDir, inMemory: true, context });
  project.provide('cloud', { apiUrl, env, logsDir });
  return async () => {
    await stop();
    rmSync(dataDir, { recursive: true });
  };
}
