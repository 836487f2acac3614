import { maskPan } from '../../../../runtime/card-number/pan.ts';
import type { Random } from '../../../../runtime/random.ts';
import { BinRangeExhausted, type CardVault } from '../../../../runtime/vault/card-vault.ts';
import { opTypes } from '../../../../wire/contract/codes.ts';
import type { Issuer, OrderOutcome } from '../../model/issuer.ts';
import type { Order } from '../../model/order.ts';
import { generateCardSecrets } from './generate-card.ts';

/** Issues cards whose numbers, balances and authorization decisions this platform manages itself. */
export class EmbeddedIssuer implements Issuer {
  readonly #vault: CardVault;
  readonly #random: Random;
  readonly #utcOffset: string;

  constructor(vault: CardVault, random: Random, utcOffset: string) {
    this.#vault = vault;
    this.#random = random;
    this.#utcOffset = utcOffset;
  }

  async perform(order: Order): Promise<OrderOutcome> {
    if (order.opType !== opTypes.cardOpening) return { state: 'succeeded' };
    const source = { random: this.#random, utcOffset: this.#utcOffset };
    try {
      const { cardNo, expiry } = await this.#vault.getOrCreate(order.cardId, () =>
        generateCardSecrets(source, order.opening, order.createdAt),
      );
      return { state: 'succeeded', card: { maskedNumber: maskPan(cardNo), expiry } };
    } catch (error) {
      if (!(error instanceof BinRangeExhausted)) throw error;
      const { binRangeId } = order.opening;
      return {
        state: 'refused',
        reason: 'no card number is free',
        alarm: `BIN range ${binRangeId} is used up`,
      };
    }
  }
}
