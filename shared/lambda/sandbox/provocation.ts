import {
  APPROVED,
  type ResponseCode,
  responseCodes,
} from '../../wire/contract/reference-data/response-codes.ts';
import { type ErrorCode, errorCodes } from '../../wire/errors.ts';

/** What becomes of an order that is accepted: it fails, stays in process, or succeeds an hour later. */
export type ProvokedOutcome = 'fail' | 'stay' | 'late';

/** The outcomes of orders, and error codes as answers. */
export type Provocation = ProvokedOutcome | ErrorCode;

const OUTCOMES: readonly string[] = ['fail', 'stay', 'late'] satisfies ProvokedOutcome[];

const isErrorCode = (text: string): text is ErrorCode => Object.hasOwn(errorCodes, text);
const isOutcome = (text: string): text is ProvokedOutcome => OUTCOMES.includes(text);

/** Returns what a header asks for, or else the end of the request number: `…-fail`, `…-130001`. */
export function provocationIn(header: string | undefined, userReqNo: unknown): Provocation | undefined {
  const requested = header ?? /-([a-z]+|\d{6})$/.exec(String(userReqNo ?? ''))?.[1] ?? '';
  return isErrorCode(requested) || isOutcome(requested) ? requested : undefined;
}

// The correlation id of a request goes with everything that follows from it, so it carries what was asked for.

/** Adds what was asked for to a correlation id. */
export const markedWith = (correlationId: string, requested: string): string =>
  `${correlationId}/${requested}`;

const markOf = (correlationId: string): string => correlationId.split('/')[1] ?? '';

/** Returns the outcome that was asked for with the request. */
export function outcomeIn(correlationId: string): ProvokedOutcome | undefined {
  const mark = markOf(correlationId);
  return isOutcome(mark) ? mark : undefined;
}

/** Returns the code with which to decline: asked for with the request, or spelt by the amount in minor units. */
export function declineIn(correlationId: string, amount: bigint): ResponseCode | undefined {
  return [markOf(correlationId), String(amount)].find(isDecline);
}

const isDecline = (code: string): code is ResponseCode =>
  Object.hasOwn(responseCodes, code) && code !== APPROVED;
