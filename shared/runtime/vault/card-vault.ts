import type { Item, Key } from '../store/item.ts';
import type { ItemAddress, Store } from '../store/store.ts';
import { tryWrite } from '../store/try-write.ts';
import { equals, type Write } from '../store/write.ts';
import { type CardSecrets, isSameSecret, type NewCardSecrets } from './card-secrets.ts';
import { KeyedHash } from './keyed-hash.ts';
import { type CardOwner, type NumberedCard, numberItem, panHashKey } from './numbered-card.ts';
import type { Sealed, Sealer } from './sealer.ts';
import { cvv2Context, dueAtExpiry, pinKey, vaultCardKey } from './secret-retention.ts';

/** A card's secrets and the keyed hash of its number, as stored. */
interface StoredCard {
  readonly panHash: string;
  readonly secrets: CardSecrets;
}

/**
 * Card numbers to generate before a BIN range counts as exhausted. In a range that is 95 % used, that happens once in
 * about 170 times.
 */
const MAX_PAN_ATTEMPTS = 100;

const EXHAUSTED = 'no free card number was found: the BIN range is nearly exhausted';

/** No free card number was found. */
export class BinRangeExhausted extends Error {
  override readonly name = 'BinRangeExhausted';
}

/** A number's hash led to a card with another number: the vault did not write that item. */
export class PanMismatch extends Error {
  override readonly name = 'PanMismatch';
  constructor() {
    super('the vault found a card by a number that differs from the number it stores for the card');
  }
}

const vaultAddress = (key: Key): ItemAddress => ({ table: 'vault', key });

/** Stores sealed card numbers, each unique across the platform, and PINs. */
export class CardVault {
  readonly #store: Store;
  readonly #sealer: Sealer;
  readonly #pinSealer: Sealer;
  readonly #hash: KeyedHash;

  /** Card numbers and PINs are sealed under different keys: access to one gives no access to the other. */
  constructor(store: Store, { cards, pins }: { readonly cards: Sealer; readonly pins: Sealer }) {
    this.#store = store;
    this.#sealer = cards;
    this.#pinSealer = pins;
    this.#hash = new KeyedHash(store, cards);
  }

