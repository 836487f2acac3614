import {
  importPrivateKey,
  importPublicKey,
  type RsaKey,
  type RsaPrivateKey,
  type RsaPublicKey,
} from '../codec/keys.ts';
import type { Key } from '../store/store.ts';
import type { Sealer } from '../vault/sealer.ts';
import type { Counterparty } from './counterparty.ts';
import { type Merchant, merchantKey } from './merchant.ts';

/** Parsed keys kept in memory: parsing costs several times as much as using one. */
const KEPT = 1_000;

/** The keys that envelopes of merchants and upstreams are opened and sealed with, each parsed once. */
export class CounterpartyKeys {
  readonly #sealer: Sealer;
  readonly #private = new Map<string, Promise<RsaPrivateKey>>();
  readonly #public = new Map<string, RsaPublicKey>();

  constructor(sealer: Sealer) {
    this.#sealer = sealer;
  }

  /** The platform's private key for this counterparty, which was sealed for its `record`: a merchant's unless told. */
  platformKey(
    { userNo, platformPrivateKey }: Counterparty,
    record: Key = merchantKey(userNo),
  ): Promise<RsaPrivateKey> {
    const known = this.#private.get(platformPrivateKey.sealed);
    if (known) return known;
    if (this.#private.size >= KEPT) this.#private.clear();
    const key = this.#sealer
      .open(platformPrivateKey, record.pk)
      .then((pem) => importPrivateKey(pem.toString()));
    this.#private.set(platformPrivateKey.sealed, key);
    key.catch(() => this.#private.delete(platformPrivateKey.sealed));
    return key;
  }

  /** The counterparty's public key. */
  publicKey({ publicKey }: Counterparty): RsaPublicKey {
    const known = this.#public.get(publicKey);
    if (known) return known;
    if (this.#public.size >= KEPT) this.#public.clear();
    const key = importPublicKey(publicKey);
    this.#public.set(publicKey, key);
    return key;
  }

  /** What the merchant's requests are opened with, by its cipher mode (contract section 1). */
  async requestKey(merchant: Merchant): Promise<RsaKey> {
    return merchant.requestCipher === 'platform-public'
      ? this.platformKey(merchant)
      : this.publicKey(merchant);
  }
}
