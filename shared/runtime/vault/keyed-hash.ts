import { createHmac, randomBytes } from 'node:crypto';
import type { Item } from '../store/item.ts';
import type { Store } from '../store/store.ts';
import { tryWrite } from '../store/try-write.ts';
import type { Sealed, Sealer } from './sealer.ts';

const HASH_KEY = { pk: 'hash-key' };

/**
 * Hashes secrets under a key that the vault stores sealed, because there are few enough card numbers and PINs to try
 * them all against a plain hash.
 */
export class KeyedHash {
  readonly #store: Store;
  readonly #sealer: Sealer;
  #key: Promise<Buffer> | undefined;

  constructor(store: Store, sealer: Sealer) {
    this.#store = store;
    this.#sealer = sealer;
  }

  /** Returns the hash of the text in hexadecimal. Creates the key if there is none. */
  async of(text: string): Promise<string> {
    this.#key ??= this.#readOrCreateKey();
    this.#key.catch(() => (this.#key = undefined));
    return createHmac('sha256', await this.#key)
      .update(text)
      .digest('hex');
  }

  async #readOrCreateKey(): Promise<Buffer> {
    const open = async (item: Item) => this.#sealer.open(item['key'] as Sealed, HASH_KEY.pk);
    const stored = await this.#store.get('vault', HASH_KEY);
    if (stored) return open(stored);
    const item = { ...HASH_KEY, key: await this.#sealer.seal(randomBytes(32), HASH_KEY.pk) };
    const conflict = await tryWrite(this.#store, [{ kind: 'put', table: 'vault', item }]);
    return conflict ? this.#readOrCreateKey() : open(item);
  }
}
