import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';

const HELP = `Introduces each of the bugs in test/simulation/mutants into a copy of the code and tells after how many seeds the
simulator sees it.

  npm run mutants -- [--seeds 2000] [NAME …]

Exit code 1 when one is not seen.`;

const root = join(import.meta.dirname, '..', '..');
const patches = join(import.meta.dirname, 'mutants');
/** What a run of the simulator is made of. */
const PARTS = ['functions', 'infra', 'shared', 'test', 'package.json'];

/** The names of the bugs. */
export const mutants = (): string[] =>
  readdirSync(patches)
    .filter((name) => name.endsWith('.patch'))
    .map((name) => basename(name, '.patch'));

/** Puts a bug into the code in `folder`, or only looks whether that can be done. Throws when it cannot. */
export function mutate(name: string, folder: string, ...options: '--check'[]): void {
  execFileSync('git', ['apply', ...options, join(patches, `${name}.patch`)], { cwd: folder, stdio: 'pipe' });
}

/** How the simulator took it: after how many seeds it saw what, or that it did not. */
function seen(name: string, seeds: string): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'issuary-mutant-'));
  try {
    for (const part of PARTS) cpSync(join(root, part), join(folder, part), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    mutate(name, folder);
    const command = ['test/simulation/simulate.ts', '--brief', '--threads', '1', '--seeds', seeds];
    const { status, stdout, stderr } = spawnSync(process.execPath, command, {
      cwd: folder,
      encoding: 'utf8',
    });
    if (status === 0) return undefined;
    const [, seed, what] = /^Seed (\d+) fails:\n {2}(.*)/m.exec(stdout) ?? [];
    if (seed === undefined) throw new Error(`the simulator did not run with ${name}: ${stderr}`);
    return `${seed.padStart(5)}  ${what?.slice(0, 110)}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seeds: { type: 'string', default: '2000' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) console.log(HELP);
  else {
    console.log(`${'bug'.padEnd(22)}  seeds  what was seen`);
    for (const name of positionals.length > 0 ? positionals : mutants()) {
      const what = seen(name, values.seeds);
      if (!what) process.exitCode = 1;
      console.log(`${name.padEnd(22)}  ${what ?? '    –  NOT SEEN'}`);
    }
  }
}
