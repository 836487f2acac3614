import type { Invocable } from '../lambda/lambda-function.ts';
import { backoffMs, sleep } from './backoff.ts';
import { failedItems } from './batch-response.ts';
import type { SourceOptions } from './source-options.ts';

/** A record as Lambda passes it to a function. */
export interface StreamRecord {
  readonly dynamodb: { readonly SequenceNumber: string; readonly Keys?: unknown };
}

/** How an event source mapping treats the batches of a stream. */
export interface BatchPolicy {
  readonly reportsItemFailures: boolean;
  readonly bisects: boolean;
  /** -1 stands for no limit. */
  readonly maximumRetryAttempts: number;
}

/** Invokes a function with the batches of one shard, in order, until each record is processed or given up. */
export class StreamBatches {
  readonly #lambda: Invocable;
  readonly #policy: BatchPolicy;
  readonly #signal: AbortSignal;
  readonly #onError: SourceOptions['onError'];
  readonly #onDone: (last: StreamRecord) => void;

  /** `done` receives the last record that needs no more work. */
  constructor(
    lambda: Invocable,
    policy: BatchPolicy,
    options: SourceOptions & { readonly done: (last: StreamRecord) => void },
  ) {
    this.#lambda = lambda;
    this.#policy = policy;
    this.#signal = options.signal;
    this.#onError = options.onError;
    this.#onDone = options.done;
  }

  /** Processes a batch; returns early only when the signal aborts. */
  async deliver(batch: readonly StreamRecord[]): Promise<void> {
    let failures = 0;
    let rest = batch;
    while (rest.length > 0 && !this.#signal.aborted) {
      const outcome = await this.#attempt(rest);
      this.#finish(rest.slice(0, outcome.worked));
      rest = rest.slice(outcome.worked);
      if (rest.length === 0) return;
      if (outcome.failedWhole && this.#policy.bisects && rest.length > 1) return this.#bisect(rest);
      // With bisection, partial progress counts as a split, and a split is not a retry.
      failures += outcome.worked > 0 && this.#policy.bisects ? 0 : 1;
      if (this.#givesUp(failures)) return this.#giveUp(rest);
      await sleep(backoffMs(Math.max(failures, 1)), this.#signal);
    }
  }

  async #attempt(records: readonly StreamRecord[]): Promise<{ worked: number; failedWhole: boolean }> {
    try {
      const response = await this.#lambda.invoke({ Records: records });
      if (!this.#policy.reportsItemFailures) return { worked: records.length, failedWhole: false };
      const numbers = records.map(({ dynamodb }) => dynamodb.SequenceNumber);
      const failed = failedItems(response, new Set(numbers));
      if (!failed) return { worked: 0, failedWhole: true };
      const first = numbers.findIndex((number) => failed.has(number));
      return { worked: first < 0 ? records.length : first, failedWhole: false };
    } catch {
      // The error is in the function's log.
      return { worked: 0, failedWhole: true };
    }
  }

  async #bisect(records: readonly StreamRecord[]): Promise<void> {
    const middle = Math.ceil(records.length / 2);
    await this.deliver(records.slice(0, middle));
    await this.deliver(records.slice(middle));
  }

  #givesUp(failures: number): boolean {
    const { maximumRetryAttempts } = this.#policy;
    return maximumRetryAttempts >= 0 && failures > maximumRetryAttempts;
  }

  #giveUp(records: readonly StreamRecord[]): void {
    const keys = records.map(({ dynamodb }) => JSON.stringify(dynamodb.Keys)).join();
    this.#onError('processing a batch', new Error(`gave up the records of ${keys}`));
    this.#finish(records);
  }

  #finish(records: readonly StreamRecord[]): void {
    const last = records.at(-1);
    if (last && !this.#signal.aborted) this.#onDone(last);
  }
}
