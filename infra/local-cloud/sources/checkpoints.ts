import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** How far a shard has been read: after this record, or to its end. */
export type Position = { readonly after: string } | 'end';

interface Saved {
  readonly streamArn: string;
  readonly shards: Record<string, Position>;
}

/** Under load, the file would otherwise be written some hundred times a second. */
const WRITE_INTERVAL_MS = 500;

/**
 * How far the shards of a stream have been processed, in a file that is never half written. The file lags behind by half
 * a second at most, or until `flush`: after a kill, records of that time are delivered again, and none is left out.
 */
export class Checkpoints {
  readonly #file: string;
  readonly #saved: Saved;
  readonly #onError: (error: unknown) => void;
  #pending: NodeJS.Timeout | undefined;

  /** Reads the file. Ignores it when it is about another stream, such as that of a deleted table. */
  constructor(file: string, streamArn: string, onError: (error: unknown) => void) {
    this.#file = file;
    this.#onError = onError;
    const found = read(file);
    this.#saved = found?.streamArn === streamArn ? found : { streamArn, shards: {} };
    mkdirSync(dirname(file), { recursive: true });
  }

  position(shardId: string): Position | undefined {
    return this.#saved.shards[shardId];
  }

  save(shardId: string, position: Position): void {
    this.#saved.shards[shardId] = position;
    this.#writeSoon();
  }

  /** Makes the shard be read from its beginning. */
  forget(shardId: string): void {
    delete this.#saved.shards[shardId];
    this.#writeSoon();
  }

  /** Removes the shards that the stream no longer has. */
  keepOnly(shardIds: ReadonlySet<string>): void {
    const gone = Object.keys(this.#saved.shards).filter((shardId) => !shardIds.has(shardId));
    for (const shardId of gone) delete this.#saved.shards[shardId];
    if (gone.length > 0) this.#writeSoon();
  }

  /** Writes what has not been written yet. */
  flush(): void {
    if (!this.#pending) return;
    clearTimeout(this.#pending);
    this.#pending = undefined;
    this.#write();
  }

  #writeSoon(): void {
    this.#pending ??= setTimeout(() => {
      this.#pending = undefined;
      try {
        this.#write();
      } catch (error) {
        this.#onError(error);
        this.#writeSoon();
      }
    }, WRITE_INTERVAL_MS).unref();
  }

  #write(): void {
    const draft = `${this.#file}.draft`;
    writeFileSync(draft, JSON.stringify(this.#saved));
    renameSync(draft, this.#file);
  }
}

function read(file: string): Saved | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Saved;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
