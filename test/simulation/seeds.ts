import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type Run, run } from './run.ts';
import { openDeployment } from './simulated-deployment.ts';

/** The seeds of one thread: every `step`-th from `from` up to `until`. */
interface Share {
  readonly from: number;
  readonly until: number;
  readonly step: number;
}

/** The result of a seed; the whole run if it failed. */
type SeedResult = { readonly events: number; readonly failed?: Run };

async function runShare({ from, until, step }: Share, report: (result: SeedResult) => void): Promise<void> {
  const deployment = await openDeployment();
  for (let seed = from; seed < until; seed += step) {
    const done = await run(deployment, seed);
    report({ events: done.events, ...(done.violations.length > 0 && { failed: done }) });
  }
}

/** Runs the seeds on several threads and reports each result. Stops when `report` returns false. */
export async function runSeeds(
  { from, count, threads }: { readonly from: number; readonly count: number; readonly threads: number },
  report: (result: SeedResult) => boolean,
): Promise<void> {
  const workers = Array.from({ length: Math.min(threads, count) }, (_, index) => {
    const share: Share = { from: from + index, until: from + count, step: threads };
    return new Worker(new URL(import.meta.url), { workerData: share });
  });
  const ended = workers.map(
    (worker) =>
      new Promise<void>((resolve, reject) => {
        worker.on('exit', () => resolve()).on('error', reject);
        worker.on('message', (result: SeedResult) => {
          if (!report(result)) for (const each of workers) void each.terminate();
        });
      }),
  );
  await Promise.all(ended);
}

if (!isMainThread && parentPort) {
  const port = parentPort;
  await runShare(workerData as Share, (result) => port.postMessage(result));
}
