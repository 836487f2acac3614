import { REQUEST_ID_HEADER } from '../wire/contract/codes.ts';

// What can go wrong between a merchant and the platform: one class for each condition, `code` is stable. Messages and
// causes hold names, codes and request numbers, never content, card data or key material.

/** The operation that was called and the number it went by. */
export interface CallContext {
  /** Its name in the catalogue. */
  readonly operation: string;
  /** Only for operations that change something: ask for their outcome by it, or call again with it. */
  readonly userReqNo?: string;
  /** The platform's id of the request, from its answer: ask the platform about the call by it. */
  readonly requestId?: string;
}

/** The call with the id that the platform knows it by, as its answer said it. */
export function withRequestId(called: CallContext, { headers }: Pick<Response, 'headers'>): CallContext {
  const requestId = headers.get(REQUEST_ID_HEADER);
  return requestId === null ? called : { ...called, requestId };
}

export abstract class MerchantClientError extends Error {
  abstract readonly code: string;
  override get name(): string {
    return this.constructor.name;
  }
}

abstract class CallFailed extends MerchantClientError implements CallContext {
  readonly operation: string;
  readonly userReqNo?: string;
  readonly requestId?: string;
  constructor({ operation, userReqNo, requestId }: CallContext, problem: string, options?: ErrorOptions) {
    super(`${operation}${userReqNo === undefined ? '' : ` (userReqNo ${userReqNo})`}: ${problem}`, options);
    this.operation = operation;
    if (userReqNo !== undefined) this.userReqNo = userReqNo;
    if (requestId !== undefined) this.requestId = requestId;
  }
}

/**
 * The platform refused: `errorCode` and `errorMsg` as it said them (contract section 6). Nothing was changed. A failure
 * is not sealed, so it is as trustworthy as the connection it came over.
 */
export class OperationRefused extends CallFailed {
  readonly code = 'OPERATION_REFUSED';
  readonly errorCode: string;
  readonly errorMsg: string;
  constructor(called: CallContext, errorCode: string, errorMsg: string) {
    super(called, `refused with ${errorCode} ${errorMsg}`);
    this.errorCode = errorCode;
    this.errorMsg = errorMsg;
  }
}

/**
 * The platform was not reached, did not answer in time or does not know, and trying on did not help. An operation that
 * changes something may have been carried out or not: ask by `userReqNo`, or call again with the same `userReqNo` and
 * the same content. Never with a new one. `cause` is how the last attempt ended.
 */
export class OutcomeUnknown extends CallFailed {
  readonly code = 'OUTCOME_UNKNOWN';
  readonly attempts: number;
  constructor(called: CallContext, attempts: number, cause: unknown) {
    const { requestId } = cause instanceof CallFailed ? cause : called;
    const asked = { ...called, ...(requestId !== undefined && { requestId }) };
    super(asked, `no answer that settles it after ${attempts} attempt${attempts === 1 ? '' : 's'}`, {
      cause,
    });
    this.attempts = attempts;
  }
}

/**
 * Something answered, but not the platform to us: no envelope, another merchant's number, a result that the platform's
 * key does not open or that is not what the contract says. What became of the operation is unknown, as for OutcomeUnknown.
 */
export class AnswerUnreadable extends CallFailed {
  readonly code = 'ANSWER_UNREADABLE';
}

/** One attempt without an answer. Callers see it as the `cause` of OutcomeUnknown. */
export class NoAnswer extends CallFailed {
  readonly code = 'NO_ANSWER';
}

/** A notification that is not from the platform to us, or not what the contract says. Do not answer SUCCESS. */
export class NotificationUnreadable extends MerchantClientError {
  readonly code = 'NOTIFICATION_UNREADABLE';
}

/**
 * A genuine notification of a type that this client does not know, from a newer platform. As long as it is not answered
 * with SUCCESS it comes again by the platform's schedule.
 */
export class NotificationTypeUnknown extends MerchantClientError {
  readonly code = 'NOTIFICATION_TYPE_UNKNOWN';
  readonly type: string;
  constructor(type: string) {
    super('a notification of a type that this client does not know');
    this.type = type;
  }
}

/** The platform did not take over what an upstream told it. `errorCode` and the message as it said them. */
export class MessageRefused extends MerchantClientError {
  readonly code = 'MESSAGE_REFUSED';
  readonly type: string;
  /** The HTTP status; from 500 on the same message may be sent again. */
  readonly status: number;
  readonly errorCode: string | undefined;
  /** The platform's id of the request, from its answer: ask the platform about the message by it. */
  readonly requestId?: string;
  constructor(type: string, status: number, answer: string, requestId?: string) {
    super(`${type}: refused with HTTP ${status} ${answer.slice(0, 300)}`);
    this.type = type;
    this.status = status;
    this.errorCode = /^\d{6}\b/.exec(answer)?.[0];
    if (requestId !== undefined) this.requestId = requestId;
  }
}
