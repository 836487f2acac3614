import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const BLOCK_BYTES = 512;
/** Not installed, but made of what is. */
const CACHE = '.cache';

/** Returns what the installed packages of a project take on the disk, in MB (10⁶ bytes): a file of two names counts once. */
export function packagesMb(root: string): number {
  const seen = new Set<number>();
  const bytesOf = (path: string): number => {
    const { ino, blocks, size } = lstatSync(path);
    if (seen.has(ino)) return 0;
    seen.add(ino);
    // There are no blocks on Windows.
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
