import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installPacked } from './installed-package.ts';

// Tests what npm installs from the packed file: the library by the test vectors, and the command line.

const installed = installPacked();

/** Runs a command in the installed folder and returns what it printed. */
function run(program: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: installed,
    encoding: 'utf8',
    env: { ...process.env, XDG_CONFIG_HOME: installed, INIT_CWD: installed },
  });
  assert.equal(status, 0, `${program} ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout;
}
const issuary = (...args: string[]) => run('npx', '--no-install', 'issuary', ...args);

try {
  cpSync(join(import.meta.dirname, 'vectors.mjs'), join(installed, 'vectors.mjs'));
  process.stdout.write(run(process.execPath, 'vectors.mjs'));

  assert.match(issuary('--help'), /The command line for developers of merchants/);
  issuary('keys', 'generate', 'merchant');
  issuary('keys', 'generate', 'platform');
  issuary(
    ...['profile', 'set', 'test', 'api=http://127.0.0.1:9', 'userNo=10000001'],
    ...['privateKey=merchant-private.pem', 'platformKey=platform-public.pem'],
  );
  const sealed = issuary('--profile', 'test', 'envelope', 'seal', 'accounts.balance', '-d', 'currency=USD');
  assert.doesNotMatch(sealed, /USD/);
  writeFileSync(join(installed, 'body.json'), sealed);
  const opened = issuary('--profile', 'test', 'envelope', 'open', 'body.json');
  assert.deepEqual(JSON.parse(opened), { currency: 'USD' });
  console.log('✓ npx issuary: help, keys, envelopes');
} finally {
  rmSync(installed, { recursive: true });
}
