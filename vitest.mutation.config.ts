import { defineConfig } from 'vitest/config';
import { roomNamed } from './test/mutation/rooms.ts';

/** The tests that Stryker runs against the mutants of one room, the domain's over the model of the tables. */
export default defineConfig({
  test: {
    include: [...roomNamed(process.env['MUTATION_ROOM'] ?? '').tests],
    globalSetup: 'test/support/model-setup.ts',
    setupFiles: 'test/mutation/same-examples.ts',
    // Each run of Stryker's is a worker of its own anyway.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
