import { openSync, writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';

// The inside of an execution environment: a thread that runs the code of one function, one invocation at a time. Plain
// JavaScript, since each thread would load a compiler of its own. messages.ts has the types of what comes and goes.

if (!parentPort) throw new Error('this file runs in a worker thread');
const port = parentPort;
const { modulePath, handlerName, logFile, clockOffset } = workerData;
const realNow = runOnCloudTime(new Float64Array(clockOffset));

// Written before the end of the invocation is reported, so that its log lines are there when its caller looks.
const log = openSync(logFile, 'a');
const write = (chunk, ...rest) => {
  const bytes = Buffer.from(chunk);
  for (let written = 0; written < bytes.length; ) written += writeSync(log, bytes, written);
  const done = rest.findLast((argument) => typeof argument === 'function');
  if (done) queueMicrotask(() => done());
  return true;
};
process.stdout.write = write;
process.stderr.write = write;

const { [handlerName]: handler } = await import(modulePath);
if (typeof handler !== 'function') throw new Error(`${modulePath} exports no function ${handlerName}`);

port.on('message', async ({ event, context, deadline }) => {
  const getRemainingTimeInMillis = () => Math.max(0, deadline - realNow());
  try {
    const result = await handler(JSON.parse(event), { ...context, getRemainingTimeInMillis });
    port.postMessage({ result: JSON.stringify(result ?? null) });
  } catch (error) {
    const { name = 'Error', message = String(error), stack } = error ?? {};
    write(
      `${JSON.stringify({ level: 'ERROR', message: 'Invoke Error', requestId: context.awsRequestId, errorType: name, errorMessage: message, stack })}\n`,
    );
    port.postMessage({ errorType: name, errorMessage: message });
  }
});
port.postMessage('ready');

/** Makes Date tell the cloud's time. Returns this machine's clock: limits of running time are not the cloud's. */
function runOnCloudTime(offset) {
  const MachineDate = Date;
  const machineNow = Date.now;
  const now = () => Math.floor(machineNow() + offset[0]);
  MachineDate.now = now;
  globalThis.Date = new Proxy(MachineDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length > 0 ? args : [now()], newTarget),
    apply: () => new MachineDate(now()).toString(),
  });
  return machineNow;
}
