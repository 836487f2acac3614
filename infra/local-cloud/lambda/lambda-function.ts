import { randomUUID } from 'node:crypto';
import { ExecutionEnvironment } from './execution-environment.ts';
import type { FunctionSpec } from './function-spec.ts';
import { CloudStopping, PayloadTooLarge } from './invocation-errors.ts';
import type { ContextData } from './messages.ts';

/** Lambda's limit for the event of a synchronous invocation, and for its result. */
const MAX_PAYLOAD_BYTES = 6 * 1_024 * 1_024;

/** An environment that has had no invocation for so long ends: it takes some 30 MB. Lambda keeps one for minutes. */
const IDLE_LIFETIME_MS = 20_000;

/** What event sources need of a function. */
export type Invocable = Pick<LambdaFunction, 'invoke'>;

/**
 * A function with as many execution environments as its load requires, up to `concurrency`; further load waits.
 * Environments that are idle for some seconds end.
 */
export class LambdaFunction {
  readonly spec: FunctionSpec;
  readonly #concurrency: number;
  readonly #clockOffset: SharedArrayBuffer;
  readonly #environments = new Set<ExecutionEnvironment>();
  /** In the order in which they became idle, with the timers that end them. */
  readonly #idle = new Map<ExecutionEnvironment, NodeJS.Timeout>();
  readonly #waiters: PromiseWithResolvers<ExecutionEnvironment>[] = [];
  readonly #endListeners: (() => void)[] = [];
  #stopping = false;
  #invocations = 0;

  /** `clockOffset` is that of a PlatformClock. */
  constructor(spec: FunctionSpec, concurrency: number, clockOffset: SharedArrayBuffer) {
    this.spec = spec;
    this.#concurrency = concurrency;
    this.#clockOffset = clockOffset;
  }

  /** How many execution environments there are at the moment. */
  get environments(): number {
    return this.#environments.size;
  }

  /** How many invocations run or wait at the moment. */
  get invocations(): number {
    return this.#invocations;
  }

  /** Calls the listener after each invocation, whether or not it had a result. */
  onInvocationEnd(listener: () => void): void {
    this.#endListeners.push(listener);
  }

  /**
   * Invokes the function and waits for its result.
   *
   * @throws InvocationFailed when there is no result
   */
  async invoke(event: unknown): Promise<unknown> {
    const payload = this.#withinLimit('event', JSON.stringify(event));
    this.#invocations += 1;
    try {
      return JSON.parse(this.#withinLimit('result', await this.#run(payload)));
    } finally {
      this.#invocations -= 1;
    }
  }

  async #run(payload: string): Promise<string> {
    const environment = await this.#acquire();
    try {
      return await environment.invoke(payload, this.#context());
    } finally {
      this.#release(environment);
      for (const listener of this.#endListeners) listener();
    }
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    for (const timer of this.#idle.values()) clearTimeout(timer);
    for (const { reject } of this.#waiters.splice(0)) reject(this.#stopped());
    await Promise.all([...this.#environments].map((environment) => environment.stop()));
  }

  async #acquire(): Promise<ExecutionEnvironment> {
    if (this.#stopping) throw this.#stopped();
    const idle = this.#takeIdle();
    if (idle) return idle;
    if (this.#environments.size < this.#concurrency) return this.#create();
    const waiter = Promise.withResolvers<ExecutionEnvironment>();
    this.#waiters.push(waiter);
    return waiter.promise;
  }

  /** Takes the one that became idle last, so that those that are not needed get old. */
  #takeIdle(): ExecutionEnvironment | undefined {
    for (const [environment, timer] of [...this.#idle].reverse()) {
      clearTimeout(timer);
      this.#idle.delete(environment);
      if (!environment.dead) return environment;
      this.#environments.delete(environment);
    }
    return undefined;
  }

  #release(environment: ExecutionEnvironment): void {
    if (environment.dead) this.#environments.delete(environment);
    const next = this.#waiters.shift();
    if (next) next.resolve(environment.dead ? this.#create() : environment);
    else if (!environment.dead && !this.#stopping) this.#rest(environment);
  }

  #rest(environment: ExecutionEnvironment): void {
    const end = () => {
      this.#idle.delete(environment);
      this.#environments.delete(environment);
      void environment.stop();
    };
    this.#idle.set(environment, setTimeout(end, IDLE_LIFETIME_MS).unref());
  }

  #create(): ExecutionEnvironment {
    const environment = new ExecutionEnvironment(this.spec, this.#clockOffset);
    this.#environments.add(environment);
    return environment;
  }

  #withinLimit(part: 'event' | 'result', json: string): string {
    const bytes = Buffer.byteLength(json);
    if (bytes > MAX_PAYLOAD_BYTES) throw new PayloadTooLarge(this.spec.name, part, bytes);
    return json;
  }

  #stopped = () => new CloudStopping(`${this.spec.name}: the local cloud is stopping`);

  #context(): ContextData {
    return {
      awsRequestId: randomUUID(),
      functionName: this.spec.name,
      functionVersion: '$LATEST',
      invokedFunctionArn: this.spec.arn,
      memoryLimitInMB: String(this.spec.memoryMb),
      logGroupName: this.spec.logGroup,
      logStreamName: 'local',
      callbackWaitsForEmptyEventLoop: true,
    };
  }
}
