import { REQUEST_ID_HEADER } from '../wire/contract/codes.ts';

// Errors of the clients: one class per condition, `code` is stable. Messages and causes hold names, codes and request
// numbers, never content, card data or key material.

/** The operation that was called and the numbers to identify the call. */
export interface CallContext {
  /** Its name in the catalogue. */
  readonly operation: string;
  /** Only for operations that change something: query the outcome by it, or repeat the call with it. */
  readonly userReqNo?: string;
  /** The platform's id of the request, from its response. Quote it when you ask the operator about the call. */
  readonly requestId?: string;
}

/** Adds the request id from the response's headers to the context. */
export function withRequestId(context: CallContext, { headers }: Pick<Response, 'headers'>): CallContext {
  const requestId = headers.get(REQUEST_ID_HEADER);
  return requestId === null ? context : { ...context, requestId };
}

/** Base class of all errors of the clients. */
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
 * The platform refused the operation, with `errorCode` and `errorMsg` of its response (contract section 6). Nothing was
 * changed. A failure is not sealed, so it is only as trustworthy as the connection.
 */
export class OperationRefused extends CallFailed {
  readonly code = 'OPERATION_REFUSED';
  readonly errorCode: string;
  readonly errorMsg: string;
  constructor(context: CallContext, errorCode: string, errorMsg: string) {
    super(context, `refused with ${errorCode} ${errorMsg}`);
    this.errorCode = errorCode;
    this.errorMsg = errorMsg;
  }
}

/**
 * The platform could not be reached, did not respond in time or does not know the outcome, and retrying did not help.
 * An operation that changes something may or may not have been carried out. Query its outcome by `userReqNo`, or repeat
 * the call with the same `userReqNo` and content, never with a new one. `cause` is the error of the last attempt.
 */
export class OutcomeUnknown extends CallFailed {
  readonly code = 'OUTCOME_UNKNOWN';
  readonly attempts: number;
  constructor(context: CallContext, attempts: number, cause: unknown) {
    const { requestId } = cause instanceof CallFailed ? cause : context;
    const last = { ...context, ...(requestId !== undefined && { requestId }) };
    super(last, `outcome unknown after ${attempts} attempt${attempts === 1 ? '' : 's'}`, { cause });
    this.attempts = attempts;
  }
}

/**
 * The response does not come from the platform or is not for this merchant: no envelope, another merchant's number, or
 * a result that the platform's key does not open or that violates the contract. The outcome is unknown, as for
 * OutcomeUnknown.
 */
export class ResponseUnreadable extends CallFailed {
  readonly code = 'RESPONSE_UNREADABLE';
}

/** One attempt got no response. Callers of MerchantClient see it as the `cause` of OutcomeUnknown. */
export class ResponseMissing extends CallFailed {
  readonly code = 'RESPONSE_MISSING';
}

/**
 * The notification is not from the platform, not for this merchant, or violates the contract. Do not respond SUCCESS.
 */
export class NotificationUnreadable extends MerchantClientError {
  readonly code = 'NOTIFICATION_UNREADABLE';
}

/**
 * A genuine notification from a newer platform, of a type that this client does not know. The platform retries it on
 * its schedule until it is acknowledged with SUCCESS.
 */
export class NotificationTypeUnknown extends MerchantClientError {
  readonly code = 'NOTIFICATION_TYPE_UNKNOWN';
  readonly type: string;
  constructor(type: string) {
    super('unknown notification type');
    this.type = type;
  }
}

/**
 * The platform did not accept the notification of an upstream. `errorCode` and the message are those of its response.
 */
export class MessageRefused extends MerchantClientError {
  readonly code = 'MESSAGE_REFUSED';
  readonly type: string;
  /** The HTTP status. From 500 on, the same message may be sent again. */
  readonly status: number;
  readonly errorCode: string | undefined;
  /** The platform's id of the request, from its response. Quote it when you ask the operator about the message. */
  readonly requestId?: string;
  constructor(type: string, status: number, body: string, requestId?: string) {
    super(`${type}: refused with HTTP ${status} ${body.slice(0, 300)}`);
    this.type = type;
    this.status = status;
    this.errorCode = /^\d{6}\b/.exec(body)?.[0];
    if (requestId !== undefined) this.requestId = requestId;
  }
}
