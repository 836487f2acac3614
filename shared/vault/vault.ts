import { createHmac, randomBytes } from 'node:crypto';
import type { Item, Store } from '../store/store.ts';
import type { Write } from '../store/write.ts';
import type { Sealed, Sealer } from './sealer.ts';

/** What only those may see who must show or check a card. */
export interface CardSecrets {
  /** The PAN. */
  readonly cardNo: string;
  readonly cvv2: string;
  /** yyyy-MM */
  readonly expiry: string;
}

class CardNumberTaken extends Error {}
class CardKept extends Error {}

/** Numbers that may be drawn before a BIN range counts as used up. */
const DRAWS = 20;

/** Keeps card numbers: sealed, each once in the whole platform. */
export class Vault {
  readonly #store: Store;
  readonly #sealer: Sealer;
  #hashKey: Promise<Buffer> | undefined;

  constructor(store: Store, sealer: Sealer) {
    this.#store = store;
    this.#sealer = sealer;
  }

  /** The secrets of a card, or undefined when the vault holds none for it. */
  async read(cardId: string): Promise<CardSecrets | undefined> {
    const item = await this.#store.get('vault', { pk: `card/${cardId}` });
    if (!item) return undefined;
    return JSON.parse((await this.#sealer.open(item['secrets'] as Sealed, `card/${cardId}`)).toString());
  }

  /**
   * The card's secrets, drawn by `draw` and kept the first time. Repeating it answers the same ones, so an order that is
   * carried out again gets the card it had.
   */
  async keep(cardId: string, draw: () => CardSecrets): Promise<CardSecrets> {
    for (let attempt = 0; attempt < DRAWS; attempt += 1) {
      const kept = await this.read(cardId);
      if (kept) return kept;
      const secrets = draw();
      try {
        await this.#store.write(await this.#writes(cardId, secrets));
        return secrets;
      } catch (error) {
        if (!(error instanceof CardNumberTaken || error instanceof CardKept)) throw error;
      }
    }
    throw new Error('no free card number was found: the BIN range is nearly used up');
  }

  async #writes(cardId: string, secrets: CardSecrets): Promise<Write[]> {
    const pk = `card/${cardId}`;
    const sealed = await this.#sealer.seal(JSON.stringify(secrets), pk);
    const taken = `number/${await this.#numberHash(secrets.cardNo)}`;
    return [
      { kind: 'put', table: 'vault', item: { pk, secrets: sealed }, otherwise: () => new CardKept() },
      { kind: 'put', table: 'vault', item: { pk: taken, cardId }, otherwise: () => new CardNumberTaken() },
    ];
  }

  /** Keyed, since there are few enough card numbers to try them all against a plain hash. */
  async #numberHash(cardNo: string): Promise<string> {
    this.#hashKey ??= this.#readHashKey();
    this.#hashKey.catch(() => (this.#hashKey = undefined));
    return createHmac('sha256', await this.#hashKey)
      .update(cardNo)
      .digest('hex');
  }

  async #readHashKey(): Promise<Buffer> {
    const pk = 'hash-key';
    const open = async (item: Item) => this.#sealer.open(item['key'] as Sealed, pk);
    const kept = await this.#store.get('vault', { pk });
    if (kept) return open(kept);
    const item = { pk, key: await this.#sealer.seal(randomBytes(32), pk) };
    try {
      await this.#store.write([{ kind: 'put', table: 'vault', item, otherwise: () => new CardKept() }]);
      return open(item);
    } catch (error) {
      if (!(error instanceof CardKept)) throw error;
      return this.#readHashKey();
    }
  }
}
