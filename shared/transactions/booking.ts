import type { BinRange } from '../cards/bin.ts';
import type { Card } from '../cards/card.ts';
import type { Item } from '../store/item.ts';
import type { Condition } from '../store/write.ts';
import type { Chain } from './chain.ts';
import type { TransactionEvent } from './event.ts';
import type { Place } from './place.ts';
import type { Booked, TransactionRecord } from './record.ts';

/** What else must hold of a card's record, and changes on it. */
export interface CardChange {
  readonly when: readonly Condition[];
  readonly set: Item;
  readonly remove: readonly string[];
}

/** An event with what it is booked on. */
export interface Booking extends Pick<TransactionRecord, 'reason' | 'decline'> {
  readonly card: Card;
  readonly event: TransactionEvent;
  /** As the tables had it when it was decided. */
  readonly place: Place;
  /** The card was cancelled: what becomes available goes to the merchant's account, and what is taken comes from there. */
  readonly closed?: boolean;
  /** Where the network's fees are taken, if that is to be told. */
  readonly feesFrom?: BinRange['feesFrom'];
  /** What else must hold of the card's record, and changes on it. */
  readonly onCard?: CardChange;
  readonly correlationId: string;
}

/** What a chain's positions change by, in minor units. */
export type Change = Pick<Booked, 'held' | 'spent'>;

/** What a booking makes of the event's chain, and what that moves. */
export interface Moved extends Change {
  readonly after: Chain;
}
