import { drawCardNumber, maskCardNumber } from '../../cards/number.ts';
import { opTypes } from '../../contract/notifications.ts';
import { formatDate } from '../../contract/time.ts';
import type { OpeningOrder, Order } from '../../orders/order.ts';
import { type Random, randomDigits } from '../../platform/random.ts';
import type { CardSecrets, Vault } from '../../vault/vault.ts';
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
    const { cardNo, expiry } = await this.#vault.keep(order.cardId, () => this.#drawSecrets(order));
    return { state: 'succeeded', card: { maskedNumber: maskCardNumber(cardNo), expiry } };
  }

  #drawSecrets(order: OpeningOrder): CardSecrets {
    return {
      cardNo: drawCardNumber(order.opening.cardBin, this.#random),
      cvv2: randomDigits(3, this.#random),
      expiry: expiryMonth(formatDate(order.createdAt, this.#utcOffset), order.opening.validityMonths),
    };
  }
}

/** The month that is `months` after the month of `date`, as yyyy-MM. */
function expiryMonth(date: string, months: number): string {
  const [year = 0, month = 0] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 7);
}
