import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type Run, run } from './run.ts';
import { openDeployment } from './simulated-deployment.ts';

/** Seeds that one thread runs: from one on, every so many. */
interface Share {
  readonly from: number;
  readonly until: number;
  readonly step: number;
}

/** What a thread tells of each seed: a failure as a whole, else only how much happened. */
type SeedResult = { readonly events: number; readonly failed?: Run };

async function runShare({ from, until, step }: Share, report: (result: SeedResult) => void): Promise<void> {
  const deployment = await openDeployment();
  for (let seed = from; seed < until; seed += step) {
    const done = await run(deployment, seed);
    report({ events: done.events, ...(done.violations.length > 0 && { failed: done }) });
  }
}

/** Runs the seeds on so many threads; `tell` hears of each. When it answers false no more are run. */
export async function runSeeds(
  { from, count, threads }: { readonly from: number; readonly count: number; readonly threads: number },
  report: (news: SeedResult) => boolean,
): Promise<void> {
  const workers = Array.from({ length: Math.min(threads, count) }, (_, index) => {
    const share: Share = { from: from + index, until: from + count, step: threads };
    return new Worker(new URL(import.meta.url), { workerData: share });
  });
  const ended = workers.map(
    (worker) =>
      new Promise<void>((resolve, reject) => {
        worker.on('exit', () => resolve()).on('error', reject);
        worker.on('message', (news: SeedResult) => {
          if (!report(news)) for (const each of workers) void each.terminate();
        });
      }),
  );
  await Promise.all(ended);
}

if (!isMainThread && parentPort) {
  const port = parentPort;
  await runShare(workerData as Share, (news) => port.postMessage(news));
}
