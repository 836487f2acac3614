import { randomUUID } from 'node:crypto';
import type { OperationShape } from './shape.ts';

type Operation = Pick<OperationShape, 'kind'>;

/**
 * Generates a unique userReqNo of 36 characters; the contract allows 128. The platform carries out one operation per
 * number, however often it is sent. A program that may crash before it learns the outcome should generate the number
 * itself, store it with the intended operation, and only then make the call.
 */
export function newRequestNumber(): string {
  return randomUUID();
}

/** Adds a number to the request if the operation changes something under one and the request has none. */
export function withRequestNumber(operation: Operation, request: object, make: () => string): object {
  return operation.kind === 'numbered' && requestNumberIn(request) === undefined
    ? { ...request, userReqNo: make() }
    : request;
}

/** Returns the number of a request that changes something; undefined for a query. */
export function mutationNumber(operation: Operation, request: object): string | undefined {
  return operation.kind === 'numbered' ? requestNumberIn(request) : undefined;
}

/** Whether sending the request twice has the same effect as sending it once. */
export function isSafeToRetry(operation: Operation, request: object): boolean {
  return operation.kind === 'query' || mutationNumber(operation, request) !== undefined;
}

const requestNumberIn = (request: object): string | undefined =>
  'userReqNo' in request && typeof request.userReqNo === 'string' && request.userReqNo !== ''
    ? request.userReqNo
    : undefined;
