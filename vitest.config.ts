import { defineConfig } from 'vitest/config';

// Real services answer here, on machines with other things to do: the limits are for what hangs.
const MINUTE_MS = 60_000;

export default defineConfig({
  test: {
    pool: 'forks',
    // More than two cores' worth: some files wait, for leases and for processes.
    maxWorkers: 3,
    // A process of its own for each file would be a sixth of the time, and no file leaves anything behind.
    isolate: false,
    hookTimeout: 5 * MINUTE_MS,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: MINUTE_MS },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          globalSetup: 'test/support/dynamodb-setup.ts',
          testTimeout: 5 * MINUTE_MS,
        },
      },
      {
        extends: true,
        // Properties that DynamoDB Local takes minutes for: there a few runs of them, here the many.
        test: {
          name: 'model',
          include: ['test/integration/domain/account-parts.test.ts'],
          globalSetup: 'test/support/model-setup.ts',
          testTimeout: MINUTE_MS,
        },
      },
      {
        extends: true,
        test: { name: 'infra', include: ['test/infra/**/*.test.ts'], testTimeout: MINUTE_MS },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: 'test/support/cloud.ts',
          testTimeout: 10 * MINUTE_MS,
        },
      },
      {
        extends: true,
        // Two clouds and minutes of faults: not part of npm test, but of npm run test:chain.
        test: { name: 'chain', include: ['test/chain/**/*.test.ts'], testTimeout: 10 * MINUTE_MS },
      },
    ],
  },
});
