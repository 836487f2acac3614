import { maskPan } from '../../../../runtime/card-number/pan.ts';
import { writeConflict } from '../../../../runtime/idempotency/execute-once.ts';
import type { Random } from '../../../../runtime/random.ts';
import type { CardSecrets } from '../../../../runtime/vault/card-secrets.ts';
import { BinRangeExhausted, type CardVault } from '../../../../runtime/vault/card-vault.ts';
import type { CardOwner } from '../../../../runtime/vault/numbered-card.ts';
import { opTypes } from '../../../../wire/contract/codes.ts';
import type { ImmediateOutcome, IssuedCard, Issuer, OrderOutcome } from '../../model/issuer.ts';
import type { OpeningOrder, Order } from '../../model/order.ts';
import { ExhaustedRanges } from './exhausted-ranges.ts';
import { generateCardSecrets } from './generate-card.ts';

/** Card numbers to generate for one opening in a BIN range that was exhausted a moment ago. */
const MAX_PAN_ATTEMPTS_IF_EXHAUSTED = 5;

/** Issues cards whose numbers, balances and authorization decisions this platform manages itself. */
export class EmbeddedIssuer implements Issuer {
  readonly #vault: CardVault;
  readonly #random: Random;
  readonly #utcOffset: string;
  readonly #exhausted: ExhaustedRanges;

  constructor(vault: CardVault, random: Random, utcOffset: string, now: () => number) {
    this.#vault = vault;
    this.#random = random;
    this.#utcOffset = utcOffset;
    this.#exhausted = new ExhaustedRanges(now);
  }

  /** Carries out a pending order: an earlier version accepted it, or it lost too many attempts at being settled at once. */
  async perform(order: Order): Promise<OrderOutcome> {
    if (order.opType !== opTypes.cardOpening) return { state: 'succeeded' };
    return refusedIfExhausted(order, async () => {
      const secrets = await this.#vault.getOrCreate(
        order.cardId,
        () => this.#generate(order),
        ownerOf(order),
      );
      return { state: 'succeeded', card: issued(secrets) };
    });
  }

  /**
   * While a merchant repeats openings in an exhausted BIN range, each searches little, and one a minute raises the alarm.
   */
  async performAtOnce(order: Order): Promise<ImmediateOutcome> {
    if (order.opType !== opTypes.cardOpening) return { state: 'succeeded', writes: [] };
    const { binRangeId } = order.opening;
    const outcome = await this.#openAtOnce(
      order,
      this.#exhausted.has(binRangeId) ? MAX_PAN_ATTEMPTS_IF_EXHAUSTED : undefined,
    );
    if (outcome.state === 'succeeded') {
      this.#exhausted.delete(binRangeId);
      return outcome;
    }
    const { alarm, ...silent } = outcome;
    return this.#exhausted.add(binRangeId) ? outcome : silent;
  }

  #openAtOnce(order: OpeningOrder, maxAttempts: number | undefined): Promise<ImmediateOutcome> {
    return refusedIfExhausted(order, async () => {
      const { secrets, writes } = await this.#vault.newCardWrites(
        order.cardId,
        () => this.#generate(order),
        ownerOf(order),
        maxAttempts,
      );
      // The number belongs to another card. The retry draws a new one.
      const repeatable = writes.map((write) => ({ ...write, onConflict: writeConflict }));
      return { state: 'succeeded' as const, card: issued(secrets), writes: repeatable };
    });
  }

  #generate({ opening, createdAt }: OpeningOrder) {
    return generateCardSecrets({ random: this.#random, utcOffset: this.#utcOffset }, opening, createdAt);
  }
}

const ownerOf = ({ userNo, currency, groupId }: OpeningOrder): CardOwner => ({
  userNo,
  currency,
  ...(groupId !== undefined && { groupId }),
});

const issued = ({ cardNo, expiry }: CardSecrets): IssuedCard => ({ maskedNumber: maskPan(cardNo), expiry });

/** Opens the card, or refuses the order because its BIN range has no free number. */
async function refusedIfExhausted<Outcome>(
  { opening: { binRangeId } }: OpeningOrder,
  open: () => Promise<Outcome>,
): Promise<Outcome | Extract<OrderOutcome, { state: 'refused' }>> {
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof BinRangeExhausted)) throw error;
    return {
      state: 'refused',
      reason: 'no card number is free',
      alarm: `BIN range ${binRangeId} is used up`,
    };
  }
}
