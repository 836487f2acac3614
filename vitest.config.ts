import { defineConfig } from 'vitest/config';

// Real services answer here, on machines with other things to do: the limits are for what hangs.
const MINUTE_MS = 60_000;

/** The domain's tests run over the model of the tables; a new one is of them by itself. */
const DOMAIN = ['test/integration/**/*.test.ts'];
const BESIDE_THE_DOMAIN = [
  'test/integration/bench/write-units.test.ts',
  'test/integration/infra/local-cloud/**/*.test.ts',
  'test/integration/infra/demo/start.test.ts',
  'test/integration/runtime/store/memory-store.test.ts',
];
/** These run over DynamoDB Local too: they are about the tables, or let many loose on them at once, who get in each other's way there. */
const AT_ONCE = [
  'test/integration/domain/money/rates/position-limits.test.ts',
  'test/integration/domain/money/exchange/quote.test.ts',
  'test/integration/domain/issuing/transactions/authorize/races.test.ts',
  'test/integration/domain/issuing/cardholders/apply-cardholder.test.ts',
  'test/integration/domain/money/accounts/shards.test.ts',
  'test/integration/domain/issuing/orders/orders.test.ts',
  'test/integration/domain/issuing/cards/physical/physical-cards.test.ts',
  'test/integration/runtime/store/dynamo.test.ts',
  'test/integration/domain/dpt/{transfers,withdrawals}.test.ts',
  'test/integration/domain/money/ledger/contention.test.ts',
  'test/integration/domain/issuing/orders/settle-order.test.ts',
  'test/integration/domain/parties/limits/request-buckets.test.ts',
  'test/integration/domain/delivery/attempts.test.ts',
  'test/integration/runtime/vault/card-vault.test.ts',
];

export default defineConfig({
  test: {
    pool: 'forks',
    // More than two cores' worth: some files wait, for leases and for processes.
    maxWorkers: 3,
    // A process of its own for each file would be a sixth of the time, and no file leaves anything behind.
    isolate: false,
    setupFiles: 'test/support/errors-only.ts',
    hookTimeout: 5 * MINUTE_MS,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: MINUTE_MS },
      },
      {
        extends: true,
        test: {
          name: 'model',
          include: DOMAIN,
          exclude: BESIDE_THE_DOMAIN,
          globalSetup: 'test/support/stores/model-setup.ts',
          testTimeout: MINUTE_MS,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: [...BESIDE_THE_DOMAIN, ...AT_ONCE],
          globalSetup: 'test/support/stores/dynamodb-setup.ts',
          testTimeout: 5 * MINUTE_MS,
        },
      },
      {
        extends: true,
        // Takes minutes: not part of npm test, but of npm run test:dynamodb.
        test: {
          name: 'dynamodb',
          include: DOMAIN,
          exclude: BESIDE_THE_DOMAIN,
          globalSetup: 'test/support/stores/dynamodb-setup.ts',
          testTimeout: 5 * MINUTE_MS,
        },
      },
      {
        extends: true,
        test: { name: 'infra', include: ['test/infra/*.test.ts'], testTimeout: MINUTE_MS },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: 'test/support/clouds/shared-cloud.ts',
          testTimeout: 10 * MINUTE_MS,
        },
      },
      {
        extends: true,
        // Needs the packages of its own folder: not part of npm test, but of npm run test:reference.
        test: { name: 'reference', include: ['test/reference/*.test.ts'], testTimeout: 2 * MINUTE_MS },
      },
      {
        extends: true,
        // Killed clouds and minutes of faults: not part of npm test, but of npm run test:chain.
        test: { name: 'chain', include: ['test/chain/*.test.ts'], testTimeout: 10 * MINUTE_MS },
      },
    ],
  },
});
