import type { CardSecrets } from '../../../runtime/vault/card-vault.ts';
import type { ErrorCode } from '../../../wire/errors.ts';
import type { IssuerName } from '../../issuer-name.ts';
import type { Card } from './card.ts';
import type { ChangeSubject } from './change-subject.ts';
import type { Order } from './order.ts';

/** What came of carrying out an order. */
export type OrderOutcome =
  | { readonly state: 'succeeded'; readonly card?: IssuedCard; readonly issuerResult?: IssuerResult }
  | {
      readonly state: 'refused';
      /** As the merchant may read it. */
      readonly reason: string;
      /** What the operator is told, where a person has to look at why. */
      readonly alarm?: string;
    }
  /** Not known yet: the order stays in process and is settled by asking. */
  | { readonly state: 'unknown'; readonly issuerOrderId?: string };

/** A card that was issued, without its secrets. */
export interface IssuedCard {
  readonly maskedNumber: string;
  /** yyyy-MM */
  readonly expiry: string;
}

/** What an issuer that is another platform says of an order that succeeded there. */
export interface IssuerResult {
  readonly orderId: string;
  /** The card or group that the order opened there. */
  readonly cardId?: string;
  readonly groupId?: string;
  /** What it charged us beside the amount, in minor units of the order's currency. */
  readonly cost: bigint;
}

/** Whoever holds the cards: this platform itself or another one below it. */
export interface Issuer {
  /** Carries out an accepted order. Called any number of times for one order, it acts once and answers the same. */
  perform(order: Order): Promise<OrderOutcome>;
  /**
   * What has become of an order that was sent to it; `absent` when it never arrived. An issuer that has it is asked
   * before an order is sent once more.
   */
  inquire?(order: Order): Promise<OrderOutcome | { readonly state: 'absent' }>;
}

/** What is changed on a card or group beside its money: its status, 0 frozen or 1 enabled, or a card's own limit in minor units. */
export interface ChangeRequest {
  readonly status?: 0 | 1;
  readonly limit?: bigint;
}

/** What came of a change. */
export type ChangeOutcome =
  | { readonly state: 'applied' }
  /** Once and for all, with this code: nothing was changed. */
  | { readonly state: 'refused'; readonly code: ErrorCode }
  /** No answer that says so: asked for again under the same number it changes nothing twice, and then it is known. */
  | { readonly state: 'unknown' };

/** What a card or group is at a platform below; without a status where that is neither frozen nor enabled. */
export interface StateAtIssuer {
  readonly status?: 0 | 1;
  /** The card's own limit in minor units. */
  readonly limit?: bigint;
}

/** An issuer that is another platform: it keeps the cards' secrets and is told what changes on a card. */
export interface ExternalIssuer extends Required<Issuer> {
  /** `requestNo` makes a change happen once there. */
  change(subject: ChangeSubject, change: ChangeRequest, requestNo: string): Promise<ChangeOutcome>;
  /** Undefined when no answer came. */
  inquireState(subject: ChangeSubject): Promise<StateAtIssuer | undefined>;
  /** Throws TryAgainLater when no answer came. */
  readSecrets(card: Card): Promise<CardSecrets>;
}

/** The issuers that are there without a connection to anybody. */
export type Issuers = Readonly<Partial<Record<IssuerName, Issuer>>>;

/** Finds the platform below by its name; undefined when none of the name is connected. */
export type ExternalIssuers = (name: IssuerName) => Promise<ExternalIssuer | undefined>;
