import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installPacked } from './installed-package.ts';

// Runs first-day.mjs with the packed and installed package in every runtime there is.

const runtimesDir = join(import.meta.dirname, '..', 'runtimes');

/** A runtime with the arguments before the program's name. */
interface Runtime {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

/** Installs Bun, Deno and the oldest Node from npm. Returns whether they are there. */
function installRuntimes(): boolean {
  if (existsSync(join(runtimesDir, 'node_modules', '.bin', 'deno'))) return true;
  const options = { cwd: runtimesDir, stdio: ['ignore', 'ignore', 'inherit'] as ('ignore' | 'inherit')[] };
  return spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], options).status === 0;
}

/** The Node that people have installed, beside the project's own. */
function systemNode(): Runtime[] {
  const folders = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((path) => !path.includes('node_modules'));
  const command = folders.map((path) => join(path, 'node')).find((path) => existsSync(path));
  return command === undefined ? [] : [{ name: "the system's Node.js", command, args: [] }];
}

const isComplete = installRuntimes();
if (!isComplete) console.log('Bun, Deno and Node.js 18 were not found: npm could not install them.');
const other = (name: string, args: readonly string[] = []): Runtime => ({
  name,
  command: join(runtimesDir, 'node_modules', '.bin', name),
  args,
});
const runtimes: readonly Runtime[] = [
  { name: "the project's Node.js", command: process.execPath, args: [] },
  ...systemNode(),
  ...(isComplete
    ? [other('node'), other('bun'), other('deno', ['run', '--allow-all', '--node-modules-dir=manual'])]
    : []),
];
const installed = installPacked();
for (const { name, command, args } of runtimes) {
  const version = spawnSync(command, ['--version'], { encoding: 'utf8' }).stdout.split('\n')[0];
  console.log(`▷ ${name} (${version})`);
  const { status } = spawnSync(command, [...args, 'first-day.mjs'], { cwd: installed, stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
rmSync(installed, { recursive: true });
