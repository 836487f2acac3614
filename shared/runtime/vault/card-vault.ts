import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Item } from '../store/item.ts';
import type { Store } from '../store/store.ts';
import { equals, type Write } from '../store/write.ts';
import type { Sealed, Sealer } from './sealer.ts';
import { cvv2Context, dueAtExpiry, pinKey, vaultCardKey } from './secret-retention.ts';

/** What only those may see who must show or check a card. */
export interface CardSecrets {
  /** The PAN. */
  readonly cardNo: string;
  /** Kept until the card is cancelled or expires. */
  readonly cvv2?: string;
  /** yyyy-MM */
  readonly expiry: string;
}

/** Of a new card, with all of it. */
export type NewCardSecrets = Required<CardSecrets>;

/** Whether a presented secret is the one that is kept. Takes as long for a wrong one as for a right one. */
export function isSameSecret(presented: string, stored: string): boolean {
  const [one, other] = [Buffer.from(presented), Buffer.from(stored)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** A card's secrets with the hash of its number, as the vault keeps them. */
interface StoredCard {
  readonly panHash: string;
  readonly secrets: CardSecrets;
}

/** Something stands against a write. */
class VaultConflict extends Error {
  readonly current: Item | undefined;
  constructor(item: Item | undefined) {
    super('the vault keeps something else there');
    this.current = item;
  }
}

/** Numbers that may be drawn before a BIN range counts as used up: of one that is used up to 95 %, one in 170 times. */
const MAX_PAN_ATTEMPTS = 100;

/** No number was found that is not another card's. */
export class BinRangeExhausted extends Error {
  override readonly name = 'BinRangeExhausted';
}

/** The hash of a number leads to a card of another one: what lies there was not written by the vault. */
export class PanMismatch extends Error {
  override readonly name = 'PanMismatch';
  constructor() {
    super('the vault finds a card by a number that is not the one it keeps of it');
  }
}

/** Of the item that says which card has the number of this hash. */
const panHashKey = (hash: string) => ({ pk: `number/${hash}` });

/** Keeps card numbers, sealed and each once in the whole platform, and PINs. */
export class CardVault {
  readonly #store: Store;
  readonly #sealer: Sealer;
  readonly #pinSealer: Sealer;
  #hashKey: Promise<Buffer> | undefined;

  /** Card numbers and PINs are sealed under keys of their own: who can open one cannot open the other. */
  constructor(store: Store, { cards, pins }: { readonly cards: Sealer; readonly pins: Sealer }) {
    this.#store = store;
    this.#sealer = cards;
    this.#pinSealer = pins;
  }

  /**
   * The secrets of a card, or undefined when the vault holds none for it, or no longer.
   *
   * @throws AnotherNumber when it was found by a number that is not the one it has
   */
  async read(cardId: string, foundBy?: string): Promise<CardSecrets | undefined> {
    const item = await this.#store.get('vault', vaultCardKey(cardId));
    if (item && foundBy !== undefined && item['number'] !== (await this.#keyedHash(foundBy)))
      throw new PanMismatch();
    const stored = await this.#storedCard(cardId, item);
    if (stored && foundBy !== undefined && !isSameSecret(foundBy, stored.secrets.cardNo))
      throw new PanMismatch();
    return stored?.secrets;
  }

  /** Makes the key that numbers are hashed with, where there is none: functions that only read the vault cannot. */
  async createHashKey(): Promise<void> {
    await this.fingerprint('');
  }

  /**
   * The card that has this number, or undefined when the vault keeps none of it. By its hash alone: whoever acts on it reads
   * the card by the number as well.
   */
  async findCardByPan(cardNo: string): Promise<string | undefined> {
    const item = await this.#store.get('vault', panHashKey(await this.#keyedHash(cardNo)));
    return item?.['cardId'] as string | undefined;
  }

  /**
   * The card's secrets, drawn by `draw` and kept the first time. Repeating it answers the same ones, so an order that is
   * carried out again gets the card it had.
   *
   * Two writes, each by itself, as a transaction of both costs twice as much. Nothing is answered before the number is
   * the card's own; whoever is cut off between them leaves secrets that the next to keep the card finds:
   *
   *   secrets are kept ──▶ their number is taken ──▶ answered
   *        ▲                     │ it is another card's
   *        └──── drawn anew ─────┘
   */
  async getOrCreate(cardId: string, generate: () => NewCardSecrets): Promise<CardSecrets> {
    let stored = await this.#storedCard(cardId, await this.#store.get('vault', vaultCardKey(cardId)));
    for (let attempts = 0; attempts <= MAX_PAN_ATTEMPTS; attempts += 1) {
      if (stored && (await this.#claimPan(stored.panHash, cardId))) return stored.secrets;
      stored = await this.#storeSecrets(cardId, generate(), stored?.panHash);
    }
    throw new BinRangeExhausted('no free card number was found: the BIN range is nearly used up');
  }

  /** The write that keeps a card's PIN, sealed, in place of an earlier one. */
  async pinWrite(cardId: string, pin: string): Promise<Write> {
    const key = pinKey(cardId);
    const item = { ...key, pin: await this.#pinSealer.seal(pin, key.pk) };
    return { kind: 'put', table: 'pins', item, replace: true };
  }

  /** A text that is the same for the same secret and tells nothing of it without the vault's key. */
  async fingerprint(secret: string): Promise<string> {
    return this.#keyedHash(`fingerprint/${secret}`);
  }

  /** What the card's item holds, if there is one and its number was not removed. */
  async #storedCard(cardId: string, item: Item | undefined): Promise<StoredCard | undefined> {
    if (!item?.['secrets']) return undefined;
    const secrets = await this.#sealer.open(item['secrets'] as Sealed, vaultCardKey(cardId).pk);
    const cvv2 = item['cvv2']
      ? await this.#sealer.open(item['cvv2'] as Sealed, cvv2Context(cardId))
      : undefined;
    return {
      panHash: String(item['number']),
      secrets: { ...JSON.parse(secrets.toString()), ...(cvv2 && { cvv2: cvv2.toString() }) },
    };
  }

  /** What the card's item is to hold: the verification number by itself, as it goes first. */
  async #sealed(cardId: string, { cvv2, ...lasting }: NewCardSecrets) {
    return {
      number: await this.#keyedHash(lasting.cardNo),
      secrets: await this.#sealer.seal(JSON.stringify(lasting), vaultCardKey(cardId).pk),
      cvv2: await this.#sealer.seal(cvv2, cvv2Context(cardId)),
      ...dueAtExpiry(cardId, lasting.expiry),
    };
  }

  /** Keeps the secrets in place of those with that number, if any; answers what is kept then, whoever wrote it. */
  async #storeSecrets(
    cardId: string,
    secrets: NewCardSecrets,
    replacedHash?: string,
  ): Promise<StoredCard | undefined> {
    const key = vaultCardKey(cardId);
    const sealed = await this.#sealed(cardId, secrets);
    const conflict = await this.#tryWrite(
      replacedHash === undefined
        ? { kind: 'put', table: 'vault', item: { ...key, ...sealed } }
        : { kind: 'update', table: 'vault', key, set: sealed, when: [equals('number', replacedHash)] },
    );
    if (conflict) return this.#storedCard(cardId, conflict.current);
    const { cvv2, ...lasting } = secrets;
    return { panHash: sealed.number, secrets: { ...lasting, cvv2 } };
  }

  /** Whether the number of this hash is the card's, now or since before. */
  async #claimPan(panHash: string, cardId: string): Promise<boolean> {
    const item = { ...panHashKey(panHash), cardId };
    const conflict = await this.#tryWrite({ kind: 'put', table: 'vault', item });
    return !conflict || conflict.current?.['cardId'] === cardId;
  }

  /** Makes the write, or answers what stands against it. */
  async #tryWrite(write: Write): Promise<VaultConflict | undefined> {
    try {
      await this.#store.write([{ ...write, onConflict: (item) => new VaultConflict(item) }]);
      return undefined;
    } catch (error) {
      if (error instanceof VaultConflict) return error;
      throw error;
    }
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
    const stored = await this.#store.get('vault', { pk });
    if (stored) return open(stored);
    const item = { pk, key: await this.#sealer.seal(randomBytes(32), pk) };
    return (await this.#tryWrite({ kind: 'put', table: 'vault', item })) ? this.#readHashKey() : open(item);
  }
}
