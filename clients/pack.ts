import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sdks } from './sdks.ts';

// Builds the packages of the client libraries into clients/packages: npm run pack:clients -- [NAME …]

const packages = join(import.meta.dirname, 'packages');
const names = process.argv.slice(2);
mkdirSync(packages, { recursive: true });
for (const { name, folder, pack } of sdks) {
  if (pack === undefined || (names.length > 0 && !names.includes(name))) continue;
  const [program, ...args] = pack;
  const { status, error } = spawnSync(program, args, {
    cwd: join(import.meta.dirname, '..', folder),
    stdio: 'inherit',
    env: { ...process.env, ISSUARY_PACKAGES: packages },
  });
  if (status === 0) console.log(`✓ ${name}`);
  else console.log(`✗ ${name}${error === undefined ? '' : `: ${error.message}`}`);
  if (status !== 0) process.exitCode = 1;
}
for (const file of readdirSync(packages)) console.log(`clients/packages/${file}`);
