/** What a merchant can request. */
export type Intent =
  | 'openCard'
  | 'openExternalCard'
  | 'openCardOnce'
  | 'openSingleNumber'
  | 'openGroup'
  | 'openExternalGroup'
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
 * An event that follows a purchase; `share` is its part of the amount, in percent. `undo` is a settled
 * reversal and `undoBeside` one of a partial clearing; `recapture` is a capture after a reversal; `increment`
 * increases the authorization, and `clearMore`, `reverseMore` and `undoMore` follow the increment.
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

/**
 * A merchant's request, possibly sent twice at the same time, repeated later, or followed by another request under the
 * same number.
 */
export interface Request {
  readonly kind: 'request';
  readonly merchant: 0 | 1;
  readonly intent: Intent;
  /** Name of the action that opened the card or group. */
  readonly on?: string;
  readonly amount: number;
  /** The BIN range of a supplementary card, which may not fit its group; defaults to the group's. */
  readonly binRangeId?: string;
  readonly copiesAfterMs: readonly number[];
  readonly repeatsAfterMs: readonly number[];
  readonly otherAfterMs?: number;
  /** On exchanges: made with a quote, which a second exchange names as well. */
  readonly quoted?: boolean;
}

/** An operator mistypes a deposit, corrects it later, and makes a payout. */
export interface BankBooking {
  readonly kind: 'bank';
  readonly merchant: 0 | 1;
  readonly typed: number;
  readonly paidIn: number;
  readonly paidOut: number;
  readonly afterMs: number;
}

/** A cardholder's purchase with a card that an action opened. */
export interface Purchase {
  readonly kind: 'purchase';
  readonly on: string;
  readonly amount: number;
  /** One of two card networks, which use partly the same numbers. */
  readonly network: 0 | 1;
  /** Sequence number of the purchase at its network. */
  readonly block: number;
  /** Whether it is only reported, never authorized. */
  readonly forced: boolean;
  readonly copiesAfterMs: readonly number[];
  readonly followUps: readonly FollowUp[];
}

/** A network's fee for a card, or its refund. Both networks use the same receipt numbers. */
export interface Fee {
  readonly kind: 'fee';
  readonly on: string;
  readonly amount: number;
  readonly network: 0 | 1;
  /** Sequence number of the fee at its network. */
  readonly block: number;
}

/**
 * Coins sent to a merchant's address. `confirmed` is seen before it is final; `two` is one transaction with
 * two transfers; `gone` is reorganised out of the chain; `back` is mined again after that.
 */
export interface CoinPayment {
  readonly kind: 'coins';
  readonly merchant: 0 | 1;
  /** Millionths of a coin. */
  readonly amount: number;
  readonly scenario: 'final' | 'confirmed' | 'two' | 'gone' | 'back';
}

/** A message about a card that the platform does not have. */
export interface Stray {
  readonly kind: 'stray';
  readonly what: 'clearing' | 'refund' | 'authorization' | 'fee';
  readonly external: boolean;
  readonly amount: number;
}

/** An event from outside of the platform. Amounts in cents. */
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

/** An action without its name and time. */
export type ActionDraft = Action extends infer One
  ? One extends Action
    ? Omit<One, 'name' | 'atMs'>
    : never
  : never;
