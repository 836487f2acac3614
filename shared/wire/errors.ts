/** Every error code that the wire knows, with its meaning (contract section 6). */
export const errorCodes = {
  '100001': 'malformed envelope',
  '100002': 'authentication failed',
  '100003': 'source address not allowed',
  '100004': 'version or dataType not supported',
  '100005': 'too many requests',
  '110001': 'parameter validation failed',
  '110002': 'product not enabled',
  '110003': 'fee rules missing',
  '110004': 'card, group or holder status not suitable',
  '110005': 'account balance insufficient',
  '110006': 'card or group balance insufficient',
  '110007': 'cardholder not reported',
  '110008': 'limit below the used amount',
  '110009': 'request number already used with other content',
  '110010': 'quote expired or unknown',
  '110011': 'activation locked or code wrong',
  '120001': 'nothing found',
  '130001': 'failed, try again later',
  '140001': 'order state unknown, query for the outcome',
  '999999': 'system error',
} as const;

export type ErrorCode = keyof typeof errorCodes;

/**
 * A condition the merchant is told about. The subclass names the condition, `code` is what the wire carries,
 * the message is safe to show to the merchant: it never holds card data, keys or another merchant's facts.
 */
export abstract class ContractError extends Error {
  abstract readonly code: ErrorCode;
  override get name(): string {
    return this.constructor.name;
  }
}

/** Unknown or disabled merchant, unreadable cipher, malformed content: one answer, so nothing can be probed. */
export class AuthenticationFailed extends ContractError {
  readonly code = '100002';
  constructor(options?: ErrorOptions) {
    super(errorCodes['100002'], options);
  }
}

/** The request came from an address that is not on the merchant's allow-list. */
export class SourceAddressNotAllowed extends ContractError {
  readonly code = '100003';
  constructor() {
    super(errorCodes['100003']);
  }
}

/** The envelope names a version or dataType that this platform does not speak. */
export class EnvelopeNotSupported extends ContractError {
  readonly code = '100004';
  constructor(field: 'version' | 'dataType' | 'type') {
    super(`${field} not supported`);
  }
}

/** The merchant makes more requests than it may; nothing was done, and the same may succeed a moment later. */
export class TooManyRequests extends ContractError {
  readonly code = '100005';
  constructor() {
    super(errorCodes['100005']);
  }
}

/** What is wrong with a field of the request, by its name on the wire. */
export interface FieldFault {
  readonly field: string;
  readonly problem: string;
}

/** Fields of the request are missing or not acceptable; `field` is the first of them. */
export class ParameterInvalid extends ContractError {
  readonly code = '110001';
  readonly field: string;
  constructor(field: string, problem: string, others: readonly FieldFault[] = []) {
    super([{ field, problem }, ...others].map((fault) => `${fault.field}: ${fault.problem}`).join('; '));
    this.field = field;
  }
}

/** The merchant may not use this BIN range, or none that fits the request. */
export class ProductNotEnabled extends ContractError {
  readonly code = '110002';
  constructor() {
    super(errorCodes['110002']);
  }
}

/** The upstream says what it was given no right to say: a type, cards of a BIN range, or another upstream's authorization. */
export class NotEntitled extends ContractError {
  readonly code = '110002';
  /** `to` in words that follow "not entitled to". */
  constructor(to: string) {
    super(`not entitled to ${to}`);
  }
}

/** The upstream brings more in a day than it may without a purchase: an operator looks before it is booked. */
export class DailyCeilingReached extends ContractError {
  readonly code = '110002';
  /** `ceiling` in words: `10000.00 USD`. */
  constructor(ceiling: string) {
    super(`beyond what its upstream may bring in a day without a purchase: ${ceiling}`);
  }
}

/** The BIN range has no fee rule for the currency. */
export class FeeRuleMissing extends ContractError {
  readonly code = '110003';
  constructor(currency: string) {
    super(`${errorCodes['110003']} for ${currency}`);
  }
}

/** The card, group, holder, order or withdrawal is in a status in which this operation is refused. */
export class StatusNotSuitable extends ContractError {
  readonly code = '110004';
  /** `state` says what it is, in words that follow "is": frozen, closed … */
  constructor(
    what: 'card' | 'group' | 'cardholder' | 'withdrawal' | 'order' | 'payment' | 'message',
    state?: string,
  ) {
    super(state === undefined ? `${what} status not suitable` : `${what} is ${state}`);
  }
}

