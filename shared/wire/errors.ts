/** Every error code of the wire with its meaning (contract section 6). */
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
 * An error that is reported to the merchant. The subclass names the condition, `code` is its code on the wire. The
 * message is safe to show to the merchant: it never contains card data, keys or anything about another merchant.
 */
export abstract class ContractError extends Error {
  abstract readonly code: ErrorCode;
  override get name(): string {
    return this.constructor.name;
  }
}

/** Unknown or disabled merchant, unreadable cipher, malformed content: one error, so that nothing can be probed. */
export class AuthenticationFailed extends ContractError {
  readonly code = '100002';
  constructor(options?: ErrorOptions) {
    super(errorCodes['100002'], options);
  }
}

/** The request came from an address that is not on the sender's allow-list. */
export class SourceAddressNotAllowed extends ContractError {
  readonly code = '100003';
  constructor() {
    super(errorCodes['100003']);
  }
}

/** The envelope has a version, dataType or type that is not supported. */
export class EnvelopeNotSupported extends ContractError {
  readonly code = '100004';
  constructor(field: 'version' | 'dataType' | 'type') {
    super(`${field} not supported`);
  }
}

/** The request exceeds a rate limit. Nothing was done, and the same request may succeed a moment later. */
export class TooManyRequests extends ContractError {
  readonly code = '100005';
  constructor() {
    super(errorCodes['100005']);
  }
}

/** A field of the request, by its name on the wire, and what is wrong with it. */
interface FieldFault {
  readonly field: string;
  readonly problem: string;
}

/** Fields of the request are missing or invalid; `field` is the first of them. */
export class ParameterInvalid extends ContractError {
  readonly code = '110001';
  readonly field: string;
  constructor(field: string, problem: string, others: readonly FieldFault[] = []) {
    super([{ field, problem }, ...others].map((fault) => `${fault.field}: ${fault.problem}`).join('; '));
    this.field = field;
  }
}

/** The merchant may not use this BIN range, has none that fits the request, or the range has no free number. */
export class ProductNotEnabled extends ContractError {
  readonly code = '110002';
  constructor(reason: string = errorCodes['110002']) {
    super(reason);
  }
}

/** The upstream lacks the permission: for the type, the BIN range, or an authorization of another upstream. */
export class NotEntitled extends ContractError {
  readonly code = '110002';
  /** `to` completes "not entitled to". */
  constructor(to: string) {
    super(`not entitled to ${to}`);
  }
}

/** The upstream exceeds its daily ceiling for credits without a purchase. An operator must approve the booking. */
export class DailyCeilingReached extends ContractError {
  readonly code = '110002';
  /** `ceiling` with its currency: `10000.00 USD`. */
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

/** The status of the card, group, cardholder, order or withdrawal does not allow the operation. */
export class StatusNotSuitable extends ContractError {
  readonly code = '110004';
  /** `state` completes "is": frozen, closed … */
  constructor(
    what: 'card' | 'group' | 'cardholder' | 'withdrawal' | 'order' | 'payment' | 'message',
    state?: string,
  ) {
    super(state === undefined ? `${what} status not suitable` : `${what} is ${state}`);
  }
}

/** A newer change of the card or group was accepted before this one was carried out, which now never happens. */
export class NewerChange extends ContractError {
  readonly code = '110004';
  constructor(what: 'card' | 'group') {
    super(`a newer change of the ${what} took the place of this one`);
  }
}

/** The required and the available amount in words: `101.00 USD with the fee` and `88.50`. */
export interface Shortage {
  readonly needed: string;
  readonly available: string;
}

const shortageMessage = (code: '110005' | '110006', shortage: Shortage | undefined): string =>
  shortage ? `needs ${shortage.needed}, ${shortage.available} available` : errorCodes[code];

/** The merchant's account does not cover the amount and its fee. */
export class AccountBalanceInsufficient extends ContractError {
  readonly code = '110005';
  constructor(shortage?: Shortage) {
    super(shortageMessage('110005', shortage));
  }
}

/** The available balance of the card or group does not cover the amount. */
export class CardBalanceInsufficient extends ContractError {
  readonly code = '110006';
  constructor(shortage?: Shortage) {
    super(shortageMessage('110006', shortage));
  }
}

/** The BIN range requires a reported and enabled cardholder. */
export class CardholderNotReported extends ContractError {
  readonly code = '110007';
  constructor() {
    super(errorCodes['110007']);
  }
}

/** A supplementary card's limit cannot be lower than what was already used of it. */
export class LimitBelowUsed extends ContractError {
  readonly code = '110008';
  /** `used` with its currency: `40.00 USD`. */
  constructor(used?: string) {
    super(used === undefined ? errorCodes['110008'] : `authLimitAmount: ${used} are used`);
  }
}

/** The merchant already used this userReqNo for other content. */
export class RequestNumberReused extends ContractError {
  readonly code = '110009';
  constructor() {
    super(errorCodes['110009']);
  }
}

/** A request under this userReqNo was refused so long ago that an unsigned repetition may be someone else's replay. */
export class RequestNumberEnded extends ContractError {
  readonly code = '110009';
  constructor() {
    super('userReqNo: refused more than 24 hours ago, sign the request or take another number');
  }
}

/**
 * The coin transfer confirmed another withdrawal. Each transfer pays one withdrawal, and a transfer without a log index
 * is the only one of its transaction.
 */
export class TransferConfirmedAnother extends ContractError {
  readonly code = '110009';
  constructor() {
    super('the transfer, or its whole transaction, confirmed another withdrawal');
  }
}

/** The quote is expired, used, unknown, another merchant's, or for other currencies. */
export class QuoteExpired extends ContractError {
  readonly code = '110010';
  constructor() {
    super(errorCodes['110010']);
  }
}

/** The activation code is wrong, or too many wrong codes have locked the activation. */
export class ActivationRefused extends ContractError {
  readonly code = '110011';
  constructor() {
    super(errorCodes['110011']);
  }
}

/** The merchant has nothing with that id. Whether it exists elsewhere is never revealed. */
export class NothingFound extends ContractError {
  readonly code = '120001';
  /** `field` is its name on the wire, `what` the kind of thing: `groupId` and `group` give "groupId: no such group". */
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

/** The pair's rate is too old. Nothing is exchanged until there is a new one. */
export class RateStale extends ContractError {
  readonly code = '130001';
  constructor(from: string, to: string) {
    super(`${errorCodes['130001']}: the rate of ${from} to ${to} is too old`);
  }
}

/** The exchange would exceed the platform's open position in the currency, which its operator limits. */
export class PositionLimited extends ContractError {
  readonly code = '130001';
  constructor(currency: string) {
    super(`${errorCodes['130001']}: no such amount of ${currency} can be exchanged at present`);
  }
}
