import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { PARTS } from '../../simulation/mutants.ts';

const project = join(import.meta.dirname, '..', '..', '..');

it('the copy that gets a bug has every file that the simulator imports', async () => {
  const { metafile } = await build({
    absWorkingDir: project,
    entryPoints: ['test/simulation/simulate.ts'],
    bundle: true,
    metafile: true,
    write: false,
    outdir: 'none',
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  const missing = Object.keys(metafile.inputs).filter((file) => !PARTS.some((part) => file.startsWith(part)));
  expect(missing).toEqual([]);
});
