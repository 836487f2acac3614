import { spawnSync } from 'node:child_process';
import { copyFileSync, globSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Sdk, sdks } from './sdks.ts';
import { faultOf } from './toolchains.ts';

// Makes the packages of the client libraries: npm run pack:clients -- [NAME …]. Publishing them is up to the owner.

const packages = join(import.meta.dirname, 'packages');

/** Makes the package of a library and returns what became of it. */
function pack({ name, folder, tools, packing }: Sdk): { readonly failed?: true; readonly text: string } {
  if (!packing) return { text: `– ${name}: ${folder} is published as it is` };
  const faults = tools.map(faultOf).filter((fault) => fault !== undefined);
  if (faults.length > 0) return { text: `– ${name}: skipped, ${faults.join('; ')}` };
  const cwd = join(import.meta.dirname, '..', folder);
  const [program, ...args] = packing.command;
  const env = { ...process.env, ISSUARY_PACKAGES: packages };
  const { status, error } = spawnSync(program, args, { cwd, env, stdio: 'inherit' });
  if (status !== 0)
    return { failed: true, text: `✗ ${name}: ${error?.message ?? `${packing.command.join(' ')} failed`}` };
  for (const file of packing.files === undefined ? [] : globSync(packing.files, { cwd }))
    copyFileSync(join(cwd, file), join(packages, basename(file)));
  return { text: `✓ ${name}` };
}

const names = process.argv.slice(2);
mkdirSync(packages, { recursive: true });
const outcomes = sdks.filter(({ name }) => names.length === 0 || names.includes(name)).map(pack);
console.log(
  [
    ...outcomes.map(({ text }) => text),
    ...globSync('*', { cwd: packages }).map((file) => `clients/packages/${file}`),
  ].join('\n'),
);
process.exitCode = outcomes.some(({ failed }) => failed) ? 1 : 0;
