import type { Dependencies } from '../../shared/domain/dependencies.ts';
import { retryInbox } from '../../shared/domain/inbox/retry-inbox.ts';
import { expireHolds } from '../../shared/domain/issuing/transactions/expire-holds.ts';
import { DUE_SHARD_COUNT } from '../../shared/runtime/queue/due-index.ts';
import { sweep } from '../../shared/runtime/queue/sweep.ts';
import type { TableName } from '../../shared/runtime/store/tables.ts';
import type { Simulation } from './simulation.ts';
import { HANDLERS } from './upstreams.ts';

const MINUTE_MS = 60_000;

/**
 * The workers that run every minute. They run only if something is due, because simulated weeks have many
 * minutes.
 */
export class Schedule {
  readonly #simulation: Simulation;
  #runs = 0;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  begin(): void {
    this.#simulation.timeline.after(
      this.#simulation.random('schedule').integer(MINUTE_MS),
      () => void this.#tick(),
    );
  }

  async #tick(): Promise<void> {
    const { timeline } = this.#simulation;
    const [waiting, holds, messages] = [
      await this.#earliestDue('orders', 'notifications'),
      await this.#earliestDue('transactions'),
      await this.#earliestDue('inbox'),
    ];
    this.#runs += 1;
    if (waiting <= timeline.now) this.#start('sweep', 50, sweep);
    if (holds <= timeline.now) this.#start('expire-holds', 120, expireHolds);
    if (messages <= timeline.now) this.#start('retry-inbox', 120, (deps) => retryInbox(deps, HANDLERS));
    const next = Math.max(timeline.now + MINUTE_MS, Math.min(waiting, holds, messages, timeline.next));
    if (next < Number.POSITIVE_INFINITY) timeline.at(next, () => void this.#tick());
  }

  #start(what: string, limitSeconds: number, work: (deps: Dependencies) => Promise<unknown>): void {
    const { faults, queues } = this.#simulation;
    const name = `${what} ${this.#runs}`;
    // A schedule may fire twice, with both runs at the same time.
    const isDuplicate =
      faults.at(name, 'receive') !== undefined || this.#simulation.random(`twice/${name}`).chance(0.2);
    const copies = isDuplicate ? ['', '+'] : [''];
    for (const copy of copies) {
      const ended = queues.check.bind(queues, `${name}${copy}`);
      this.#simulation.start(`${name}${copy}`, limitSeconds * 1_000, ({ deps }) => work(deps), ended);
    }
  }

  /** When the first item in these tables is due. */
  async #earliestDue(...tables: TableName[]): Promise<number> {
    let soonest = Number.POSITIVE_INFINITY;
    for (const table of tables) {
      for (let shard = 0; shard < DUE_SHARD_COUNT; shard += 1) {
        const [first] = await this.#simulation.store.query({
          table,
          index: 'due',
          partition: String(shard),
          limit: 1,
        });
        soonest = Math.min(soonest, Number(first?.['dueAt'] ?? soonest));
      }
    }
    return soonest;
  }
}
