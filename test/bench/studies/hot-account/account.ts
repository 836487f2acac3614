/** An order on the account; its amount in minor units. */
export interface Order {
  readonly amount: number;
  readonly arrivedAt: number;
  /** What of the account was available in all when it was decided that the order is refused. */
  availableAtRefusal: number;
  /** The balance item that its money is frozen on. */
  part: number;
  /** Where the merchant's orders are listed. */
  readonly listing: number;
}

/** `refused`: the funds do not suffice, as far as could be seen. `busy`: others were in the way for too long. */
export type Outcome = 'accepted' | 'refused' | 'busy';

/** One way to keep an account. */
export interface Account {
  accept(order: Order, answer: (outcome: Outcome) => void): void;
  /** What was frozen for the order leaves the account. */
  settle(order: Order, answer: (settled: boolean) => void): void;
  deposit(amount: number, answer: (booked: boolean) => void): void;
}

/** Items of a transaction beside the balance: number, order and entry; order, entry, card and notification. */
export const ACCEPTANCE_ITEMS = 3;
export const SETTLEMENT_ITEMS = 4;

/** Write units in the index of the merchant's orders: a row is made, then changed. */
export const listedOnce = (order: Order): Map<number, number> => new Map([[order.listing, 1]]);
