import type { ErrorCode } from '../../../shared/wire/errors.ts';

/** What a merchant's developer needs to know about an error code. */
export interface ErrorGuide {
  /** When it is returned, one condition each. */
  readonly causes: readonly string[];
  /** What to do about it: one or two sentences. */
  readonly remedy: string;
  /** Whether the same request may be sent again: once its cause is gone, or as it is. */
  readonly retry: 'after a change' | 'yes';
  /** An errorMsg as the platform writes it, where that says more than the code's meaning. */
  readonly message?: string;
}

/** Every error code with its causes and what to do (contract section 6). */
export const errorGuide: Readonly<Record<ErrorCode, ErrorGuide>> = {
  '100001': {
    causes: [
      'The path does not exist, or the method is not POST: HTTP 404, with `no such operation`.',
      'The body is larger than the platform accepts: HTTP 413.',
    ],
    remedy: 'Compare the path with the reference. It begins with `/openapi/`, once.',
    retry: 'after a change',
  },
  '100002': {
    causes: [
      'The body is not JSON or not an envelope.',
      'The envelope does not open: another key, another padding, Base64 instead of hexadecimal digits, or content that is not sealed.',
      'The userNo is unknown, disabled, or not the one of the key.',
      'The signature is missing where it is required, wrong, or expired.',
    ],
    remedy:
      'Check keys, userNo and clock. The response is the same for every cause; on the local cloud the header `issuary-hint` names it.',
    retry: 'after a change',
  },
  '100003': {
    causes: ['The request came from an address that is not on the merchant’s list.'],
    remedy: 'Send from a listed address, or ask the operator to add the address.',
    retry: 'after a change',
  },
  '100004': {
    causes: ['`version` is not `1.0.0`, or `dataType` is not `JSON`.'],
    remedy: 'Send the envelope with the values of the reference.',
    retry: 'after a change',
  },
  '100005': {
    causes: [
      'The merchant sent more requests a second, or more at once, than its limit.',
      'Too many repeats, or too many requests that no key opens, came from this address.',
    ],
    remedy: 'Wait a moment, then send the same request again, with fewer at once. Nothing was done.',
    retry: 'yes',
  },
  '110001': {
    causes: [
      'Fields are missing, malformed, or contradict each other. `errorMsg` names each with what is wrong: `startDate: must not be in the past`.',
      'An unsigned change does not fit in one RSA block, for merchants that are limited to one.',
    ],
    remedy: 'Correct the fields that `errorMsg` names. The corrected request may have the same `userReqNo`.',
    retry: 'after a change',
    message: 'startDate: must not be in the past; localCurrency: is required',
  },
  '110002': {
    causes: [
      'The merchant may not use this BIN range, or none of its ranges fits the request.',
      'The BIN range has no free card number.',
      'There is no exchange rate for this pair, or no wallet for this coin and network.',
    ],
    remedy:
      'Choose a range and currency that Cardbin query returns, or ask the operator to enable the product.',
    retry: 'after a change',
  },
  '110003': {
    causes: ['The platform has no fee rule for this currency.'],
    remedy: 'Choose another currency, or ask the operator to set the fees.',
    retry: 'after a change',
    message: 'fee rules missing for EUR',
  },
  '110004': {
    causes: [
      'The card is frozen, closed, expired, awaits activation, or is not a physical one. `errorMsg` says which.',
      'The group is frozen.',
      'A cardholder who has live cards cannot be deleted.',
      'A newer change of the card or group took the place of this one.',
    ],
    remedy: 'Look the card or group up, enable or activate it first, or take another one.',
    retry: 'after a change',
    message: 'card is closed',
  },
  '110005': {
    causes: [
      'The account does not cover the amount and its fee. `errorMsg` says what is needed and what is there.',
    ],
    remedy: 'Fund the account, or send a smaller amount. The fee is on top of the amount.',
    retry: 'after a change',
    message: 'needs 101.00 USD with the fee, 88.50 available',
  },
  '110006': {
    causes: [
      'The available balance of the card or group does not cover the amount. Open holds are not available.',
    ],
    remedy: 'Return at most the available balance, `balanceAmt` of Card Inquiry or Shared Card Inquiry.',
    retry: 'after a change',
    message: 'needs 30.00 USD, 12.50 available',
  },
  '110007': {
    causes: [
      'The BIN range requires a cardholder, and the request has none.',
      'The cardholder is disabled, or lacks a field that the range requires.',
    ],
    remedy: 'Report the cardholder with the `requiredFields` of Cardbin query, and send its `cardUserId`.',
    retry: 'after a change',
  },
  '110008': {
    causes: ['The new limit of a supplementary card is below what was used of it already.'],
    remedy: 'Send a limit of at least the used amount, `usedAuthAmt` of Card Inquiry, or 0 for no limit.',
    retry: 'after a change',
    message: 'authLimitAmount: 40.00 USD are used',
  },
  '110009': {
    causes: [
      'The `userReqNo` was used before, with other content.',
      'The `userReqNo` was refused more than 24 hours ago, and the request is not signed.',
    ],
    remedy: 'Take a new `userReqNo` for a new request. Repeat a request with exactly its first content.',
    retry: 'after a change',
  },
  '110010': {
    causes: ['The quote is older than 60 seconds, used already, for other currencies, or unknown.'],
    remedy: 'Get a new quote from Exchange rate inquiry.',
    retry: 'after a change',
  },
  '110011': {
    causes: [
      'The activation code is wrong, or none has been sent for this card yet.',
      'Five wrong codes have locked the activation.',
    ],
    remedy:
      'Take the code of the latest card_activation_code. After five wrong codes only a new code activates the card: ask the operator.',
    retry: 'after a change',
  },
  '120001': {
    causes: [
      'The merchant has no card, group, cardholder, order or card in stock with that id. `errorMsg` names the field.',
      'It belongs to another merchant, which looks the same.',
    ],
    remedy: 'Check the id, and that it is one of this merchant on this deployment.',
    retry: 'after a change',
    message: 'cardId: no such card',
  },
  '130001': {
    causes: [
      'The platform is busy, or an issuer behind it did not answer. Nothing was changed, or the same change is still being made.',
      'The exchange rate is too old, or the amount is more than the platform exchanges at present.',
    ],
    remedy: 'Send the same request with the same `userReqNo` again, with growing waits.',
    retry: 'yes',
  },
  '140001': {
    causes: [
      'The outcome of the order is not known yet. This version of the platform does not return it; sibling deployments do.',
    ],
    remedy:
      'Ask with Card Operation Order Inquiry by `userReqNo`, or send the same request with the same `userReqNo` again. Never take a new number.',
    retry: 'yes',
  },
  '999999': {
    causes: ['An error of the platform that no other code describes.'],
    remedy:
      'Send the same request with the same `userReqNo` again. If it stays, give the operator the response’s `issuary-request-id`.',
    retry: 'yes',
  },
};
