/** An order on the account; its amount in minor units. */
export interface Order {
  readonly amount: number;
  readonly arrivedAt: number;
  /** The available balance of the whole account when the order was refused. */
  availableAtRefusal: number;
  /** The shard on which its money is frozen. */
  shard: number;
  /** The partition of the merchant's listing that the order is in. */
  readonly listing: number;
}

/** `refused`: the funds seemed not to suffice. `busy`: too many write conflicts. */
export type Outcome = 'accepted' | 'refused' | 'busy';

/** An implementation of an account. */
export interface Account {
  accept(order: Order, answer: (outcome: Outcome) => void): void;
  /** Moves the order's frozen money out of the account. */
  settle(order: Order, answer: (settled: boolean) => void): void;
  deposit(amount: number, answer: (booked: boolean) => void): void;
}

/** Items of a transaction beside the balance: number, order and entry; order, entry, card and notification. */
export const ACCEPTANCE_ITEMS = 3;
export const SETTLEMENT_ITEMS = 4;

/** Returns the write units in the index of the merchant's orders: a row is created, then changed. */
export const listedOnce = (order: Order): Map<number, number> => new Map([[order.listing, 1]]);
