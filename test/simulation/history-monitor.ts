import type { Item } from '../../shared/runtime/store/item.ts';
import type { StreamRecord } from '../support/stores/model/memory-store.ts';
import type { Simulation } from './simulation.ts';

/** Checks every change of the tables against states that never change. */
export class HistoryMonitor {
  readonly #simulation: Simulation;
  readonly #final = new Map<string, string>();
  readonly #claimed = new Map<string, string | undefined>();
  /** The PAN reserved for a card, by the vault's key of the card. */
  readonly #cardNumbers = new Map<string, unknown>();

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  observe({ table, key, isNew }: StreamRecord): void {
    const [kind] = key.pk.split('/');
    const isImmutable = kind === 'entry' || kind === 'network';
    if (isImmutable && !isNew) this.#simulation.violate(`${table} ${key.pk} was changed`);
    if (table === 'vault') this.#watchCardNumber(key.pk, isNew);
    if (kind === 'request') this.#watchNumber(key.pk, this.#item({ table, key }));
    if (kind === 'change') this.#watchChange(key.pk, this.#item({ table, key }));
    if (kind === 'order' && table === 'orders')
      this.#watch(`order ${key.pk}`, this.#item({ table, key }), 'failure');
    if (kind === 'notification')
      this.#watch(`notification ${key.pk}`, this.#item({ table, key }), 'deliveredAt');
  }

  /** A card's secrets may be generated again only until its PAN is reserved. */
  #watchCardNumber(pk: string, isNew: boolean): void {
    const { cardId, number } = this.#item({ table: 'vault', key: { pk } });
    if (pk.startsWith('number/') && isNew)
      this.#cardNumbers.set(`card/${cardId}`, pk.slice('number/'.length));
    else if (!isNew && (!pk.startsWith('card/') || (this.#cardNumbers.get(pk) ?? number) !== number))
      this.#simulation.violate(`vault ${pk} was changed`);
  }

  #item({ table, key }: Pick<StreamRecord, 'table' | 'key'>): Item {
    return this.#simulation.store.at(table, key) ?? {};
  }

  /**
   * A request number is bound to its content forever, unless the external issuer refuses the change: then the number is
   * free again.
   */
  #watchNumber(pk: string, { fingerprint, result, refusedChange }: Item): void {
    const before = this.#claimed.get(pk);
    const isTaken = fingerprint !== undefined;
    const state = isTaken ? JSON.stringify([fingerprint, result]) : undefined;
    const isRefused =
      this.#item({ table: 'orders', key: { pk: `change/${refusedChange}` } })['state'] === 'refused';
    if (before !== undefined && before !== state && (isTaken || !isRefused))
      this.#simulation.violate(`orders ${pk} was changed`);
    this.#claimed.set(pk, state);
  }

  #watchChange(pk: string, { state, finishedAt }: Item): void {
    if (state === 'open') return void (this.#final.has(pk) && this.#simulation.violate(`${pk} was reopened`));
    this.#watch(pk, { status: state, finishedAt }, 'refusal');
  }

  /** A final state never changes. */
  #watch(what: string, { status, finishedAt, ...item }: Item, more: string): void {
    if (status === 'pending' && !this.#final.has(what)) return;
    const state = JSON.stringify([status, finishedAt, item[more]]);
    const before = this.#final.get(what) ?? state;
    if (before !== state) this.#simulation.violate(`${what} was ${before} and became ${state}`);
    this.#final.set(what, state);
  }
}
