import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const PROJECT = dirname(dirname(dirname(import.meta.dirname)));

/** A state of this repository whose commands can be run. */
export interface State {
  /** The ref, or `this state`. */
  readonly name: string;
  /** The folder with its `package.json`. */
  readonly root: string;
  /** Removes what `checkOut` created. */
  remove(): Promise<void>;
}

const run = promisify(execFile);
const git = (...args: string[]) => run('git', args, { cwd: PROJECT });

/**
 * Returns the state of a ref, in a work tree of its own under the temporary folder, with its packages installed.
 * Without a ref it is the state of this work tree.
 */
export async function checkOut(ref?: string): Promise<State> {
  if (ref === undefined) return { name: 'this state', root: PROJECT, remove: async () => undefined };
  const folder = mkdtempSync(join(tmpdir(), 'issuary-state-'));
  const root = join(folder, 'tree');
  const remove = async () => {
    await git('worktree', 'remove', '--force', root).catch(() => undefined);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    await git('worktree', 'prune');
  };
  try {
    await git('worktree', 'add', '--detach', root, ref);
    if (lockOf(root) === lockOf(PROJECT))
      symlinkSync(join(PROJECT, 'node_modules'), join(root, 'node_modules'), 'junction');
    // Each of its commands installs missing packages.
    else await run('npm', ['run', '--silent', 'merchant', '--', '--help'], { cwd: root });
  } catch (error) {
    await remove();
    throw error;
  }
  return { name: ref, root, remove };
}

const lockOf = (root: string): string => readFileSync(join(root, 'package-lock.json'), 'utf8');

/** Returns the arguments with which Node runs a script of the state's `package.json`, in its folder. */
export function scriptOf({ root }: State, name: string): string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const [, ...args] = String(scripts[name]).split(' ');
  return args;
}
