/** An invocation had no result. */
export abstract class InvocationFailed extends Error {
  abstract readonly code: string;
}

/** The handler threw. */
export class FunctionFailed extends InvocationFailed {
  override readonly name = 'FunctionFailed';
  readonly code = 'FUNCTION_FAILED';
  constructor(functionName: string, errorType: string, errorMessage: string) {
    super(`${functionName}: ${errorType}: ${errorMessage}`);
  }
}

/** The execution environment ended before or during the invocation. */
export class FunctionCrashed extends InvocationFailed {
  override readonly name = 'FunctionCrashed';
  readonly code = 'FUNCTION_CRASHED';
  constructor(functionName: string, how: string) {
    super(`${functionName}: ${how}`);
  }
}

export class FunctionTimedOut extends InvocationFailed {
  override readonly name = 'FunctionTimedOut';
  readonly code = 'FUNCTION_TIMED_OUT';
  constructor(functionName: string, limitMs: number) {
    super(`${functionName}: timed out after ${limitMs} ms`);
  }
}

/** An event or a result is larger than Lambda accepts. */
export class PayloadTooLarge extends InvocationFailed {
  override readonly name = 'PayloadTooLarge';
  readonly code = 'PAYLOAD_TOO_LARGE';
  readonly part: 'event' | 'result';
  constructor(functionName: string, part: 'event' | 'result', bytes: number) {
    super(`${functionName}: ${part} of ${bytes} bytes`);
    this.part = part;
  }
}

/** The local cloud is stopping. */
export class CloudStopping extends InvocationFailed {
  override readonly name = 'CloudStopping';
  readonly code = 'CLOUD_STOPPING';
}
