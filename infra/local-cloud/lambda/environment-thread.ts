import { openSync, writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { Invocation, ThreadData, ThreadMessage } from './messages.ts';

// The inside of an execution environment: a thread that runs the code of one function, one invocation at a time.

const port = parentPort;
if (!port) throw new Error('this file runs in a worker thread');
const { modulePath, handlerName, logFile } = workerData as ThreadData;

// Written before the end of the invocation is reported, so that its log lines are there when its caller looks.
const log = openSync(logFile, 'a');
const write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
  const bytes = Buffer.from(chunk as string);
  for (let written = 0; written < bytes.length; ) written += writeSync(log, bytes, written);
  const done = rest.findLast((argument) => typeof argument === 'function');
  if (done) queueMicrotask(() => done());
  return true;
};
process.stdout.write = write;
process.stderr.write = write;

type Handler = (event: unknown, context: object) => unknown;

const { [handlerName]: handler } = (await import(modulePath)) as Record<string, Handler>;
if (typeof handler !== 'function') throw new Error(`${modulePath} exports no function ${handlerName}`);

const respond = (message: ThreadMessage): void => port.postMessage(message);

port.on('message', async ({ event, context, deadline }: Invocation) => {
  const getRemainingTimeInMillis = () => Math.max(0, deadline - Date.now());
  try {
    const result = await handler(JSON.parse(event), { ...context, getRemainingTimeInMillis });
    respond({ result: JSON.stringify(result ?? null) });
  } catch (error) {
    const { name = 'Error', message = String(error), stack } = error as Partial<Error>;
    write(
      `${JSON.stringify({ level: 'ERROR', message: 'Invoke Error', requestId: context.awsRequestId, errorType: name, errorMessage: message, stack })}\n`,
    );
    respond({ errorType: name, errorMessage: message });
  }
});
respond('ready');
