import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

const BOOTSTRAP = join(import.meta.dirname, '../../../infra/local/bootstrap.mjs');

/** Says what it was asked to install, and installs nothing. */
const NPM = `console.log('npm', process.argv[2]);`;

const lib = { version: '1.0.0', integrity: 'sha512-lib' };
const elsewhere = { version: '2.0.0', integrity: 'sha512-elsewhere', optional: true, os: ['elsewhere'] };
const locked = { '': { name: 'project' }, 'node_modules/lib': lib, 'node_modules/elsewhere': elsewhere };

let project: string;
const at = (...path: string[]) => join(project, ...path);
const lock = (...path: string[]) => ({
  holds: (packages: object) => writeFileSync(at(...path), JSON.stringify({ packages })),
});

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'issuary-bootstrap-'));
  for (const folder of ['infra/local', 'node_modules/node/bin']) mkdirSync(at(folder), { recursive: true });
  copyFileSync(BOOTSTRAP, at('infra/local/bootstrap.mjs'));
  symlinkSync(process.execPath, at('node_modules/node/bin/node'));
  writeFileSync(at('npm.js'), NPM);
  writeFileSync(at('hello.mjs'), `console.log('hello');`);
  lock('package-lock.json').holds(locked);
  lock('node_modules', '.package-lock.json').holds({ 'node_modules/lib': lib });
});
afterEach(() => rmSync(project, { recursive: true }));

/** What is done on the way to the file that is to run, and there. */
function steps(): string[] {
  const env = { ...process.env, npm_execpath: at('npm.js'), npm_lifecycle_event: '' };
  const { stdout } = spawnSync(process.execPath, [at('infra/local/bootstrap.mjs'), at('hello.mjs')], {
    env,
    encoding: 'utf8',
  });
  return stdout.split('\n').filter((line) => line === 'hello' || line.startsWith('npm'));
}

it('installs nothing where npm installed what is locked, however old that is', () => {
  utimesSync(at('node_modules', '.package-lock.json'), 0, 0);
  expect(steps()).toEqual(['hello']);
});

it.each([
  ['has another version', { 'node_modules/lib': { ...lib, version: '0.9.0' } }],
  ['has other contents', { 'node_modules/lib': { ...lib, integrity: 'sha512-other' } }],
  ['is missing', {}],
  ['is locked no more', { 'node_modules/lib': lib, 'node_modules/gone': lib }],
])('installs when a package %s, and once', (_, installed) => {
  lock('node_modules', '.package-lock.json').holds(installed);
  expect(steps()).toEqual(['npm ci', 'hello']);
  expect(steps()).toEqual(['hello']);
});

it('installs when nothing tells what is there, and when the pinned Node is not', () => {
  rmSync(at('node_modules', '.package-lock.json'));
  expect(steps()).toEqual(['npm ci', 'hello']);
  rmSync(at('node_modules/node'), { recursive: true });
  expect(steps()).toEqual(['npm ci']);
});

it('installs when the lock has changed since it installed', () => {
  lock('node_modules', '.package-lock.json').holds({});
  expect(steps()).toEqual(['npm ci', 'hello']);
  lock('package-lock.json').holds({ ...locked, 'node_modules/lib': { ...lib, version: '1.0.1' } });
  expect(steps()).toEqual(['npm ci', 'hello']);
});
