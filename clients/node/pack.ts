import './build.ts';
import { run } from './tests/installed-package.ts';

// Builds the npm package and writes issuary-VERSION.tgz to the folder ISSUARY_PACKAGES.
run(import.meta.dirname, 'npm', 'pack', '--pack-destination', process.env['ISSUARY_PACKAGES'] ?? '.');
