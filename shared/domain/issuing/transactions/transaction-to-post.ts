import type { Item } from '../../../runtime/store/item.ts';
import type { Condition } from '../../../runtime/store/write.ts';
import type { Authorization } from '../model/authorization.ts';
import type { BinRange } from '../model/bin-range.ts';
import type { Card } from '../model/card.ts';
import type { BookedAmounts, Transaction } from '../model/transaction.ts';
import type { TransactionEvent } from '../model/transaction-event.ts';
import type { AuthorizationMatch } from './match-authorization.ts';

/** What else must hold of a card's record, and changes on it. */
export interface CardUpdate {
  readonly when: readonly Condition[];
  readonly set: Item;
  readonly remove: readonly string[];
}

/** An event with what it is booked on. */
export interface TransactionToPost extends Pick<Transaction, 'reason' | 'decline'> {
  readonly card: Card;
  readonly event: TransactionEvent;
  /** As the tables had it when it was decided. */
  readonly match: AuthorizationMatch;
  /** The card was cancelled: what becomes available goes to the merchant's account, and what is taken comes from there. */
  readonly closed?: boolean;
  /** Where the network's fees are taken, if that is to be told. */
  readonly feesFrom?: BinRange['feesFrom'];
  /** What else must hold of the card's record, and changes on it. */
  readonly cardUpdate?: CardUpdate;
  readonly correlationId: string;
}

/** What a chain's positions change by, in minor units. */
export type AuthorizationChange = Pick<BookedAmounts, 'held' | 'spent'>;

/** What a booking makes of the event's chain, and what that moves. */
export interface BalanceEffects extends AuthorizationChange {
  readonly after: Authorization;
}
