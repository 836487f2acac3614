import { BoundedMap } from '../bounded-map.ts';
import { decrypt, encrypt } from './aes.ts';
import type { DataKey, DataKeys, KeyContext } from './data-key.ts';

/** A secret encrypted under a data key, together with that key, wrapped. Safe to store in a table. */
export interface Sealed {
  readonly wrapped: string;
  /** Base64 of IV, tag and ciphertext. */
  readonly sealed: string;
}

/** Chooses the data key's context from the record that a secret is sealed for. */
type KeyScope = (record: string) => KeyContext;

/** One data key for each record: the key provider learns whose secret is opened, and policies can restrict it. */
export const perRecord: KeyScope = (record) => ({ record });

/** One data key for many secrets of one purpose: one call to the key provider serves them all. */
export const perPurpose =
  (purpose: string): KeyScope =>
  () => ({ purpose });

/** Secrets sealed under one data key before a new one is generated, and keys cached in memory. */
const MAX_SEALS_PER_KEY = 1_000;
const MAX_CACHED_KEYS = 1_000;

interface CurrentKey {
  readonly dataKey: Promise<DataKey>;
  uses: number;
}

/** Seals secrets by envelope encryption. */
export class Sealer {
  readonly #dataKeys: DataKeys;
  readonly #keyScope: KeyScope;
  readonly #unwrapped = new BoundedMap<string, Promise<Buffer>>(MAX_CACHED_KEYS);
  /** The keys in use for sealing, by context. */
  readonly #current = new BoundedMap<string, CurrentKey>(MAX_CACHED_KEYS);

  constructor(dataKeys: DataKeys, keyScope: KeyScope) {
    this.#dataKeys = dataKeys;
    this.#keyScope = keyScope;
  }

  /** Seals a secret for one record: moved to another record, it does not open. */
  async seal(plain: string | Buffer, record: string): Promise<Sealed> {
    const { key, wrapped } = await this.#dataKey(this.#keyScope(record));
    return { wrapped, sealed: encrypt(key, Buffer.from(plain), record).toString('base64') };
  }

  /**
   * Opens a sealed secret.
   *
   * @throws Error when it was sealed for another record or under another key
   */
  async open({ wrapped, sealed }: Sealed, record: string): Promise<Buffer> {
    const key = await this.#unwrap(wrapped, this.#keyScope(record));
    return decrypt(key, Buffer.from(sealed, 'base64'), record);
  }

  #dataKey(context: KeyContext): Promise<DataKey> {
    const scope = JSON.stringify(context);
    const cached = this.#current.get(scope);
    if (cached && cached.uses < MAX_SEALS_PER_KEY) {
      cached.uses += 1;
      return cached.dataKey;
    }
    const current: CurrentKey = { dataKey: this.#dataKeys.generate(context), uses: 1 };
    this.#current.set(scope, current);
    // A failed call must not be cached.
    current.dataKey.catch(() => {
      if (this.#current.get(scope) === current) this.#current.delete(scope);
    });
    return current.dataKey;
  }

  #unwrap(wrapped: string, context: KeyContext): Promise<Buffer> {
    const cacheKey = `${wrapped} ${JSON.stringify(context)}`;
    const cached = this.#unwrapped.get(cacheKey);
    if (cached) return cached;
    const key = this.#dataKeys.unwrap(wrapped, context);
    this.#unwrapped.set(cacheKey, key);
    key.catch(() => this.#unwrapped.delete(cacheKey));
    return key;
  }
}
