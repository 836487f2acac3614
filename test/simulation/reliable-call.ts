import { isDeepStrictEqual } from 'node:util';
import type { Dependencies } from '../../shared/domain/dependencies.ts';
import { ContractError, type ErrorCode } from '../../shared/wire/errors.ts';
import type { ProcessEnd } from './simulated-process.ts';
import type { Simulation } from './simulation.ts';

/** The timeout of functions behind the API. */
const LAMBDA_TIMEOUT_MS = 29_000;
/** How long a caller waits for a response. */
const RESPONSE_TIMEOUT_MS = 30_000;
const MAX_RETRY_DELAY_MS = 300_000;

/** The final response, after as many attempts as it took. */
export type CallResponse = { readonly result: unknown } | { readonly errorCode: ErrorCode };

/** A call to the platform that is repeated until there is a response. */
export interface ReliableCall {
  readonly name: string;
  readonly work: (deps: Dependencies) => Promise<unknown>;
  readonly onResponse: (response: CallResponse) => void;
  /** Defaults to no limit. */
  readonly maxAttempts?: number;
}

/** Error codes without a definite outcome: the caller tries again. */
const RETRYABLE_CODES: readonly string[] = ['130001', '140001', '999999'];

/**
 * Repeats the call until there is a definite response. Requests and responses get lost, delayed and
 * duplicated.
 */
export function callUntilAnswered(simulation: Simulation, call: ReliableCall, attempt = 1): void {
  const { faults, timeline } = simulation;
  const name = `${call.name}/${attempt}`;
  let isOver = false;
  const retry = () => {
    if (isOver) return;
    isOver = true;
    if (attempt >= (call.maxAttempts ?? Number.POSITIVE_INFINITY)) return;
    const maxDelayMs = Math.min(MAX_RETRY_DELAY_MS, 2_000 * 2 ** Math.min(attempt, 10));
    timeline.after(simulation.random(`again/${name}`).integer(maxDelayMs), () =>
      callUntilAnswered(simulation, call, attempt + 1),
    );
  };
  const onEnd = (end: ProcessEnd) => {
    const response = responseOf(end);
    if (end.how === 'failed' && response === undefined) assertExpectedFailure(simulation, name, end.error);
    if (isOver || end.how === 'gone' || faults.at(`answer ${name}`, 'answer')) return;
    if (!response) return retry();
    isOver = true;
    simulation.note(name, () => `gets ${JSON.stringify(response)}`);
    call.onResponse(response);
  };
  timeline.after(RESPONSE_TIMEOUT_MS, retry);
  const fault = faults.at(`request ${name}`, 'request');
  if (fault === 'lost') return;
  const delay = fault === 'late' ? simulation.random(`late/${name}`).integer(60_000) : 0;
  for (const copy of fault === 'twice' ? ['', '+'] : [''])
    timeline.after(delay, () =>
      simulation.start(`${name}${copy}`, LAMBDA_TIMEOUT_MS, (one) => call.work(one.deps), onEnd),
    );
}

function responseOf(end: ProcessEnd): CallResponse | undefined {
  if (end.how === 'done') return { result: end.value };
  if (end.how === 'failed' && end.error instanceof ContractError && !RETRYABLE_CODES.includes(end.error.code))
    return { errorCode: end.error.code };
  return undefined;
}

/** Records a violation if a call failed because of a defect. */
function assertExpectedFailure(simulation: Simulation, name: string, error: unknown): void {
  if (error instanceof ContractError || (error as Error).name === 'Unreachable') return;
  simulation.violate(`${name} failed: ${(error as Error).stack ?? error}`);
}

export const isSame = isDeepStrictEqual;
