import type { NotificationContent } from '../../../../../shared/wire/contract/notifications.ts';

type Content = NotificationContent<'card_transaction'>;

const cents = (major: number) => BigInt(Math.round(major * 100));

/**
 * The books of a merchant that applies its notifications in the order in which they were created. Settled notifications
 * move money by settleAmount; all others hold and release. A clearing takes money from the hold of its authorization.
 */
export class MerchantLedger {
  readonly #held = new Map<string, bigint>();
  spent = 0n;

  get held(): bigint {
    return [...this.#held.values()].reduce((sum, each) => sum + each, 0n);
  }

  apply(content: Content): void {
    if (content.transStatus !== '1') return;
    const { cardId, originRecordNo, recordNo } = content;
    const purchase = `${cardId}/${originRecordNo ?? recordNo}`;
    const moved = cents(content.settleAmount ?? content.localCurrencyAmt);
    const held = this.#held.get(purchase) ?? 0n;
    if (content.transCategory === 2) this.#settle(content, purchase, held, moved);
    else if (content.transType === '1') this.#held.set(purchase, held + moved);
    else if (content.transType === '2') this.#held.set(purchase, held - moved);
  }

  #settle(content: Content, purchase: string, held: bigint, moved: bigint): void {
    const { fundsDirection, transType, localCurrencyAmt, originRecordNo } = content;
    this.spent += fundsDirection === 1 ? -moved : moved;
    // The part of a settled reversal that did not come back is released, of an adjustment nothing; the clearing of the
    // authorization itself releases all.
    const rest = transType === '2' && cents(localCurrencyAmt) > moved ? cents(localCurrencyAmt) - moved : 0n;
    const released = fundsDirection === 0 ? moved : rest;
    const isEnd = fundsDirection === 0 && originRecordNo === undefined;
    this.#held.set(purchase, isEnd || held < released ? 0n : held - released);
  }
}
