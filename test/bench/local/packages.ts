import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const BLOCK_BYTES = 512;
/** Created from the installed packages, not installed. */
const CACHE = '.cache';

/** Returns the disk space of a project's installed packages, in MB (10⁶ bytes). A file with two names counts once. */
export function packagesMb(root: string): number {
  const seen = new Set<number>();
  const bytesOf = (path: string): number => {
    const { ino, blocks, size } = lstatSync(path);
    if (seen.has(ino)) return 0;
    seen.add(ino);
    // Windows has no blocks.
    return blocks === undefined ? size : blocks * BLOCK_BYTES;
  };
  const bytesIn = (folder: string): number =>
    readdirSync(folder, { withFileTypes: true })
      .filter(({ name }) => name !== CACHE)
      .reduce((total, entry) => {
        const path = join(folder, entry.name);
        return total + bytesOf(path) + (entry.isDirectory() ? bytesIn(path) : 0);
      }, 0);
  return bytesIn(join(root, 'node_modules')) / 1_000_000;
}
