import { build } from 'esbuild';
import { expect, it } from 'vitest';

it('the client bundles the wire alone: no library, server code or operator tools', async () => {
  const { metafile } = await build({
    entryPoints: ['shared/client/client.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    metafile: true,
    write: false,
  });
  const tables = Object.keys(metafile.inputs).map((path) => path.split('/').slice(0, 2).join('/'));
  expect([...new Set(tables)].toSorted()).toEqual(['shared/client', 'shared/wire']);
});
