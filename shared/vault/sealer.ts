import { decrypt, encrypt } from './aes.ts';
import type { DataKey, DataKeys } from './data-keys.ts';

/** A secret encrypted under a data key, with that key wrapped beside it: what a table may hold. */
export interface Sealed {
  readonly wrapped: string;
  /** Base64 of iv, tag and ciphertext. */
  readonly sealed: string;
}

/** Secrets sealed under one data key before a new one is taken, and unwrapped keys kept in memory. */
const SEALS_PER_KEY = 1_000;
const KEYS_KEPT = 1_000;

/** Seals secrets by envelope encryption: one call to the keeper of keys serves many secrets. */
export class Sealer {
  readonly #dataKeys: DataKeys;
  readonly #unwrapped = new Map<string, Promise<Buffer>>();
  #current: { dataKey: Promise<DataKey>; uses: number } | undefined;

  constructor(dataKeys: DataKeys) {
    this.#dataKeys = dataKeys;
  }

  /** `context` names the record; a sealed secret that is moved to another record does not open there. */
  async seal(plain: string | Buffer, context: string): Promise<Sealed> {
    if (!this.#current || this.#current.uses >= SEALS_PER_KEY) {
      const dataKey = this.#dataKeys.generate();
      const taken = { dataKey, uses: 0 };
      this.#current = taken;
      dataKey.catch(() => {
        if (this.#current === taken) this.#current = undefined;
      });
    }
    this.#current.uses += 1;
    const { key, wrapped } = await this.#current.dataKey;
    return { wrapped, sealed: encrypt(key, Buffer.from(plain), context).toString('base64') };
  }

  /** Throws when the secret was sealed for another context or by another key. */
  async open({ wrapped, sealed }: Sealed, context: string): Promise<Buffer> {
    return decrypt(await this.#unwrap(wrapped), Buffer.from(sealed, 'base64'), context);
  }

  #unwrap(wrapped: string): Promise<Buffer> {
    const known = this.#unwrapped.get(wrapped);
    if (known) return known;
    if (this.#unwrapped.size >= KEYS_KEPT) this.#unwrapped.clear();
    const key = this.#dataKeys.unwrap(wrapped);
    this.#unwrapped.set(wrapped, key);
    // A keeper that could not be reached once must be asked again.
    key.catch(() => this.#unwrapped.delete(wrapped));
    return key;
  }
}
