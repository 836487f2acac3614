import type { Sent } from '../app/client.ts';
import { cpuMsOf } from '../frame/processes.ts';
import type { RunningApp } from '../frame/running-app.ts';
import type { Buyer } from './buyer.ts';

/** The throughput and latencies of authorizations. */
export interface Decided {
  /** Answers per second, until the last one arrived. */
  readonly rate: number;
  /** Milliseconds from each request to its answer. */
  readonly latencies: readonly number[];
  /**
   * Processor time of the app and DynamoDB Local per authorization, including its notification, in milliseconds; NaN
   * without /proc.
   */
  readonly cpuMs: number;
}

/** Each buyer makes its purchases one after the other. Waits until the merchant was notified of all of them. */
export async function buy(
  { endpoint, pid }: Pick<RunningApp, 'endpoint' | 'pid'>,
  buyers: readonly Buyer[],
  each: number,
): Promise<Decided> {
  const ready = buyers.map((buyer) => ({ buyer, bodies: buyer.seal(each), sent: [] as Sent[] }));
  const latencies: number[] = [];
  const count = each * buyers.length;
  endpoint.clear();
  const cpuBefore = cpuMsOf(pid);
  const start = performance.now();
  await Promise.all(
    ready.map(async ({ buyer, bodies, sent }) => {
      for (const body of bodies) {
        const answered = await buyer.send(body);
        latencies.push(performance.now() - answered.at);
        sent.push(answered);
      }
    }),
  );
  const rate = (count * 1_000) / (performance.now() - start);
  await endpoint.awaitArrivals(count);
  const cpuMs = (cpuMsOf(pid) - cpuBefore) / count;
  for (const { buyer, sent } of ready) buyer.assertApproved(sent);
  return { rate, latencies, cpuMs };
}
