import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildCli } from '../../../../clients/cli/build.ts';
import { version } from '../../../../shared/wire/version.ts';

const MAX_KB = 1_500;
const folder = mkdtempSync(join(tmpdir(), 'issuary-bundle-'));
const bundle = join(folder, 'issuary.mjs');

beforeAll(() => buildCli(bundle));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]) =>
  promisify(execFile)(process.execPath, [bundle, ...args], {
    cwd: folder,
    // npm names the folder that it was started in, which is a checkout here.
    env: { ...process.env, INIT_CWD: folder, XDG_CONFIG_HOME: folder, ISSUARY_DATA: folder },
  });

it('the bundle runs alone, without a checkout and without packages', async () => {
  expect(await run('--version')).toEqual({ stdout: `${version}\n`, stderr: '' });
  await run('keys', 'generate', '--out', folder);
  const { stdout } = await run('keys', 'inspect', join(folder, 'merchant-public.pem'), '--json');
  expect(JSON.parse(stdout)).toMatchObject({ kind: 'public', bits: 2048 });
  expect((await run('fixtures', 'schema')).stdout).toContain('"trigger"');
  await expect(run('dev', 'start')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('There is no checkout of Issuary here'),
  });
});

it('the bundle is small', () => {
  expect(statSync(bundle).size / 1024).toBeLessThan(MAX_KB);
});
