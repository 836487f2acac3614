/** A cache of at most `maxSize` entries. It is emptied when an entry is set while it is full. */
export class BoundedMap<Key, Value> extends Map<Key, Value> {
  readonly #maxSize: number;

  constructor(maxSize: number) {
    super();
    this.#maxSize = maxSize;
  }

  override set(key: Key, value: Value): this {
    if (this.size >= this.#maxSize) this.clear();
    return super.set(key, value);
  }
}

/** Drops the oldest entry of a Map or Set if it has more than `maxSize`: to be called after each addition. */
export function dropOldest(entries: Map<string, unknown> | Set<string>, maxSize: number): void {
  if (entries.size <= maxSize) return;
  for (const oldest of entries.keys()) {
    entries.delete(oldest);
    return;
  }
}
