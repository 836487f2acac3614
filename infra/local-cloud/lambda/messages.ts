/** The data that an execution environment's thread starts with. */
export interface ThreadData {
  /** A `file:` URL. */
  readonly modulePath: string;
  readonly handlerName: string;
  readonly logFile: string;
  /** By how many milliseconds the cloud's time is ahead of this machine's: one 64-bit float. */
  readonly clockOffset: SharedArrayBuffer;
}

/** The data fields of Lambda's context object. */
export interface ContextData {
  readonly awsRequestId: string;
  readonly functionName: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  readonly memoryLimitInMB: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly callbackWaitsForEmptyEventLoop: boolean;
}

/** Sent to the thread: an event in JSON. `deadline` is in milliseconds since the epoch. */
export interface Invocation {
  readonly event: string;
  readonly context: ContextData;
  readonly deadline: number;
}

/** Sent by the thread: the module is loaded, or the result of the invocation in JSON, or its error. */
export type ThreadMessage =
  | 'ready'
  | { readonly result: string }
  | { readonly errorType: string; readonly errorMessage: string };
