import {
  importPrivateKey,
  importPublicKey,
  type RsaKey,
  type RsaPrivateKey,
  type RsaPublicKey,
} from '../codec/keys.ts';
import type { Key } from '../store/item.ts';
import type { Store } from '../store/store.ts';
import type { Sealer } from '../vault/sealer.ts';
import type { Counterparty, PublicKey } from './counterparty.ts';
import { type Merchant, merchantKey } from './merchant.ts';
import { openPrivateKey } from './platform-keys.ts';
import { platformKeysOf, publicKeysOf } from './rotation.ts';

/** Parsed keys kept in memory: parsing costs several times as much as using one. */
const KEPT = 1_000;

/**
 * The keys that envelopes of merchants and upstreams are opened and sealed with, each parsed once. A private one costs its
 * first user a read and a call of the keeper of keys; a key is never changed, so nobody after it has to look again.
 */
export class CounterpartyKeys {
  readonly #store: Pick<Store, 'get'>;
  readonly #sealer: Sealer;
  readonly #now: () => number;
  readonly #private = new Map<string, Promise<RsaPrivateKey>>();
  readonly #public = new Map<string, RsaPublicKey>();

  constructor(store: Pick<Store, 'get'>, sealer: Sealer, now: () => number = Date.now) {
    this.#store = store;
    this.#sealer = sealer;
    this.#now = now;
  }

  /**
   * The platform's present private key for this counterparty, which is kept under its `record`: a merchant's unless told.
   *
   * @throws PrivateKeyMissing
   */
  platformKey(party: Counterparty, record: Key = merchantKey(party.userNo)): Promise<RsaPrivateKey> {
    return this.#privateKey(platformKeysOf(party, this.#now())[0], record);
  }

  /** The platform's private keys for the merchant that are good, the present one first. */
  platformKeys(merchant: Merchant): Promise<RsaPrivateKey[]> {
    const record = merchantKey(merchant.userNo);
    return Promise.all(platformKeysOf(merchant, this.#now()).map((key) => this.#privateKey(key, record)));
  }

  /** The counterparty's public keys that are good, the present one first. */
  publicKeys(party: Counterparty): RsaPublicKey[] {
    return publicKeysOf(party, this.#now()).map((key) => this.#publicKey(key));
  }

  /** What the merchant's requests are opened with, by its cipher mode (contract section 1): the present key first. */
  async requestKeys(merchant: Merchant): Promise<RsaKey[]> {
    return merchant.requestCipher === 'platform-public'
      ? this.platformKeys(merchant)
      : this.publicKeys(merchant);
  }

  #privateKey({ publicKey }: PublicKey, record: Key): Promise<RsaPrivateKey> {
    const known = this.#private.get(publicKey);
    if (known) return known;
    if (this.#private.size >= KEPT) this.#private.clear();
    const kept = { store: this.#store, sealer: this.#sealer };
    const key = openPrivateKey(kept, record, publicKey).then(importPrivateKey);
    this.#private.set(publicKey, key);
    key.catch(() => this.#private.delete(publicKey));
    return key;
  }

  #publicKey({ publicKey }: PublicKey): RsaPublicKey {
    const known = this.#public.get(publicKey);
    if (known) return known;
    if (this.#public.size >= KEPT) this.#public.clear();
    const key = importPublicKey(publicKey);
    this.#public.set(publicKey, key);
    return key;
  }
}
