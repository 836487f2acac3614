import type { Item } from './item.ts';
import type { Store } from './store.ts';
import type { Write } from './write.ts';

/** The write whose condition failed, and the item that it found (if there is one). */
interface Conflict {
  readonly write: Write;
  readonly current: Item | undefined;
}

class Lost extends Error {
  readonly conflict: Conflict;
  constructor(conflict: Conflict) {
    super();
    this.conflict = conflict;
  }
}

const withConflict = (write: Write): Write => ({
  onConflict: (current) => new Lost({ write, current }),
  ...write,
});

/**
 * Makes all of the writes or none, where a conflict is expected: returns it when the first failing write has no
 * `onConflict` of its own, and undefined when the writes were made.
 *
 * @throws what the first failing write's `onConflict` makes
 * @throws TryAgainLater when concurrent writes to the same items persist
 */
export async function tryWrite(
  store: Pick<Store, 'write'>,
  writes: readonly Write[],
): Promise<Conflict | undefined> {
  try {
    await store.write(writes.map(withConflict));
    return undefined;
  } catch (error) {
    if (error instanceof Lost) return error.conflict;
    throw error;
  }
}
