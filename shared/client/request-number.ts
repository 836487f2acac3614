import { randomUUID } from 'node:crypto';
import { isMutation, type Operation, takesRequestNumber } from '../wire/contract/operations/operation.ts';

/**
 * A new userReqNo: 36 characters of the contract's 128, never the same twice. The platform carries out one operation for
 * one number, however often it is sent. A program that can die between sending and learning the outcome makes the
 * number itself, stores it with what it stands for, and then calls.
 */
export function newRequestNumber(): string {
  return randomUUID();
}

/** The request with a number where the operation takes one to change something; an empty one is none. */
export function withRequestNumber(operation: Operation, request: object, make: () => string): object {
  return takesRequestNumber(operation) && requestNumberIn(request) === undefined
    ? { ...request, userReqNo: make() }
    : request;
}

/** The number that a change goes by; none for a query. */
export function mutationNumber(operation: Operation, request: object): string | undefined {
  return isMutation(operation) ? requestNumberIn(request) : undefined;
}

/** Whether sending the request twice does no more than sending it once. */
export function isSafeToRetry(operation: Operation, request: object): boolean {
  return !isMutation(operation) || requestNumberIn(request) !== undefined;
}

const requestNumberIn = (request: object): string | undefined =>
  'userReqNo' in request && typeof request.userReqNo === 'string' && request.userReqNo !== ''
    ? request.userReqNo
    : undefined;
