import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';

const HELP = `Introduces each bug of test/simulation/mutants into a copy of the code and prints after how many seeds the simulator
finds it.

  npm run mutants -- [--seeds 2000] [--at-once N] [NAME …]

--at-once defaults to the number of cores.
Exits with code 1 if a bug is not found.`;

const root = join(import.meta.dirname, '..', '..');
const patches = join(import.meta.dirname, 'mutants');
/** The parts of the repository that the simulator needs. */
export const PARTS = ['clients/cli', 'functions', 'infra', 'shared', 'test', 'package.json'];

/** The names of the bugs. */
export const mutants = (): string[] =>
  readdirSync(patches)
    .filter((name) => name.endsWith('.patch'))
    .map((name) => basename(name, '.patch'));

/**
 * Applies a bug to the code in `folder`, or with `--check` only tests whether it applies.
 *
 * @throws Error when it does not apply
 */
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

/** The simulator's result for one bug. */
interface MutantResult {
  readonly isFound: boolean;
  /** The seed that found it, and the violation. */
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
  if (status === 0) return { isFound: false, what: '    –  NOT FOUND' };
  const [, seed, what] = /^Seed (\d+) fails:\n {2}(.*)/m.exec(stdout) ?? [];
  return seed === undefined
    ? { isFound: false, what: `    –  DID NOT RUN: ${stderr}` }
    : { isFound: true, what: `${seed.padStart(5)}  ${what?.slice(0, 110)}` };
}

/** Runs the simulator on each bug and prints the results as they come. Returns whether all were found. */
async function runAll(names: readonly string[], seeds: string, atOnce: number): Promise<boolean> {
  const waiting = [...names];
  const width = Math.max(...names.map(({ length }) => length));
  let found = 0;
  console.log(`${'bug'.padEnd(width)}   seeds  violation`);
  const worker = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const { isFound, what } = await runMutant(name, seeds);
      if (isFound) found += 1;
      console.log(`${name.padEnd(width)}  ${what}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  console.log(`${found} of ${names.length} were found`);
  return found === names.length;
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