  /**
   * Returns a card's secrets, or undefined when the vault holds none, or none any more.
   *
   * @throws PanMismatch when `foundBy`, the number that led to the card, is not the card's number
   */
  async read(cardId: string, foundBy?: string): Promise<CardSecrets | undefined> {
    return this.open(cardId, await this.#store.get('vault', vaultCardKey(cardId)), foundBy);
  }

  /** Where a card's secrets are stored. */
  secretsAddress = (cardId: string): ItemAddress => vaultAddress(vaultCardKey(cardId));

  /** Does what `read` does, with an item that was read from `secretsAddress`. */
  async open(cardId: string, item: Item | undefined, foundBy?: string): Promise<CardSecrets | undefined> {
    if (item && foundBy !== undefined && item['number'] !== (await this.#hash.of(foundBy)))
      throw new PanMismatch();
    const stored = await this.#storedCard(cardId, item);
    if (stored && foundBy !== undefined && !isSameSecret(foundBy, stored.secrets.cardNo))
      throw new PanMismatch();
    return stored?.secrets;
  }

  /** Creates the key for hashing numbers if there is none. Functions that only read the vault cannot create it. */
  async createHashKey(): Promise<void> {
    await this.fingerprint('');
  }

  /**
   * Returns the card with this number, or undefined. It is found by the hash alone: callers that act on the card must
   * pass the number to `read` as well.
   */
  async findCardByPan(cardNo: string): Promise<string | undefined> {
    const { table, key } = await this.numberAddress(cardNo);
    return this.numberedCardFrom(await this.#store.get(table, key))?.cardId;
  }

  /** Where it is stored which card has the number. */
  async numberAddress(cardNo: string): Promise<ItemAddress> {
    return vaultAddress(panHashKey(await this.#hash.of(cardNo)));
  }

  /** Parses the item that was read from `numberAddress`; undefined when no card has the number. */
  numberedCardFrom = (item: Item | undefined): NumberedCard | undefined =>
    item && (item as unknown as NumberedCard);

  /**
   * Returns the card's secrets, and generates and stores them the first time. An order that is carried out again gets
   * the same card. `owner` is whose the card will be; absent for a card that goes into stock.
   *
   * It makes two separate writes, because a transaction of both would cost twice as much. Nothing is returned before
   * the number belongs to the card. If the process dies in between, the next call finds the secrets:
   *
   *   secrets stored ──▶ number claimed ──▶ returned
   *        ▲                   │ another card has it
   *        └── generate anew ──┘
   *
   * @throws BinRangeExhausted when no free number is found
   */
  async getOrCreate(cardId: string, generate: () => NewCardSecrets, owner?: CardOwner): Promise<CardSecrets> {
    const card = { cardId, ...(owner && { owner }) };
    let stored = await this.#storedCard(cardId, await this.#store.get('vault', vaultCardKey(cardId)));
    for (let attempts = 0; attempts <= MAX_PAN_ATTEMPTS; attempts += 1) {
      if (stored && (await this.#claimPan(stored.panHash, card))) return stored.secrets;
      stored = await this.#storeSecrets(cardId, generate(), stored?.panHash);
    }
    throw new BinRangeExhausted(EXHAUSTED);
  }

  /**
   * Generates the secrets of a new card, with a number that no card has, and builds the writes that store them, for the
   * transaction that opens the card: either the number is taken and the card is there, or neither. They fail when the
   * number was taken concurrently. `maxAttempts` is how many numbers to generate before the range counts as exhausted.
   *
   * @throws BinRangeExhausted when no free number is found
   */
  async newCardWrites(
    cardId: string,
    generate: () => NewCardSecrets,
    owner: CardOwner,
    maxAttempts = MAX_PAN_ATTEMPTS,
  ): Promise<{ readonly secrets: NewCardSecrets; readonly writes: readonly Write[] }> {
    for (let attempts = 0; attempts < maxAttempts; attempts += 1) {
      const secrets = generate();
      if ((await this.findCardByPan(secrets.cardNo)) !== undefined) continue;
      const sealed = await this.#sealed(cardId, secrets);
      const items = [{ ...vaultCardKey(cardId), ...sealed }, numberItem(sealed.number, { cardId, owner })];
      const writes = items.map((item): Write => ({ kind: 'put', table: 'vault', item }));
      return { secrets, writes };
    }
    throw new BinRangeExhausted(EXHAUSTED);
  }

  /** Builds the write that stores a card's sealed PIN, in place of an earlier one. */
  async pinWrite(cardId: string, pin: string): Promise<Write> {
    const key = pinKey(cardId);
    const item = { ...key, pin: await this.#pinSealer.seal(pin, key.pk) };
    return { kind: 'put', table: 'pins', item, replace: true };
  }

  /** Returns a text that is the same for the same secret and reveals nothing of it without the vault's key. */
  async fingerprint(secret: string): Promise<string> {
    return this.#hash.of(`fingerprint/${secret}`);
  }

  /** Opens the card's item; undefined when there is none or its number was removed. */
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

  /** Seals the secrets. The CVV2 is sealed separately, because it is removed first. */
  async #sealed(cardId: string, { cvv2, ...lasting }: NewCardSecrets) {
    return {
      number: await this.#hash.of(lasting.cardNo),
      secrets: await this.#sealer.seal(JSON.stringify(lasting), vaultCardKey(cardId).pk),
      cvv2: await this.#sealer.seal(cvv2, cvv2Context(cardId)),
      ...dueAtExpiry(cardId, lasting.expiry),
    };
  }

  /** Stores the secrets, or replaces those with `replacedHash`. Returns what is stored afterwards, whoever wrote it. */
  async #storeSecrets(
    cardId: string,
    secrets: NewCardSecrets,
    replacedHash?: string,
  ): Promise<StoredCard | undefined> {
    const key = vaultCardKey(cardId);
    const sealed = await this.#sealed(cardId, secrets);
    const conflict = await tryWrite(this.#store, [
      replacedHash === undefined
        ? { kind: 'put', table: 'vault', item: { ...key, ...sealed } }
        : { kind: 'update', table: 'vault', key, set: sealed, when: [equals('number', replacedHash)] },
    ]);
    if (conflict) return this.#storedCard(cardId, conflict.current);
    const { cvv2, ...lasting } = secrets;
    return { panHash: sealed.number, secrets: { ...lasting, cvv2 } };
  }

  /** Claims the number for the card. Returns whether the number belongs to the card, now or already before. */
  async #claimPan(panHash: string, card: NumberedCard): Promise<boolean> {
    const conflict = await tryWrite(this.#store, [
      { kind: 'put', table: 'vault', item: numberItem(panHash, card) },
    ]);
    return !conflict || conflict.current?.['cardId'] === card.cardId;
  }
}
