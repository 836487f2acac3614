import type { Item } from '../../../runtime/store/item.ts';
import type { Condition } from '../../../runtime/store/write.ts';
import type { Authorization } from '../model/authorization.ts';
import type { BinRange } from '../model/bin-range.ts';
import type { Card } from '../model/card.ts';
import type { BookedAmounts, NetworkRequest, Transaction } from '../model/transaction.ts';
import type { TransactionEvent } from '../model/transaction-event.ts';
import type { AuthorizationMatch } from './match-authorization.ts';

/** Conditions on the card's item, and changes of it. */
export interface CardUpdate {
  readonly when: readonly Condition[];
  readonly set: Item;
  readonly remove: readonly string[];
}

/** An event with everything needed to post it. */
export interface TransactionToPost extends Pick<Transaction, 'reason' | 'decline'> {
  readonly card: Card;
  readonly event: TransactionEvent;
  /** As read when the event was matched. */
  readonly match: AuthorizationMatch;
  /** The card was cancelled: its merchant's account is debited and credited instead of the card. */
  readonly closed?: boolean;
  /** Where the network's fees are charged, if the merchant is notified of them. */
  readonly feesFrom?: BinRange['feesFrom'];
  /** Conditions on the card's item, and changes of it, beside its usage. */
  readonly cardUpdate?: CardUpdate;
  /** The request that a new record answers. */
  readonly request?: NetworkRequest;
  readonly correlationId: string;
}

/** The change of an authorization's balances, in minor units. */
export type AuthorizationChange = Pick<BookedAmounts, 'held' | 'spent'>;

/** The authorization after an event, and the change of its balances. */
export interface BalanceEffects extends AuthorizationChange {
  readonly after: Authorization;
}
