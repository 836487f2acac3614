import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Metafile, version } from 'esbuild';

/** Files that influence module resolution, in addition to the sources. */
const RESOLUTION = ['package-lock.json', 'tsconfig.json'];

/** Reads the metafile of an earlier build; returns an empty one when there is none. */
export async function readMetafile(file: string): Promise<Metafile> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return { inputs: {}, outputs: {} };
  }
}

/**
 * Returns a digest of everything that bundles are made of, by the metafile: sources, the bundler and its settings, and
 * of the bundles themselves. Returns undefined when one of these files is missing.
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
