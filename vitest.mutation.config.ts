import { matchesGlob, relative } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { areaNamed } from './test/mutation/areas.ts';

const tests = areaNamed(process.env['MUTATION_AREA'] ?? '').tests;

/** In the order in which the area names them: the first that fails ends a run. */
class AsNamed extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId, project }: TestSpecification) =>
      tests.findIndex((glob) => matchesGlob(relative(project.config.root, moduleId), glob));
    return files.toSorted((one, other) => place(one) - place(other));
  }
}

/** The tests that Stryker runs against the mutants of one area, the domain's over the model of the tables. */
export default defineConfig({
  test: {
    include: [...tests],
    globalSetup: 'test/support/stores/model-setup.ts',
    setupFiles: ['test/mutation/same-examples.ts', 'test/support/errors-only.ts'],
    sequence: { sequencer: AsNamed },
    // Each run of Stryker's is a worker of its own anyway.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
