import { retryInbox } from '../../shared/inbox/retry.ts';
import { DUE_SHARDS } from '../../shared/platform/due.ts';
import type { Platform } from '../../shared/platform/platform.ts';
import { sweep } from '../../shared/platform/sweep.ts';
import type { TableName } from '../../shared/store/tables.ts';
import { expireHolds } from '../../shared/transactions/expiry.ts';
import type { Simulation } from './simulation.ts';
import { EFFECTS } from './upstreams.ts';

const MINUTE_MS = 60_000;

/** What runs every minute: as far as there is something to do, since weeks of minutes pass here. */
export class Schedule {
  readonly #simulation: Simulation;
  #runs = 0;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  begin(): void {
    this.#simulation.timeline.after(
      this.#simulation.dice('schedule').below(MINUTE_MS),
      () => void this.#tick(),
    );
  }

  async #tick(): Promise<void> {
    const { timeline } = this.#simulation;
    const [waiting, holds, told] = [
      await this.#soonest('orders', 'notifications'),
      await this.#soonest('transactions'),
      await this.#soonest('inbox'),
    ];
    this.#runs += 1;
    if (waiting <= timeline.now) this.#start('sweep', 50, sweep);
    if (holds <= timeline.now) this.#start('expire-holds', 120, expireHolds);
    if (told <= timeline.now) this.#start('retry-inbox', 120, (platform) => retryInbox(platform, EFFECTS));
    const next = Math.max(timeline.now + MINUTE_MS, Math.min(waiting, holds, told, timeline.next));
    if (next < Number.POSITIVE_INFINITY) timeline.at(next, () => void this.#tick());
  }

  #start(what: string, limitSeconds: number, work: (platform: Platform) => Promise<unknown>): void {
    const { faults, queues } = this.#simulation;
    const name = `${what} ${this.#runs}`;
    // A schedule may fire twice, and both run at once.
    const isTwice =
      faults.at(name, 'receive') !== undefined || this.#simulation.dice(`twice/${name}`).chance(0.2);
    const copies = isTwice ? ['', '+'] : [''];
    for (const copy of copies) {
      const ended = queues.check.bind(queues, `${name}${copy}`);
      this.#simulation.start(`${name}${copy}`, limitSeconds * 1_000, ({ platform }) => work(platform), ended);
    }
  }

  /** When the first of what waits in these tables is due. */
  async #soonest(...tables: TableName[]): Promise<number> {
    let soonest = Number.POSITIVE_INFINITY;
    for (const table of tables) {
      for (let shard = 0; shard < DUE_SHARDS; shard += 1) {
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
