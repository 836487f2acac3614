import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SAMPLES_DIR } from './support/requests/samples.ts';

// Lint, types and all tests, and one line at the end that counts them. What is given on the command line goes to vitest.

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The part of vitest's JSON report that counts. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

const bin = (name: string): string => join(import.meta.dirname, '..', 'node_modules', '.bin', name);

async function exitCodeOf(title: string, script: string, ...args: string[]): Promise<number> {
  console.log(`\n▶ ${title}`);
  const child = spawn(process.execPath, [script, ...args], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.on('error', () => resolve(1)).on('exit', (code) => resolve(code ?? 1));
  });
}

async function check(title: string, script: string, ...args: string[]): Promise<Counts> {
  const ok = (await exitCodeOf(title, script, ...args)) === 0;
  return { passed: Number(ok), failed: Number(!ok), skipped: 0 };
}

/** The tests, and where they are all of them that DynamoDB does what the model did in them. */
async function tests(filters: readonly string[]): Promise<Counts[]> {
  const folder = mkdtempSync(join(tmpdir(), 'issuary-tests-'));
  const requests = join(folder, 'requests');
  mkdirSync(requests);
  process.env[SAMPLES_DIR] = requests;
  const ran = [await ranTests(filters, join(folder, 'report.json'))];
  const script = join(import.meta.dirname, 'support', 'requests', 'check.ts');
  if (filters.length === 0) ran.push(await check('Requests', script, requests));
  rmSync(folder, { recursive: true });
  return ran;
}

async function ranTests(filters: readonly string[], file: string): Promise<Counts> {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const projects = ['--project=!dynamodb', '--project=!chain', '--project=!reference'];
  const exitCode = await exitCodeOf('Tests', bin('vitest'), 'run', ...projects, ...reporters, ...filters);
  const counts = readReport(file);
  const { passed, failed } = counts;
  // A run that failed without a failed test, or without any test, failed all the same.
  return failed === 0 && (exitCode !== 0 || passed === 0) ? { ...counts, failed: 1 } : counts;
}

function readReport(file: string): Counts {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
    const notLoaded = report.testResults.filter(
      ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
    );
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + notLoaded.length,
      skipped: report.numPendingTests + report.numTodoTests,
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

const results = [
  await check('Lint', bin('biome'), 'ci', `--colors=${process.stdout.isTTY ? 'force' : 'off'}`),
  await check('Types', bin('tsc'), '--noEmit'),
  ...(await tests(process.argv.slice(2))),
];
const sum = (count: keyof Counts) => results.reduce((total, result) => total + result[count], 0);
const skipped = sum('skipped');
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = sum('failed') === 0 ? 0 : 1;
