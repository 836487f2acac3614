import { randomUUID } from 'node:crypto';
import { ExecutionEnvironment } from './execution-environment.ts';
import type { FunctionSpec } from './function-spec.ts';
import { CloudStopping, PayloadTooLarge } from './invocation-errors.ts';
import type { ContextData } from './messages.ts';

/** Lambda's limit for the event of a synchronous invocation, and for its result. */
const MAX_PAYLOAD_BYTES = 6 * 1_024 * 1_024;

/** What event sources need of a function. */
export type Invocable = Pick<LambdaFunction, 'invoke'>;

/** A function with as many execution environments as its load requires, up to `concurrency`; further load waits. */
export class LambdaFunction {
  readonly spec: FunctionSpec;
  readonly #concurrency: number;
  readonly #environments = new Set<ExecutionEnvironment>();
  readonly #idle: ExecutionEnvironment[] = [];
  readonly #waiters: PromiseWithResolvers<ExecutionEnvironment>[] = [];
  #stopping = false;

  constructor(spec: FunctionSpec, concurrency: number) {
    this.spec = spec;
    this.#concurrency = concurrency;
  }

  /**
   * Invokes the function and waits for its result.
   *
   * @throws InvocationFailed when there is no result
   */
  async invoke(event: unknown): Promise<unknown> {
    const payload = this.#withinLimit('event', JSON.stringify(event));
    const environment = await this.#acquire();
    try {
      const result = await environment.invoke(payload, this.#context());
      return JSON.parse(this.#withinLimit('result', result));
    } finally {
      this.#release(environment);
    }
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    for (const { reject } of this.#waiters.splice(0)) reject(this.#stopped());
    await Promise.all([...this.#environments].map((environment) => environment.stop()));
  }

  async #acquire(): Promise<ExecutionEnvironment> {
    if (this.#stopping) throw this.#stopped();
    const idle = this.#idle.pop();
    if (idle && !idle.dead) return idle;
    if (idle) this.#environments.delete(idle);
    if (this.#environments.size < this.#concurrency) return this.#create();
    const waiter = Promise.withResolvers<ExecutionEnvironment>();
    this.#waiters.push(waiter);
    return waiter.promise;
  }

  #release(environment: ExecutionEnvironment): void {
    if (environment.dead) this.#environments.delete(environment);
    const next = this.#waiters.shift();
    if (next) next.resolve(environment.dead ? this.#create() : environment);
    else if (!environment.dead) this.#idle.push(environment);
  }

  #create(): ExecutionEnvironment {
    const environment = new ExecutionEnvironment(this.spec);
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