/** A newer change of the card or group was accepted before this one was made: it never is. */
export class NewerChange extends ContractError {
  readonly code = '110004';
  constructor(what: 'card' | 'group') {
    super(`a newer change of the ${what} took the place of this one`);
  }
}

/** What would be taken and what is there, in words: `101.00 USD with the fee` and `88.50`. */
export interface Shortage {
  readonly needed: string;
  readonly available: string;
}

const shortageMessage = (code: '110005' | '110006', shortage: Shortage | undefined): string =>
  shortage ? `needs ${shortage.needed}, ${shortage.available} available` : errorCodes[code];

/** The merchant's account does not hold the amount and its fee. */
export class AccountBalanceInsufficient extends ContractError {
  readonly code = '110005';
  constructor(shortage?: Shortage) {
    super(shortageMessage('110005', shortage));
  }
}

/** The card or group does not hold the amount as available balance. */
export class CardBalanceInsufficient extends ContractError {
  readonly code = '110006';
  constructor(shortage?: Shortage) {
    super(shortageMessage('110006', shortage));
  }
}

/** The BIN needs a cardholder who has been reported and is enabled. */
export class CardholderNotReported extends ContractError {
  readonly code = '110007';
  constructor() {
    super(errorCodes['110007']);
  }
}

/** A supplementary card's limit cannot fall below what was used of it. */
export class LimitBelowUsed extends ContractError {
  readonly code = '110008';
  /** `used` in words: `40.00 USD`. */
  constructor(used?: string) {
    super(used === undefined ? errorCodes['110008'] : `authLimitAmount: ${used} are used`);
  }
}

/** The merchant used this userReqNo before, for something else. */
export class RequestNumberReused extends ContractError {
  readonly code = '110009';
  constructor() {
    super(errorCodes['110009']);
  }
}

/** A request under this userReqNo was refused, and so long ago that an unsigned one may be somebody else's repetition of it. */
export class RequestNumberEnded extends ContractError {
  readonly code = '110009';
  constructor() {
    super('userReqNo: refused more than 24 hours ago, sign the request or take another number');
  }
}

/** The transfer of coins confirmed another withdrawal: each pays one, and without a log index it is its transaction's only one. */
export class TransferConfirmedAnother extends ContractError {
  readonly code = '110009';
  constructor() {
    super('the transfer, or its whole transaction, confirmed another withdrawal');
  }
}

/** The quote is expired or used up, was never given, or was given to another merchant or for other currencies. */
export class QuoteExpired extends ContractError {
  readonly code = '110010';
  constructor() {
    super(errorCodes['110010']);
  }
}

/** The activation code is wrong, or was wrong too often for this card. */
export class ActivationRefused extends ContractError {
  readonly code = '110011';
  constructor() {
    super(errorCodes['110011']);
  }
}

/** Nothing by that id belongs to this merchant; whether it exists elsewhere is never told. */
export class NothingFound extends ContractError {
  readonly code = '120001';
  /** `field` is what named it, `what` it should be: `groupId` and `group` are "groupId: no such group". */
  constructor(field?: string, what?: string) {
    super(field === undefined ? errorCodes['120001'] : `${field}: no such ${what}`);
  }
}

/** Nothing was changed, and the same request may succeed later. */
export class TryAgainLater extends ContractError {
  readonly code = '130001';
  constructor(options?: ErrorOptions) {
    super(errorCodes['130001'], options);
  }
}

/** The pair's rate is too old to be used: nothing is exchanged before there is a new one. */
export class RateStale extends ContractError {
  readonly code = '130001';
  constructor(from: string, to: string) {
    super(`${errorCodes['130001']}: the rate of ${from} to ${to} is too old`);
  }
}

/** The platform takes or gives no more of the currency for the moment: its operator bounds how much it has open. */
export class PositionLimited extends ContractError {
  readonly code = '130001';
  constructor(currency: string) {
    super(`${errorCodes['130001']}: no such amount of ${currency} can be exchanged at present`);
  }
}
