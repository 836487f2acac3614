import { createHash, type Hash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SynthOptions } from './synth-options.ts';

/**
 * The synthesis that a folder holds, and a file beside it that says what it was made of, and what was made. The file is
 * there only while the folder is whole: it is removed before a synthesis and written after it.
 */
export class KeptSynthesis {
  readonly #options: SynthOptions;
  readonly #file: string;
  /** As they were before the synthesis, undefined where it is not known what it depends on. */
  readonly #madeOf: string | undefined;

  constructor(options: SynthOptions) {
    this.#options = options;
    this.#file = `${options.outdir}.from`;
    this.#madeOf = digestOf(options);
  }

  /** Whether a synthesis now would have the same result. */
  isCurrent(): boolean {
    const kept = readIfThere(this.#file)?.toString();
    return this.#madeOf !== undefined && kept !== undefined && kept === this.#stamp();
  }

  discard(): void {
    rmSync(this.#file, { force: true });
  }

  /** Keeps what has just been synthesized, unless a source changed meanwhile. */
  keep(): void {
    if (this.#madeOf !== undefined && this.#madeOf === digestOf(this.#options))
      writeFileSync(this.#file, this.#stamp());
  }

  #stamp(): string {
    const made = createHash('sha256');
    addTree(made, this.#options.outdir);
    return `${this.#madeOf} ${made.digest('hex')}`;
  }
}

/** Returns a digest of everything that a synthesis depends on. */
function digestOf({ app, context, sources }: SynthOptions): string | undefined {
  if (!sources) return undefined;
  const hash = createHash('sha256');
  const settings = Object.entries(process.env).filter(([name]) => name.startsWith('CDK_'));
  hash.update(JSON.stringify([app, process.version, Object.entries(context).sort(), settings.sort()]));
  for (const path of [app, ...sources]) addTree(hash, path);
  return hash.digest('hex');
}

/** Names, sizes and contents, so that no two different trees look the same. */
function addTree(hash: Hash, path: string): void {
  const kind = statSync(path, { throwIfNoEntry: false });
  const entries = kind?.isDirectory() ? readdirSync(path).sort() : undefined;
  const contents = entries ? undefined : readIfThere(path);
  hash.update(JSON.stringify([path, entries ?? contents?.length ?? 'missing']));
  if (contents) hash.update(contents);
  for (const name of entries ?? []) addTree(hash, join(path, name));
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
