import { BoundedMap } from '../../runtime/bounded-map.ts';
import type { Key } from '../../runtime/store/item.ts';
import type { Store } from '../../runtime/store/store.ts';
import type { Sealer } from '../../runtime/vault/sealer.ts';
import {
  importPrivateKey,
  importPublicKey,
  type RsaKey,
  type RsaPrivateKey,
  type RsaPublicKey,
} from '../../wire/codec/keys.ts';
import type { Counterparty, PublicKey } from './counterparty.ts';
import { platformKeysOf, publicKeysOf } from './key-rotation.ts';
import { type Merchant, merchantKey } from './merchant.ts';
import { openPrivateKey } from './platform-keys.ts';

/** Maximum number of parsed keys to cache: parsing a key costs several times as much as using it. */
const MAX_CACHED_KEYS = 1_000;

/**
 * The keys that open and seal the envelopes of merchants and upstreams, each parsed once. The first use of a private
 * key costs a read and a call to the key provider; keys never change, so cached keys stay valid.
 */
export class CounterpartyKeys {
  readonly #store: Pick<Store, 'get'>;
  readonly #sealer: Sealer;
  readonly #now: () => number;
  readonly #privateKeys = new BoundedMap<string, Promise<RsaPrivateKey>>(MAX_CACHED_KEYS);
  readonly #publicKeys = new BoundedMap<string, RsaPublicKey>(MAX_CACHED_KEYS);

  constructor(store: Pick<Store, 'get'>, sealer: Sealer, now: () => number = Date.now) {
    this.#store = store;
    this.#sealer = sealer;
    this.#now = now;
  }

  /**
   * Returns the platform's current private key for a counterparty. `record` is the key of the counterparty's record; it
   * defaults to a merchant's.
   *
   * @throws PrivateKeyMissing
   */
  platformKey(party: Counterparty, record: Key = merchantKey(party.userNo)): Promise<RsaPrivateKey> {
    return this.#privateKey(platformKeysOf(party, this.#now())[0], record);
  }

  /** Returns the platform's valid private keys for a merchant, the current one first. */
  platformKeys(merchant: Merchant): Promise<RsaPrivateKey[]> {
    const record = merchantKey(merchant.userNo);
    return Promise.all(platformKeysOf(merchant, this.#now()).map((key) => this.#privateKey(key, record)));
  }

  /** Returns the counterparty's valid public keys, the current one first. */
  publicKeys(party: Counterparty): RsaPublicKey[] {
    return publicKeysOf(party, this.#now()).map((key) => this.#publicKey(key));
  }

  /**
   * Returns the keys that open a merchant's requests in its cipher mode (contract section 1), the current one first.
   */
  async requestKeys(merchant: Merchant): Promise<RsaKey[]> {
    return merchant.requestCipher === 'platform-public'
      ? this.platformKeys(merchant)
      : this.publicKeys(merchant);
  }

  #privateKey({ publicKey }: PublicKey, record: Key): Promise<RsaPrivateKey> {
    const cached = this.#privateKeys.get(publicKey);
    if (cached) return cached;
    const source = { store: this.#store, sealer: this.#sealer };
    const key = openPrivateKey(source, record, publicKey).then(importPrivateKey);
    this.#privateKeys.set(publicKey, key);
    key.catch(() => this.#privateKeys.delete(publicKey));
    return key;
  }

  #publicKey({ publicKey }: PublicKey): RsaPublicKey {
    const cached = this.#publicKeys.get(publicKey);
    if (cached) return cached;
    const key = importPublicKey(publicKey);
    this.#publicKeys.set(publicKey, key);
    return key;
  }
}
