import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Item } from '../store/item.ts';
import type { Store } from '../store/store.ts';
import { equals, type Write } from '../store/write.ts';
import { cardKey, cvv2Context, pinKey, untilExpiry } from './lifetime.ts';
import type { Sealed, Sealer } from './sealer.ts';

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
export type NewSecrets = Required<CardSecrets>;

/** Whether a presented secret is the one that is kept. Takes as long for a wrong one as for a right one. */
export function isSameSecret(presented: string, kept: string): boolean {
  const [one, other] = [Buffer.from(presented), Buffer.from(kept)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** A card's secrets with the hash of its number, as the vault keeps them. */
interface KeptCard {
  readonly number: string;
  readonly secrets: CardSecrets;
}

/** Something stands against a write. */
class Barred extends Error {
  readonly item: Item | undefined;
  constructor(item: Item | undefined) {
    super('the vault keeps something else there');
    this.item = item;
  }
}

/** Numbers that may be drawn before a BIN range counts as used up: of one that is used up to 95 %, one in 170 times. */
const DRAWS = 100;

/** No number was found that is not another card's. */
export class NumbersUsedUp extends Error {
  override readonly name = 'NumbersUsedUp';
}

/** The hash of a number leads to a card of another one: what lies there was not written by the vault. */
export class AnotherNumber extends Error {
  override readonly name = 'AnotherNumber';
  constructor() {
    super('the vault finds a card by a number that is not the one it keeps of it');
  }
}

/** Of the item that says which card has the number of this hash. */
const numberKey = (hash: string) => ({ pk: `number/${hash}` });

/** Keeps card numbers, sealed and each once in the whole platform, and PINs. */
export class Vault {
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
    const item = await this.#store.get('vault', cardKey(cardId));
    if (item && foundBy !== undefined && item['number'] !== (await this.#keyedHash(foundBy)))
      throw new AnotherNumber();
    const kept = await this.#kept(cardId, item);
    if (kept && foundBy !== undefined && !isSameSecret(foundBy, kept.secrets.cardNo))
      throw new AnotherNumber();
    return kept?.secrets;
  }

  /** Makes the key that numbers are hashed with, where there is none: functions that only read the vault cannot. */
  async prepare(): Promise<void> {
    await this.fingerprint('');
  }

  /**
   * The card that has this number, or undefined when the vault keeps none of it. By its hash alone: whoever acts on it reads
   * the card by the number as well.
   */
  async findCard(cardNo: string): Promise<string | undefined> {
    const item = await this.#store.get('vault', numberKey(await this.#keyedHash(cardNo)));
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
  async keep(cardId: string, draw: () => NewSecrets): Promise<CardSecrets> {
    let kept = await this.#kept(cardId, await this.#store.get('vault', cardKey(cardId)));
    for (let draws = 0; draws <= DRAWS; draws += 1) {
      if (kept && (await this.#takeNumber(kept.number, cardId))) return kept.secrets;
      kept = await this.#draw(cardId, draw(), kept?.number);
    }
    throw new NumbersUsedUp('no free card number was found: the BIN range is nearly used up');
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
  async #kept(cardId: string, item: Item | undefined): Promise<KeptCard | undefined> {
    if (!item?.['secrets']) return undefined;
    const secrets = await this.#sealer.open(item['secrets'] as Sealed, cardKey(cardId).pk);
    const cvv2 = item['cvv2']
      ? await this.#sealer.open(item['cvv2'] as Sealed, cvv2Context(cardId))
      : undefined;
    return {
      number: String(item['number']),
      secrets: { ...JSON.parse(secrets.toString()), ...(cvv2 && { cvv2: cvv2.toString() }) },
    };
  }

  /** What the card's item is to hold: the verification number by itself, as it goes first. */
  async #sealed(cardId: string, { cvv2, ...lasting }: NewSecrets) {
    return {
      number: await this.#keyedHash(lasting.cardNo),
      secrets: await this.#sealer.seal(JSON.stringify(lasting), cardKey(cardId).pk),
      cvv2: await this.#sealer.seal(cvv2, cvv2Context(cardId)),
      ...untilExpiry(cardId, lasting.expiry),
    };
  }

  /** Keeps the secrets in place of those with that number, if any; answers what is kept then, whoever wrote it. */
  async #draw(cardId: string, secrets: NewSecrets, instead?: string): Promise<KeptCard | undefined> {
    const key = cardKey(cardId);
    const sealed = await this.#sealed(cardId, secrets);
    const barred = await this.#tryTo(
      instead === undefined
        ? { kind: 'put', table: 'vault', item: { ...key, ...sealed } }
        : { kind: 'update', table: 'vault', key, set: sealed, when: [equals('number', instead)] },
    );
    if (barred) return this.#kept(cardId, barred.item);
    const { cvv2, ...lasting } = secrets;
    return { number: sealed.number, secrets: { ...lasting, cvv2 } };
  }

  /** Whether the number of this hash is the card's, now or since before. */
  async #takeNumber(number: string, cardId: string): Promise<boolean> {
    const item = { ...numberKey(number), cardId };
    const barred = await this.#tryTo({ kind: 'put', table: 'vault', item });
    return !barred || barred.item?.['cardId'] === cardId;
  }

  /** Makes the write, or answers what stands against it. */
  async #tryTo(write: Write): Promise<Barred | undefined> {
    try {
      await this.#store.write([{ ...write, otherwise: (item) => new Barred(item) }]);
      return undefined;
    } catch (error) {
      if (error instanceof Barred) return error;
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
    const kept = await this.#store.get('vault', { pk });
    if (kept) return open(kept);
    const item = { pk, key: await this.#sealer.seal(randomBytes(32), pk) };
    return (await this.#tryTo({ kind: 'put', table: 'vault', item })) ? this.#readHashKey() : open(item);
  }
}
