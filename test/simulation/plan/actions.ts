/** What a merchant can ask for. */
export type Intent =
  | 'openCard'
  | 'openCardBelow'
  | 'openCardOnce'
  | 'openScarce'
  | 'openGroup'
  | 'openGroupBelow'
  | 'openSupplementary'
  | 'recharge'
  | 'refund'
  | 'close'
  | 'freeze'
  | 'enable'
  | 'limit'
  | 'freezeGroup'
  | 'enableGroup'
  | 'exchange';

/**
 * What becomes of a purchase after it was made; `share` is how much of it, in hundredths. `undo` is a reversal that is told
 * as settled, `undoBeside` one of a clearing in part, `recapture` is captured after a reversal, `increment` asks for more, and
 * `clearMore`, `reverseMore` and `undoMore` are about that.
 */
export interface FollowUp {
  readonly kind:
    | 'clear'
    | 'clearBeside'
    | 'reverse'
    | 'return'
    | 'undo'
    | 'undoBeside'
    | 'recapture'
    | 'increment'
    | 'clearMore'
    | 'reverseMore'
    | 'undoMore';
  readonly share: number;
  readonly afterMs: number;
}

/** A merchant asks for something, perhaps more than once at a time, again later, or for something else by the same number. */
export interface Request {
  readonly kind: 'request';
  readonly merchant: 0 | 1;
  readonly intent: Intent;
  /** The deed that opened what it is about. */
  readonly on?: string;
  readonly amount: number;
  /** The BIN range of a supplementary card: its group's unless told, and not always one that fits. */
  readonly binRangeId?: string;
  readonly copiesAfterMs: readonly number[];
  readonly repeatsAfterMs: readonly number[];
  readonly otherAfterMs?: number;
  /** Of an exchange: it is made by a quote, and another one by the same. */
  readonly quoted?: boolean;
}

/** An operator books what a merchant paid in, and mistypes it; later it is set right, and something is paid out. */
export interface BankBooking {
  readonly kind: 'bank';
  readonly merchant: 0 | 1;
  readonly typed: number;
  readonly paidIn: number;
  readonly paidOut: number;
  readonly afterMs: number;
}

/** A cardholder pays with a card that a deed opened. */
export interface Purchase {
  readonly kind: 'purchase';
  readonly on: string;
  readonly amount: number;
  /** Which of two card networks it is made at, whose numbers are partly the same. */
  readonly network: 0 | 1;
  /** The how manieth purchase at that network it is. */
  readonly block: number;
  /** It is told, never asked for. */
  readonly forced: boolean;
  readonly copiesAfterMs: readonly number[];
  readonly followUps: readonly FollowUp[];
}

/** A network charges a fee for a card, or gives one back. Two networks count their receipts from the same number on. */
export interface Fee {
  readonly kind: 'fee';
  readonly on: string;
  readonly amount: number;
  readonly network: 0 | 1;
  /** The how manieth fee of that network it is. */
  readonly block: number;
}

/**
 * A payer sends coins to a merchant's address. `confirmed` is seen before it is final, `two` are transfers of one
 * transaction, `gone` is reorganised out of the chain, `back` is mined again after that.
 */
export interface CoinPayment {
  readonly kind: 'coins';
  readonly merchant: 0 | 1;
  /** Millionths of a coin. */
  readonly amount: number;
  readonly scenario: 'final' | 'confirmed' | 'two' | 'gone' | 'back';
}

/** Something is told of a card that nobody knows. */
export interface Stray {
  readonly kind: 'stray';
  readonly what: 'clearing' | 'refund' | 'authorization' | 'fee';
  readonly external: boolean;
  readonly amount: number;
}

/** Something that happens to the platform from outside. Amounts in cents. */
export type Action = { readonly name: string; readonly atMs: number } & (
  | Request
  | Purchase
  | Fee
  | CoinPayment
  | Stray
  | BankBooking
  | { readonly kind: 'collect'; readonly on: string; readonly afterMs: number }
  | { readonly kind: 'jump'; readonly ms: number }
  | { readonly kind: 'outage'; readonly merchant: 0 | 1; readonly ms: number }
);

/** A deed before it has its name and its moment. */
export type ActionDraft = Action extends infer One
  ? One extends Action
    ? Omit<One, 'name' | 'atMs'>
    : never
  : never;
