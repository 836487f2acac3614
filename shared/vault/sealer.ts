import { decrypt, encrypt } from './aes.ts';
import type { DataKey, DataKeys, KeyContext } from './data-key.ts';

/** A secret encrypted under a data key, with that key wrapped beside it: what a table may hold. */
export interface Sealed {
  readonly wrapped: string;
  /** Base64 of iv, tag and ciphertext. */
  readonly sealed: string;
}

/** Whom a data key serves, by the record that a secret is sealed for. */
export type Serving = (record: string) => KeyContext;

/** A data key serves one record alone: whoever keeps the keys knows whose secret is opened, and can say whose may be. */
export const eachRecord: Serving = (record) => ({ record });

/** A data key serves all secrets of one kind: one call to the keeper of keys for many of them. */
export const allOf =
  (purpose: string): Serving =>
  () => ({ purpose });

/** Secrets sealed under one data key before a new one is taken, and keys kept in memory. */
const SEALS_PER_KEY = 1_000;
const KEYS_KEPT = 1_000;

interface Current {
  readonly dataKey: Promise<DataKey>;
  uses: number;
}

/** Seals secrets by envelope encryption. */
export class Sealer {
  readonly #dataKeys: DataKeys;
  readonly #serving: Serving;
  readonly #unwrapped = new Map<string, Promise<Buffer>>();
  /** The keys that seal, by whom they serve. */
  readonly #current = new Map<string, Current>();

  constructor(dataKeys: DataKeys, serving: Serving) {
    this.#dataKeys = dataKeys;
    this.#serving = serving;
  }

  /** `record` names the record; a sealed secret that is moved to another record does not open there. */
  async seal(plain: string | Buffer, record: string): Promise<Sealed> {
    const { key, wrapped } = await this.#dataKey(this.#serving(record));
    return { wrapped, sealed: encrypt(key, Buffer.from(plain), record).toString('base64') };
  }

  /** Throws when the secret was sealed for another record or by another key. */
  async open({ wrapped, sealed }: Sealed, record: string): Promise<Buffer> {
    const key = await this.#unwrap(wrapped, this.#serving(record));
    return decrypt(key, Buffer.from(sealed, 'base64'), record);
  }

  #dataKey(context: KeyContext): Promise<DataKey> {
    const served = JSON.stringify(context);
    const known = this.#current.get(served);
    if (known && known.uses < SEALS_PER_KEY) {
      known.uses += 1;
      return known.dataKey;
    }
    if (this.#current.size >= KEYS_KEPT) this.#current.clear();
    const taken: Current = { dataKey: this.#dataKeys.generate(context), uses: 1 };
    this.#current.set(served, taken);
    // A keeper that could not be reached once must be asked again.
    taken.dataKey.catch(() => {
      if (this.#current.get(served) === taken) this.#current.delete(served);
    });
    return taken.dataKey;
  }

  #unwrap(wrapped: string, context: KeyContext): Promise<Buffer> {
    const served = `${wrapped} ${JSON.stringify(context)}`;
    const known = this.#unwrapped.get(served);
    if (known) return known;
    if (this.#unwrapped.size >= KEYS_KEPT) this.#unwrapped.clear();
    const key = this.#dataKeys.unwrap(wrapped, context);
    this.#unwrapped.set(served, key);
    key.catch(() => this.#unwrapped.delete(served));
    return key;
  }
}
