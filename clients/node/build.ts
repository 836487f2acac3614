import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';
import { buildCli } from '../cli/build.ts';

// Builds the npm package: ES modules, CommonJS, declarations and the command line in dist/, without a run-time dependency.

const folder = import.meta.dirname;
const project = join(folder, '..', '..');
const dist = join(folder, 'dist');
/** The entries of the package; each is a subpath in package.json. */
const ENTRIES = ['index', 'upstream'];
const entryPoints = ENTRIES.map((entry) => join(folder, 'src', `${entry}.ts`));

/** Options that all bundles share; the output stays readable, for stack traces and reviews. */
const SHARED = {
  entryPoints,
  bundle: true,
  platform: 'node',
  target: 'node18',
  outdir: dist,
  logLevel: 'warning',
} as const;

const IMPORTS = /(from |import\()'(\.[^']+)\.ts'/g;

/** Writes the declarations that the entries reach, for both module systems. */
function writeDeclarations(): void {
  const out = mkdtempSync(join(tmpdir(), 'issuary-types-'));
  const tsc = join(project, 'node_modules', '.bin', 'tsc');
  const { status } = spawnSync(tsc, ['-p', join(folder, 'tsconfig.json'), '--outDir', out], {
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('tsc failed');
  for (const [system, extension] of [
    ['esm', 'd.ts'],
    ['cjs', 'd.cts'],
  ] as const)
    for (const file of reachable(
      entryPoints.map((path) => relative(project, path).replace(/ts$/, 'd.ts')),
      out,
    )) {
      const path = join(dist, 'types', system, file.replace(/d\.ts$/, extension));
      const imported = extension === 'd.ts' ? 'js' : 'cjs';
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, readFileSync(join(out, file), 'utf8').replaceAll(IMPORTS, `$1'$2.${imported}'`));
    }
  rmSync(out, { recursive: true });
}

/** Returns the declaration files that these import, themselves included. */
function reachable(entries: readonly string[], out: string): ReadonlySet<string> {
  const files = new Set(entries);
  for (const file of files)
    for (const [, , path = ''] of readFileSync(join(out, file), 'utf8').matchAll(IMPORTS))
      files.add(join(dirname(file), `${path}.d.ts`));
  return files;
}

rmSync(dist, { recursive: true, force: true });
await build({ ...SHARED, format: 'esm', splitting: true, chunkNames: 'chunks/[name]-[hash]' });
await build({ ...SHARED, format: 'cjs', outExtension: { '.js': '.cjs' } });
writeDeclarations();
await buildCli(join(dist, 'issuary.mjs'));
cpSync(join(project, 'LICENSE'), join(folder, 'LICENSE'));
