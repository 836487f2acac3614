import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '..');

/** Runs a command and returns what it printed; throws with that when it fails. */
export function run(cwd: string, program: string, ...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (status !== 0)
    throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? ''}\n${stdout}${stderr}`);
  return stdout;
}

/** Builds and packs the package, and installs the packed file alone into a new folder. Returns the folder. */
export function installPacked(): string {
  const installed = mkdtempSync(join(tmpdir(), 'issuary-package-'));
  run(folder, process.execPath, 'build.ts');
  run(folder, 'npm', 'pack', '--pack-destination', installed);
  const [packed = ''] = readdirSync(installed).filter((name) => name.endsWith('.tgz'));
  writeFileSync(join(installed, 'package.json'), '{ "private": true }');
  run(installed, 'npm', 'install', '--offline', '--no-audit', '--no-fund', join(installed, packed));
  cpSync(join(folder, 'tests', 'first-day.mjs'), join(installed, 'first-day.mjs'));
  return installed;
}
