import type { Item } from '../../shared/store/store.ts';
import type { StreamRecord } from '../support/model/memory-store.ts';
import type { Simulation } from './simulation.ts';

/** Watches every change of the tables for what must never change. */
export class History {
  readonly #simulation: Simulation;
  readonly #final = new Map<string, string>();

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  told({ table, key, isNew }: StreamRecord): void {
    const [kind] = key.pk.split('/');
    const isImmutable = kind === 'entry' || kind === 'request' || kind === 'network' || table === 'vault';
    if (isImmutable && !isNew) this.#simulation.violate(`${table} ${key.pk} was changed`);
    if (kind === 'order' && table === 'orders')
      this.#watch(`order ${key.pk}`, this.#item({ table, key }), 'failure');
    if (kind === 'notification')
      this.#watch(`notification ${key.pk}`, this.#item({ table, key }), 'deliveredAt');
  }

  #item({ table, key }: Pick<StreamRecord, 'table' | 'key'>): Item {
    return this.#simulation.store.at(table, key) ?? {};
  }

  /** Once something is over it stays as it ended. */
  #watch(what: string, { status, finishedAt, ...item }: Item, more: string): void {
    if (status === 'pending' && !this.#final.has(what)) return;
    const state = JSON.stringify([status, finishedAt, item[more]]);
    const before = this.#final.get(what) ?? state;
    if (before !== state) this.#simulation.violate(`${what} was ${before} and became ${state}`);
    this.#final.set(what, state);
  }
}
