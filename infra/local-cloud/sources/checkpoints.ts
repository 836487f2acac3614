import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** How far a shard has been read: after this record, or to its end. */
export type Position = { readonly after: string } | 'end';

interface Saved {
  readonly streamArn: string;
  readonly shards: Record<string, Position>;
}

/** How far the shards of a stream have been processed, in a file that is never half written. */
export class Checkpoints {
  readonly #file: string;
  readonly #saved: Saved;

  /** Reads the file. Ignores it when it is about another stream, such as that of a deleted table. */
  constructor(file: string, streamArn: string) {
    this.#file = file;
    const found = read(file);
    this.#saved = found?.streamArn === streamArn ? found : { streamArn, shards: {} };
  }

  position(shardId: string): Position | undefined {
    return this.#saved.shards[shardId];
  }

  save(shardId: string, position: Position): void {
    this.#saved.shards[shardId] = position;
    this.#write();
  }

  /** Makes the shard be read from its beginning. */
  forget(shardId: string): void {
    delete this.#saved.shards[shardId];
    this.#write();
  }

  /** Removes the shards that the stream no longer has. */
  keepOnly(shardIds: ReadonlySet<string>): void {
    const gone = Object.keys(this.#saved.shards).filter((shardId) => !shardIds.has(shardId));
    for (const shardId of gone) delete this.#saved.shards[shardId];
    if (gone.length > 0) this.#write();
  }

  #write(): void {
    mkdirSync(dirname(this.#file), { recursive: true });
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
