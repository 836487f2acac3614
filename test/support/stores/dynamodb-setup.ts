import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startDynamoDbLocal } from '../../../infra/local-cloud/services/dynamodb-local.ts';

declare module 'vitest' {
  interface ProvidedContext {
    dynamodbEndpoint: string;
    /** A folder that is removed after the run. */
    scratchDir: string;
  }
}

/** Starts one DynamoDB Local in memory for all integration tests, with a database for each access key. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'issuary-dynamodb-'));
  const logFile = join(folder, 'dynamodb.log');
  const { endpoint, stop } = await startDynamoDbLocal({ port: 0, logFile, isolated: true });
  project.provide('dynamodbEndpoint', endpoint);
  project.provide('scratchDir', folder);
  return async () => {
    await stop();
    rmSync(folder, { recursive: true });
  };
}
