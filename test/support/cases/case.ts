import type { OperationName } from '../../../shared/wire/contract/catalogue.ts';
import type { ErrorCode } from '../../../shared/wire/errors.ts';
import type { Deployment } from '../clouds/deployment.ts';
import type { TestMerchant } from '../fixtures/merchant.ts';
import type { TestUpstream } from '../fixtures/upstream.ts';

/** Who takes part in the cases: a merchant with money and an upstream that may tell everything, and another merchant. */
export interface CaseContext {
  readonly deployment: Deployment;
  readonly merchant: TestMerchant;
  readonly stranger: TestMerchant;
  readonly upstream: TestUpstream;
}

export type Content = Record<string, unknown>;
/** Makes a request, and whatever has to be there for it. */
export type RequestFactory = (context: CaseContext) => Content | Promise<Content>;

/** What another merchant gets for the same request: 120001, an empty list, a page without common rows, or its own alone. */
export type ForeignOutcome = 'refused' | 'empty' | 'separate' | 'own';

/** How one operation is shown to work, over HTTP through the synthesized app. */
export interface Case {
  /** A new request that succeeds. */
  readonly request: RequestFactory;
  /** What its result has to match. */
  readonly answers?: object;
  /** By code, a request that is refused with it. */
  readonly refusals: Partial<Record<ErrorCode, RequestFactory>>;
  /** The same request with other content, where the operation takes a userReqNo. */
  readonly other?: (request: Content) => Content;
  readonly foreign: ForeignOutcome;
}

/** A case for each operation: one that has none does not compile. */
export type Cases = Readonly<Record<OperationName, Case>>;

let numbers = 0;

/** A request number that nobody else of this run has. */
export function requestNumber(): string {
  numbers += 1;
  return `case-${process.pid}-${numbers}`;
}
