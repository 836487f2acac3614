import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    dynamodbEndpoint: string;
  }
}

/** One DynamoDB Local in memory for all integration tests. */
export default async function setup(project: TestProject): Promise<void> {
  project.provide('dynamodbEndpoint', process.env['TEST_DDB'] ?? '');
}
