import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';

const HELP = `Introduces each of the bugs in test/simulation/mutants into a copy of the code and tells after how many seeds the
simulator sees it.

  npm run mutants -- [--seeds 2000] [--at-once N] [NAME …]

As many run at once as there are cores, unless told.
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

interface ProcessResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const runIn = (cwd: string, command: readonly string[]): Promise<ProcessResult> =>
  new Promise((resolve) => {
    const child = execFile(process.execPath, command, { cwd, maxBuffer: 2 ** 26 }, (_, stdout, stderr) =>
      resolve({ status: child.exitCode, stdout, stderr }),
    );
  });

/** How the simulator took a bug. */
interface MutantResult {
  readonly isKilled: boolean;
  /** After how many seeds it saw what. */
  readonly what: string;
}

async function runMutant(name: string, seeds: string): Promise<MutantResult> {
  const folder = mkdtempSync(join(tmpdir(), 'issuary-mutant-'));
  try {
    for (const part of PARTS) cpSync(join(root, part), join(folder, part), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    mutate(name, folder);
    const command = ['test/simulation/simulate.ts', '--brief', '--threads', '1', '--seeds', seeds];
    return resultOf(await runIn(folder, command));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function resultOf({ status, stdout, stderr }: ProcessResult): MutantResult {
  if (status === 0) return { isKilled: false, what: '    –  NOT SEEN' };
  const [, seed, what] = /^Seed (\d+) fails:\n {2}(.*)/m.exec(stdout) ?? [];
  return seed === undefined
    ? { isKilled: false, what: `    –  DID NOT RUN: ${stderr}` }
    : { isKilled: true, what: `${seed.padStart(5)}  ${what?.slice(0, 110)}` };
}

/** Prints of each how it was taken, as they come. Answers whether all were seen. */
async function runAll(names: readonly string[], seeds: string, atOnce: number): Promise<boolean> {
  const waiting = [...names];
  const width = Math.max(...names.map(({ length }) => length));
  let killed = 0;
  console.log(`${'bug'.padEnd(width)}  seeds  what was seen`);
  const worker = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const { isKilled, what } = await runMutant(name, seeds);
      if (isKilled) killed += 1;
      console.log(`${name.padEnd(width)}  ${what}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  console.log(`${killed} of ${names.length} were seen`);
  return killed === names.length;
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seeds: { type: 'string', default: '2000' },
      'at-once': { type: 'string', default: String(availableParallelism()) },
      help: { type: 'boolean', default: false },
    },
  });
  const names = positionals.length > 0 ? positionals : mutants();
  if (values.help) console.log(HELP);
  else if (!(await runAll(names, values.seeds, Number(values['at-once'])))) process.exitCode = 1;
}
