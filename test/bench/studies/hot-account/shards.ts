import type { Random } from '../../../../shared/runtime/random.ts';
import {
  ACCEPTANCE_ITEMS,
  type Account,
  listedOnce,
  type Order,
  type Outcome,
  SETTLEMENT_ITEMS,
} from './account.ts';
import type { Clock } from './clock.ts';
import type { Change, Result, Table, Transaction } from './table.ts';

/** Attempts at a transaction and decisions on an order, as in the store and the requests. */
const MAX_ATTEMPTS = 12;
const MAX_DECISIONS = 20;

/**
 * What happens to an order that its shard cannot pay. `refuse`: it is refused. `another`: another shard pays it.
 * `gather`: if there is none, several shards pay it together. `rebalance`: like `gather`, and what is taken from another
 * shard also refills this one.
 */
export type Overflow = 'refuse' | 'another' | 'gather' | 'rebalance';

/** An account whose money is spread over the table's items, each of which can refuse by itself. */
export class ShardedAccount implements Account {
  readonly #table: Table;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #overflow: Overflow;
  readonly #maxPayers: number;

  constructor(table: Table, clock: Clock, random: Random, overflow: Overflow, maxPayers: number) {
    this.#table = table;
    this.#clock = clock;
    this.#random = random;
    this.#overflow = overflow;
    this.#maxPayers = maxPayers;
  }

  accept(order: Order, answer: (outcome: Outcome) => void): void {
    order.shard = this.#random(this.#table.balances.length);
    this.#decide(order, [freeze(order.shard, order.amount)], 1, answer);
  }

  settle(order: Order, answer: (settled: boolean) => void): void {
    const changes = [{ item: order.shard, available: 0, frozen: -order.amount }];
    this.#write({ changes, ownItems: SETTLEMENT_ITEMS, index: listedOnce(order) }, (result) =>
      answer(result === 'done'),
    );
  }

  deposit(amount: number, answer: (booked: boolean) => void): void {
    const changes = [{ item: this.#random(this.#table.balances.length), available: amount, frozen: 0 }];
    this.#write({ changes, ownItems: 1 }, (result) => answer(result === 'done'));
  }

  #decide(
    order: Order,
    changes: readonly Change[],
    decision: number,
    answer: (outcome: Outcome) => void,
  ): void {
    this.#write({ changes, ownItems: ACCEPTANCE_ITEMS, index: listedOnce(order) }, (result) => {
      if (result === 'done') return answer('accepted');
      if (result !== 'refused') return answer('busy');
      order.availableAtRefusal = this.#table.available;
      if (this.#overflow === 'refuse' || this.#table.balances.length === 1) return answer('refused');
      if (decision === MAX_DECISIONS) return answer('busy');
      this.#table.read((seen) => {
        order.availableAtRefusal = this.#table.available;
        const next = this.#spread(order, seen);
        if (next) this.#decide(order, next, decision + 1, answer);
        else answer('refused');
      });
    });
  }

  /** Returns how the shards pay the order by the balances read; undefined if they cannot. */
  #spread(order: Order, seen: readonly number[]): Change[] | undefined {
    const able = seen.flatMap((available, shard) => (available >= order.amount ? [shard] : []));
    const chosen = able[this.#random(Math.max(1, able.length))];
    if (chosen !== undefined) return this.#payFromAnother(order, chosen, seen);
    return this.#overflow === 'another' ? undefined : this.#gather(order, seen);
  }

  #payFromAnother(order: Order, shard: number, seen: readonly number[]): Change[] {
    const home = order.shard;
    order.shard = shard;
    const rest = (seen[shard] ?? 0) - order.amount;
    const moved = this.#overflow === 'rebalance' ? Math.floor((rest - (seen[home] ?? 0)) / 2) : 0;
    if (shard === home || moved <= 0) return [freeze(shard, order.amount)];
    return [
      { item: shard, available: -order.amount - moved, frozen: order.amount },
      { item: home, available: moved, frozen: 0 },
    ];
  }

  #gather(order: Order, seen: readonly number[]): Change[] | undefined {
    const byBalance = seen.map((available, item) => ({ item, available }));
    byBalance.sort((one, other) => other.available - one.available);
    const changes: Change[] = [];
    let open = order.amount;
    for (const { item, available } of byBalance.slice(0, this.#maxPayers)) {
      if (open === 0 || available <= 0) break;
      const claimed = Math.min(open, available);
      changes.push({ item, available: -claimed, frozen: changes.length === 0 ? order.amount : 0 });
      open -= claimed;
    }
    if (open > 0) return undefined;
    order.shard = changes[0]?.item ?? order.shard;
    return changes;
  }

  /** Retries the transaction on conflicts. */
  #write(transaction: Transaction, answer: (result: Result) => void, attempt = 1): void {
    this.#table.transact(transaction, (result) => {
      if (result === 'done' || result === 'refused' || attempt === MAX_ATTEMPTS) return answer(result);
      const pause = (this.#random(1_000) / 1_000) * Math.min(1_000, 10 * 2 ** attempt);
      this.#clock.after(pause, () => this.#write(transaction, answer, attempt + 1));
    });
  }
}

const freeze = (item: number, amount: number): Change => ({ item, available: -amount, frozen: amount });
