import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Metafile, version } from 'esbuild';

/** What decides where a module is found, beside the sources. */
const RESOLUTION = ['package-lock.json', 'tsconfig.json'];

/** esbuild's account of an earlier build; one of nothing where there is none. */
export async function readMetafile(file: string): Promise<Metafile> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return { inputs: {}, outputs: {} };
  }
}

/**
 * A digest of everything that bundles are made of, by esbuild's account: sources, the bundler and what it was told, and
 * of the bundles themselves. Undefined where a file of theirs is missing.
 */
export async function digestOf(
  { inputs, outputs }: Metafile,
  settings: object,
  root: string,
): Promise<string | undefined> {
  const hash = createHash('sha256').update(JSON.stringify([version, settings]));
  for (const path of [...Object.keys(inputs), ...Object.keys(outputs), ...RESOLUTION]) {
    const contents = await readFile(join(root, path)).catch(() => undefined);
    if (!contents && !RESOLUTION.includes(path)) return undefined;
    hash.update(JSON.stringify([path, contents?.length ?? 'none'])).update(contents ?? '');
  }
  return hash.digest('hex');
}
