import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

/** Commander and node-forge are CommonJS and require modules of Node. */
const REQUIRE =
  "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);";

/**
 * Bundles the command line with everything that it imports into one file that Node 18 runs: the bin of the npm
 * package. `outfile` ends with `.mjs`.
 */
export async function buildCli(outfile: string): Promise<void> {
  await build({
    entryPoints: [MAIN],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node18',
    minify: true,
    // Errors and their classes are printed by name.
    keepNames: true,
    legalComments: 'eof',
    banner: { js: `#!/usr/bin/env node\n${REQUIRE}` },
    logLevel: 'error',
  });
}

if (import.meta.main) await buildCli(process.argv[2] ?? 'issuary.mjs');
