import { maskDisplayedPan } from '../../../runtime/card-number/pan.ts';
import type { Write } from '../../../runtime/store/write.ts';
import type { CardSecrets } from '../../../runtime/vault/card-secrets.ts';
import { opTypes } from '../../../wire/contract/codes.ts';
import type { ErrorCode } from '../../../wire/errors.ts';
import type { IssuerName } from '../../issuer-name.ts';
import type { Card } from './card.ts';
import type { ChangeSubject } from './change-subject.ts';
import type { Order } from './order.ts';

/** The outcome of executing an order at its issuer. */
export type OrderOutcome =
  | { readonly state: 'succeeded'; readonly card?: IssuedCard; readonly issuerResult?: IssuerResult }
  | RefusedOutcome
  /** Not known yet: the order stays pending, and inquiries settle it. */
  | { readonly state: 'unknown'; readonly issuerOrderId?: string };

/** The issuer does not carry out the order. */
interface RefusedOutcome {
  readonly state: 'refused';
  /** The reason shown to the merchant. */
  readonly reason: string;
  /** Text of the alarm, when an operator has to investigate. */
  readonly alarm?: string;
}

/** The outcome of an order that its issuer carries out within the transaction that accepts it. */
export type ImmediateOutcome =
  | { readonly state: 'succeeded'; readonly card?: IssuedCard; readonly writes: readonly Write[] }
  | RefusedOutcome;

/** An issued card without its secrets. */
export interface IssuedCard {
  readonly maskedNumber: string;
  /** yyyy-MM */
  readonly expiry: string;
}

/** What an external issuer reports about an order that succeeded. */
export interface IssuerResult {
  /** The order's id at the issuer. */
  readonly orderId: string;
  /** The issuer's id of the card or group that the order opened. */
  readonly cardId?: string;
  readonly groupId?: string;
  /** The issuer's fee on top of the amount, in minor units of the order's currency. */
  readonly cost: bigint;
}

/** The failure reason shown to the merchant when the issuer refuses an order. It discloses nothing about the issuer. */
export const REFUSED_BY_ISSUER = 'refused by the issuer';

/** Returns a card as reported by its issuer, with its number masked: the full PAN is never stored here. */
export const issuedCard = (cardNo: string, expiry: string): IssuedCard => ({
  maskedNumber: maskDisplayedPan(cardNo),
  expiry,
});

/** What an issuer's report of an order contains. */
interface IssuerReport {
  readonly orderId: string;
  readonly cardId?: string | undefined;
  readonly groupId?: string | undefined;
  /** In minor units of the order's currency. */
  readonly fee: bigint;
}

/** Returns the issuer's result for the order, or undefined when the report lacks the id of what the order opens. */
export function issuerResult(
  { opType }: Order,
  { orderId, cardId, groupId, fee }: IssuerReport,
): IssuerResult | undefined {
  if (opType === opTypes.cardOpening && cardId === undefined) return undefined;
  if (opType === opTypes.groupOpening && groupId === undefined) return undefined;
  return {
    orderId,
    ...(cardId !== undefined && { cardId }),
    ...(groupId !== undefined && { groupId }),
    cost: fee,
  };
}

/** Issues cards and executes orders on them: this platform itself, or an external issuer. */
export interface Issuer {
  /** Executes an accepted order. Idempotent: repeated calls for one order act once and return the same outcome. */
  perform(order: Order): Promise<OrderOutcome>;
  /**
   * Returns the outcome of an order that was sent to it, or `absent` when the order never arrived. Where an issuer has
   * this method, it is called before an order is sent again.
   */
  inquire?(order: Order): Promise<OrderOutcome | { readonly state: 'absent' }>;
  /**
   * Returns the writes that carry out an order, for the transaction that accepts it. Only an issuer that has nobody to
   * ask has this method: its orders are final once they are accepted. Undefined for an order that it carries out afterwards.
   */
  performAtOnce?(order: Order): Promise<ImmediateOutcome | undefined>;
}

/** A change of a card or group that moves no money. */
export interface ChangeRequest {
  /** 0 frozen, 1 enabled. */
  readonly status?: 0 | 1;
  /** The card's own limit, in minor units. */
  readonly limit?: bigint;
}

/** The outcome of a change. */
export type ChangeOutcome =
  | { readonly state: 'applied' }
  /** Refused for good with this error code; nothing was changed. */
  | { readonly state: 'refused'; readonly code: ErrorCode }
  /** No conclusive response. Repeating the change under the same request number is safe and yields the outcome. */
  | { readonly state: 'unknown' };

/** The state of a card or group at an external issuer. */
export interface StateAtIssuer {
  /** 0 frozen, 1 enabled. Absent when it is neither. */
  readonly status?: 0 | 1;
  /** The card's own limit, in minor units. */
  readonly limit?: bigint;
}

/** Another platform that issues cards for us. It holds the cards' secrets and applies changes to them. */
export interface ExternalIssuer extends Required<Pick<Issuer, 'perform' | 'inquire'>> {
  /** Applies a change. `requestNo` makes it idempotent at the issuer. */
  change(subject: ChangeSubject, change: ChangeRequest, requestNo: string): Promise<ChangeOutcome>;
  /** Returns the state at the issuer, or undefined when there was no response. */
  inquireState(subject: ChangeSubject): Promise<StateAtIssuer | undefined>;
  /**
   * Returns the card's secrets.
   *
   * @throws TryAgainLater when there was no response
   */
  readSecrets(card: Card): Promise<CardSecrets>;
}

/** Issuers that need no connection. */
export type Issuers = Readonly<Partial<Record<IssuerName, Issuer>>>;

/** Returns the connected external issuer with this name, or undefined. */
export type ExternalIssuers = (name: IssuerName) => Promise<ExternalIssuer | undefined>;
