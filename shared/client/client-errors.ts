import { REQUEST_ID_HEADER } from '../wire/contract/codes.ts';
import { nearestName } from '../wire/nearest-name.ts';

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
  /** Stable, one for each class. Compare it where `instanceof` does not reach, such as between ESM and CommonJS. */
  abstract readonly code: string;
  /** Whether the same call may succeed later. Repeat a change with the same userReqNo only. */
  readonly retryable: boolean = false;
  override get name(): string {
    return this.constructor.name;
  }
}

abstract class CallFailed extends MerchantClientError implements CallContext {
  readonly operation: string;
  readonly userReqNo?: string;
  readonly requestId?: string;
  /** The message without the call. */
  readonly problem: string;
  constructor({ operation, userReqNo, requestId }: CallContext, problem: string, options?: ErrorOptions) {
    super(`${operation}${userReqNo === undefined ? '' : ` (userReqNo ${userReqNo})`}: ${problem}`, options);
    this.problem = problem;
    this.operation = operation;
    if (userReqNo !== undefined) this.userReqNo = userReqNo;
    if (requestId !== undefined) this.requestId = requestId;
  }
}

/**
 * The platform refused the operation, with `errorCode` and `errorMsg` of its response (contract section 6). Nothing was
 * changed. A failure is not sealed, so it is only as trustworthy as the connection. Frequent conditions have classes of
 * their own (refusals.ts).
 */
export class OperationRefused extends CallFailed {
  readonly code: string = 'OPERATION_REFUSED';
  readonly errorCode: string;
  readonly errorMsg: string;
  /** The first field that the platform names as invalid or unknown. */
  readonly field?: string;
  override readonly retryable: boolean;
  /** @param hint why the platform probably refused, where the client can tell */
  constructor(context: CallContext, errorCode: string, errorMsg: string, hint?: string) {
    super(context, `refused with ${errorCode} ${errorMsg}${hint === undefined ? '' : ` (${hint})`}`);
    this.errorCode = errorCode;
    this.errorMsg = errorMsg;
    const field = FIELD.exec(errorMsg)?.[1];
    if (field !== undefined) this.field = field;
    this.retryable = RETRYABLE_CODES.has(errorCode);
  }
}

/** `startDate: must not be in the past`, `startDate, localCurrency: are required` */
const FIELD = /^([a-z][\w.]*)(?:, [\w.]+)*: /i;

/** Codes of refusals after which the same request may succeed later. */
const RETRYABLE_CODES: ReadonlySet<string> = new Set(['100005', '130001', '140001', '999999']);

abstract class GivenUp extends CallFailed {
  readonly attempts: number;
  override readonly retryable = true;
  constructor(context: CallContext, problem: string, attempts: number, cause: unknown) {
    const { requestId } = cause instanceof CallFailed ? cause : context;
    const last = { ...context, ...(requestId !== undefined && { requestId }) };
    super(last, `${problem} after ${attempts} attempt${attempts === 1 ? '' : 's'}`, { cause });
    this.attempts = attempts;
  }
}

/**
 * The platform did not respond in time or does not know the outcome of a change, and retrying did not help. It may or
 * may not have been carried out. Query its outcome by `userReqNo`, or repeat the call with the same `userReqNo` and
 * content, never with a new one. `cause` is the error of the last attempt.
 */
export class OutcomeUnknown extends GivenUp {
  readonly code = 'OUTCOME_UNKNOWN';
  constructor(context: CallContext, attempts: number, cause: unknown) {
    super(context, 'outcome unknown', attempts, cause);
  }
}

/** A query got no answer, and retrying did not help. It changes nothing: ask again later. */
export class QueryUnanswered extends GivenUp {
  readonly code = 'QUERY_UNANSWERED';
  constructor(context: CallContext, attempts: number, cause: unknown) {
    const reason = cause instanceof CallFailed ? `: ${cause.problem}` : '';
    super(context, `no answer${reason}`, attempts, cause);
  }
}

/** No connection to the platform could be made, so nothing was carried out. The message says what to check. */
export class PlatformUnreachable extends GivenUp {
  readonly code = 'PLATFORM_UNREACHABLE';
  constructor(context: CallContext, attempts: number, cause: CallFailed) {
    super(context, cause.problem, attempts, cause);
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

/** One attempt got no response. Callers of MerchantClient see it as the `cause` of what ended the call. */
export class ResponseMissing extends CallFailed {
  readonly code = 'RESPONSE_MISSING';
  override readonly retryable = true;
  /** Whether the request certainly never reached the platform. */
  readonly isUnsent: boolean;
  /** How long the server asks to wait, in milliseconds (Retry-After). */
  readonly retryAfterMs: number | undefined;
  constructor(
    context: CallContext,
    problem: string,
    { isUnsent = false, retryAfterMs, cause }: MissingDetails = {},
  ) {
    super(context, problem, { cause });
    this.isUnsent = isUnsent;
    this.retryAfterMs = retryAfterMs;
  }
}

interface MissingDetails {
  readonly isUnsent?: boolean;
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
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

/** There is no operation of that name; nothing was sent. */
export class OperationUnknown extends MerchantClientError {
  readonly code = 'OPERATION_UNKNOWN';
  constructor(name: string, names: readonly string[]) {
    const nearest = nearestName(name, names);
    super(`there is no operation ${name}${nearest === undefined ? '' : `: did you mean ${nearest}?`}`);
  }
}
