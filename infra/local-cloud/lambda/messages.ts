/** What an execution environment's thread is started with. */
export interface ThreadData {
  /** A `file:` URL. */
  readonly modulePath: string;
  readonly handlerName: string;
  readonly logFile: string;
}

/** The fields of Lambda's context object that are data. */
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

/** Runner to thread: an event in JSON. `deadline` in milliseconds since the epoch. */
export interface Invocation {
  readonly event: string;
  readonly context: ContextData;
  readonly deadline: number;
}

/** Thread to runner: that the module is loaded, or what came of the invocation, in JSON. */
export type ThreadMessage =
  | 'ready'
  | { readonly result: string }
  | { readonly errorType: string; readonly errorMessage: string };
