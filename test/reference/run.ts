import { join } from 'node:path';
import { installFolder, runOrExit } from '../../infra/folder-packages.ts';

// npm run test:reference: installs the viewers and generators of this folder, then shows that they show everything.

const project = join(import.meta.dirname, '..', '..');
installFolder(import.meta.dirname, 'the viewers and generators');
const vitest = join(project, 'node_modules', 'vitest', 'vitest.mjs');
runOrExit(process.execPath, [vitest, 'run', '--project', 'reference', ...process.argv.slice(2)], project);
