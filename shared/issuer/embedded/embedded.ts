import { maskCardNumber } from '../../cards/number.ts';
import { drawSecrets } from '../../cards/secrets.ts';
import { opTypes } from '../../contract/codes.ts';
import type { Order } from '../../orders/order.ts';
import type { Random } from '../../platform/random.ts';
import { NumbersUsedUp, type Vault } from '../../vault/vault.ts';
import type { Issuer, Outcome } from '../issuer.ts';

/** The issuer of cards whose numbers, money and decisions are kept on this platform. */
export class EmbeddedIssuer implements Issuer {
  readonly #vault: Vault;
  readonly #random: Random;
  readonly #utcOffset: string;

  constructor(vault: Vault, random: Random, utcOffset: string) {
    this.#vault = vault;
    this.#random = random;
    this.#utcOffset = utcOffset;
  }

  async perform(order: Order): Promise<Outcome> {
    if (order.opType !== opTypes.cardOpening) return { state: 'succeeded' };
    const source = { random: this.#random, utcOffset: this.#utcOffset };
    try {
      const { cardNo, expiry } = await this.#vault.keep(order.cardId, () =>
        drawSecrets(source, order.opening, order.createdAt),
      );
      return { state: 'succeeded', card: { maskedNumber: maskCardNumber(cardNo), expiry } };
    } catch (error) {
      if (!(error instanceof NumbersUsedUp)) throw error;
      const { binRangeId } = order.opening;
      return {
        state: 'refused',
        reason: 'no card number is free',
        alarm: `BIN range ${binRangeId} is used up`,
      };
    }
  }
}
