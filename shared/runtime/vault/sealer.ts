import { decrypt, encrypt } from './aes.ts';
import type { DataKey, DataKeys, KeyContext } from './data-key.ts';

/** A secret encrypted under a data key, with that key wrapped beside it: what a table may hold. */
export interface Sealed {
  readonly wrapped: string;
  /** Base64 of iv, tag and ciphertext. */
  readonly sealed: string;
}

/** Whom a data key serves, by the record that a secret is sealed for. */
export type KeyScope = (record: string) => KeyContext;

/** A data key serves one record alone: whoever keeps the keys knows whose secret is opened, and can say whose may be. */
export const perRecord: KeyScope = (record) => ({ record });

/** A data key serves all secrets of one kind: one call to the keeper of keys for many of them. */
export const perPurpose =
  (purpose: string): KeyScope =>
  () => ({ purpose });

/** Secrets sealed under one data key before a new one is taken, and keys kept in memory. */
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
  readonly #unwrapped = new Map<string, Promise<Buffer>>();
  /** The keys that seal, by whom they serve. */
  readonly #current = new Map<string, CurrentKey>();

  constructor(dataKeys: DataKeys, serving: KeyScope) {
    this.#dataKeys = dataKeys;
    this.#keyScope = serving;
  }

  /** `record` names the record; a sealed secret that is moved to another record does not open there. */
  async seal(plain: string | Buffer, record: string): Promise<Sealed> {
    const { key, wrapped } = await this.#dataKey(this.#keyScope(record));
    return { wrapped, sealed: encrypt(key, Buffer.from(plain), record).toString('base64') };
  }

  /** Throws when the secret was sealed for another record or by another key. */
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
    if (this.#current.size >= MAX_CACHED_KEYS) this.#current.clear();
    const current: CurrentKey = { dataKey: this.#dataKeys.generate(context), uses: 1 };
    this.#current.set(scope, current);
    // A keeper that could not be reached once must be asked again.
    current.dataKey.catch(() => {
      if (this.#current.get(scope) === current) this.#current.delete(scope);
    });
    return current.dataKey;
  }

  #unwrap(wrapped: string, context: KeyContext): Promise<Buffer> {
    const cacheKey = `${wrapped} ${JSON.stringify(context)}`;
    const cached = this.#unwrapped.get(cacheKey);
    if (cached) return cached;
    if (this.#unwrapped.size >= MAX_CACHED_KEYS) this.#unwrapped.clear();
    const key = this.#dataKeys.unwrap(wrapped, context);
    this.#unwrapped.set(cacheKey, key);
    key.catch(() => this.#unwrapped.delete(cacheKey));
    return key;
  }
}
