import type { OperationName } from '../../../shared/wire/contract/catalogue.ts';
import type { ErrorCode } from '../../../shared/wire/errors.ts';
import type { Deployment } from '../clouds/deployment.ts';
import type { TestMerchant } from '../fixtures/merchant.ts';
import type { TestUpstream } from '../fixtures/upstream.ts';

/** The parties of the cases: a merchant with money, an upstream with all permissions, and another merchant. */
export interface CaseContext {
  readonly deployment: Deployment;
  readonly merchant: TestMerchant;
  readonly otherMerchant: TestMerchant;
  readonly upstream: TestUpstream;
}

export type Content = Record<string, unknown>;
/** Returns a request, and first creates what the request needs. */
export type RequestFactory = (context: CaseContext) => Content | Promise<Content>;

/**
 * What another merchant gets for the same request: 120001, an empty list, a page with no row in common, or its own data
 * only.
 */
export type ForeignOutcome = 'refused' | 'empty' | 'separate' | 'own';

/** The test of one operation, over HTTP through the synthesized app. */
export interface Case {
  /** A new request that succeeds. */
  readonly request: RequestFactory;
  /** What its result must match. */
  readonly answers?: object;
  /** A refused request for each code. */
  readonly refusals: Partial<Record<ErrorCode, RequestFactory>>;
  /** Returns the same request with other content. Only for operations with a userReqNo. */
  readonly other?: (request: Content) => Content;
  readonly foreign: ForeignOutcome;
}

/** A case for each operation: a missing one does not compile. */
export type Cases = Readonly<Record<OperationName, Case>>;

let numbers = 0;

/** Returns a request number that is unique in this run. */
export function requestNumber(): string {
  numbers += 1;
  return `case-${process.pid}-${numbers}`;
}
