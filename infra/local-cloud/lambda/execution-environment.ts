import { appendFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { FunctionSpec } from './function-spec.ts';
import { FunctionCrashed, FunctionFailed, FunctionTimedOut } from './invocation-errors.ts';
import type { ContextData, Invocation, ThreadData, ThreadMessage } from './messages.ts';

/** The time that Lambda gives a module to load, in addition to the function's timeout. */
const INIT_TIMEOUT_MS = 10_000;

/** New objects die young. With V8's default a thread that runs one invocation at a time takes twice the memory. */
const MAX_YOUNG_GENERATION_MB = 3;

const THREAD = new URL('./environment-thread.mjs', import.meta.url);

interface PendingInvocation {
  readonly resolve: (message: ThreadMessage) => void;
  readonly reject: (error: Error) => void;
}

/** A thread that runs the code of one function, one invocation at a time, as in Lambda. */
export class ExecutionEnvironment {
  readonly #spec: FunctionSpec;
  readonly #worker: Worker;
  #pending: PendingInvocation | undefined;
  #ready = false;
  #dead = false;

  /** `clockOffset` is that of a PlatformClock. */
  constructor(spec: FunctionSpec, clockOffset: SharedArrayBuffer) {
    this.#spec = spec;
    const { modulePath, handlerName, logFile } = spec;
    this.#worker = new Worker(THREAD, {
      workerData: { modulePath, handlerName, logFile, clockOffset } satisfies ThreadData,
      env: { ...spec.environment },
      execArgv: [],
      // The thread writes its log itself; its output must not reach the terminal.
      stdout: true,
      stderr: true,
      resourceLimits: {
        maxOldGenerationSizeMb: spec.memoryMb,
        maxYoungGenerationSizeMb: MAX_YOUNG_GENERATION_MB,
      },
    });
    this.#worker.on('message', (message: ThreadMessage) => this.#pending?.resolve(message));
    this.#worker.on('error', (error) => this.#log('Runtime Error', { stack: (error as Error).stack }));
    this.#worker.on('exit', (code) => {
      this.#dead = true;
      this.#pending?.reject(new FunctionCrashed(spec.name, `its thread ended with code ${code}`));
    });
  }

  /** Whether it can no longer take an invocation. */
  get dead(): boolean {
    return this.#dead;
  }

  /**
   * Invokes the function with an event in JSON and returns its result in JSON.
   *
   * @throws FunctionFailed when the handler threw
   * @throws FunctionTimedOut, FunctionCrashed when the environment has ended too
   */
  async invoke(event: string, context: ContextData): Promise<string> {
    const timeoutMs = this.#spec.timeoutSeconds * 1_000;
    if (!this.#ready) await this.#response(INIT_TIMEOUT_MS + timeoutMs, context);
    this.#ready = true;
    const invocation: Invocation = { event, context, deadline: Date.now() + timeoutMs };
    const response = this.#response(timeoutMs, context);
    this.#worker.postMessage(invocation);
    return resultOf(await response, this.#spec.name);
  }

  async stop(): Promise<void> {
    this.#dead = true;
    await this.#worker.terminate();
  }

  async #response(limitMs: number, { awsRequestId }: ContextData): Promise<ThreadMessage> {
    const { promise, resolve, reject } = Promise.withResolvers<ThreadMessage>();
    if (this.#dead) throw new FunctionCrashed(this.#spec.name, 'its thread has ended');
    this.#pending = { resolve, reject };
    const timer = setTimeout(() => {
      this.#log('Task timed out', { requestId: awsRequestId, limitMs });
      reject(new FunctionTimedOut(this.#spec.name, limitMs));
      void this.stop();
    }, limitMs);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#pending = undefined;
    }
  }

  #log(message: string, details: object): void {
    appendFileSync(this.#spec.logFile, `${JSON.stringify({ level: 'ERROR', message, ...details })}\n`);
  }
}

function resultOf(response: ThreadMessage, functionName: string): string {
  if (response === 'ready') throw new FunctionCrashed(functionName, 'its thread started again');
  if ('result' in response) return response.result;
  throw new FunctionFailed(functionName, response.errorType, response.errorMessage);
}
