import { defineConfig } from 'vitest/config';

/** The domain's integration tests over the model of the tables: in seconds, without DynamoDB Local. */
export default defineConfig({
  test: {
    name: 'model',
    pool: 'forks',
    maxWorkers: 2,
    isolate: false,
    include: ['test/integration/**/*.test.ts'],
    // These are about what runs beside the domain.
    exclude: ['test/integration/{bench,local,model,ops}/**'],
    globalSetup: 'test/support/model-setup.ts',
    testTimeout: 60_000,
  },
});
