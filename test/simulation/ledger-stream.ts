import { workers } from '../../infra/lambdas/workers.ts';
import { compileFilter } from '../../infra/local-cloud/sources/event-filter.ts';
import { writeLines } from '../../shared/domain/money/statements/write-lines.ts';
import type { Item } from '../../shared/runtime/store/item.ts';
import type { StreamRecord } from '../support/stores/model/memory-store.ts';
import type { ProcessEnd } from './simulated-process.ts';
import type { Simulation } from './simulation.ts';

/** Small, so that runs have many batches. */
const MAX_BATCH_SIZE = 8;

const worker = workers.find((one) => one.function === 'worker/lines');

/** A stream's filter patterns as a filter of the memory store's records. */
export function filterOf(source: { readonly table: string; readonly patterns: readonly object[] }) {
  const matches = compileFilter(
    source.patterns.map((pattern) => JSON.stringify(pattern)),
    source.table,
  );
  return ({ table, key: { pk, sk }, isNew, image }: StreamRecord): boolean =>
    table === source.table &&
    matches({
      eventName: isNew ? 'INSERT' : 'MODIFY',
      dynamodb: { Keys: { pk: { S: pk }, ...(sk && { sk: { S: sk } }) }, NewImage: image.stored },
    });
}

const filters = (worker?.streams ?? []).map(filterOf);

/**
 * The ledger's stream: delivers batches in order, repeats each until it is processed, and duplicates some
 * later.
 */
export class LedgerStream {
  readonly #simulation: Simulation;
  #waiting: Item[] = [];
  #isBusy = false;
  #batches = 0;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  observe(record: StreamRecord): void {
    if (!filters.some((passes) => passes(record))) return;
    this.#waiting.push(record.image.item());
    this.#next(1);
  }

  #next(attempt: number): void {
    if (this.#isBusy || this.#waiting.length === 0) return;
    this.#isBusy = true;
    this.#batches += attempt === 1 ? 1 : 0;
    const name = `lines ${this.#batches}`;
    const { timeline, faults } = this.#simulation;
    const random = this.#simulation.random(`delay/${name}`);
    const fault = attempt === 1 ? faults.at(name, 'stream') : undefined;
    const delay = fault === 'late' ? random.integer(90_000) : random.integer(200);
    timeline.after(attempt === 1 ? delay : 1_000 * Math.min(attempt, 60), () => {
      const batch = this.#waiting.slice(0, random.between(1, MAX_BATCH_SIZE));
      if (fault === 'twice')
        timeline.after(random.integer(90_000), () => this.#work(`${name}+`, batch, () => {}));
      this.#work(`${name}/${attempt}`, batch, (worked) => {
        this.#waiting = this.#waiting.slice(worked);
        this.#isBusy = false;
        this.#next(worked > 0 ? 1 : attempt + 1);
      });
    });
  }

  /** `onDone` gets the number of records of the batch that are done. */
  #work(name: string, batch: readonly Item[], onDone: (worked: number) => void): void {
    const begunAt = this.#simulation.timeline.now;
    const limitMs = (worker?.timeoutSeconds ?? 0) * 1_000;
    const ended = (end: ProcessEnd) => {
      const failed = end.how === 'done' ? (end.value as ReadonlyMap<number, unknown>) : undefined;
      this.#simulation.queues.check(name, end);
      for (const error of failed?.values() ?? [])
        this.#simulation.queues.check(name, { how: 'failed', error, begunAt });
      onDone(failed ? Math.min(batch.length, ...failed.keys()) : 0);
    };
    this.#simulation.start(name, limitMs, ({ deps }) => writeLines(deps, batch), ended);
  }
}
