import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
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

/** Whether a presented secret is the one that is kept. Takes as long for a wrong one as for a right one. */
export function isSameSecret(presented: string, kept: string): boolean {
  const [one, other] = [Buffer.from(presented), Buffer.from(kept)];
  return one.length === other.length && timingSafeEqual(one, other);
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

  /** Makes the key that numbers are hashed with, where there is none: functions that only read the vault cannot. */
  async prepare(): Promise<void> {
    await this.fingerprint('');
  }

  /** The card that has this number, or undefined when the vault keeps none of it. */
  async findCard(cardNo: string): Promise<string | undefined> {
    const item = await this.#store.get('vault', await this.#numberKey(cardNo));
    return item?.['cardId'] as string | undefined;
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

  /** The write that keeps a card's PIN, sealed, in place of an earlier one. */
  async pinWrite(cardId: string, pin: string): Promise<Write> {
    const pk = `pin/${cardId}`;
    const item = { pk, pin: await this.#sealer.seal(pin, pk) };
    return { kind: 'put', table: 'vault', item, replace: true };
  }

  /** A text that is the same for the same secret and tells nothing of it without the vault's key. */
  async fingerprint(secret: string): Promise<string> {
    return this.#keyedHash(`fingerprint/${secret}`);
  }

  async #writes(cardId: string, secrets: CardSecrets): Promise<Write[]> {
    const pk = `card/${cardId}`;
    const sealed = await this.#sealer.seal(JSON.stringify(secrets), pk);
    const taken = await this.#numberKey(secrets.cardNo);
    return [
      { kind: 'put', table: 'vault', item: { pk, secrets: sealed }, otherwise: () => new CardKept() },
      { kind: 'put', table: 'vault', item: { ...taken, cardId }, otherwise: () => new CardNumberTaken() },
    ];
  }

  /** The key of the item that says which card has the number. */
  async #numberKey(cardNo: string): Promise<{ pk: string }> {
    return { pk: `number/${await this.#keyedHash(cardNo)}` };
  }

  /** Keyed, since there are few enough card numbers and PINs to try them all against a plain hash. */
  async #keyedHash(text: string): Promise<string> {
    this.#hashKey ??= this.#readHashKey();
    this.#hashKey.catch(() => (this.#hashKey = undefined));
    return createHmac('sha256', await this.#hashKey)
      .update(text)
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
