import type { Random } from '../../../../shared/runtime/random.ts';
import type { Clock } from './clock.ts';
import { longTailed } from './distributions.ts';

/** Write units per second of one partition, as DynamoDB documents. */
const PARTITION_UNITS = 1_000;
/** Write units of one item of up to 1 kB in a transaction, as DynamoDB documents. */
const TRANSACTIONAL_WRITE_UNITS = 2;
/** Maximum items of a transaction, as DynamoDB documents. */
export const MAX_ITEMS = 100;

/** Milliseconds between the reads of the first and the last item of one BatchGetItem: an assumption. */
const READ_SPREAD_MS = 1;

/** What DynamoDB does not document. */
export interface Assumptions {
  /** Median of the time to DynamoDB, and of the time back, in milliseconds. */
  readonly networkMs: number;
  /** Median time in which a transaction in progress makes others on its items fail, in milliseconds. */
  readonly holdMs: number;
  /** The additional time for each item, in milliseconds. */
  readonly holdMsPerItem: number;
}

/** A change of a balance in minor units. It is refused if a side would fall below zero. */
export interface Change {
  readonly item: number;
  readonly available: number;
  readonly frozen: number;
}

export interface Transaction {
  readonly changes: readonly Change[];
  /** Number of further items, which no other transaction changes. */
  readonly ownItems: number;
  /** Write units for each index partition that the transaction writes to. */
  readonly index?: ReadonlyMap<number, number>;
}

export type Result = 'done' | 'conflict' | 'throttled' | 'refused';

interface Balance {
  available: number;
  frozen: number;
}

/** The remaining units of a partition. Units that are not used within a second are lost. */
class Partition {
  #unitsLeft = PARTITION_UNITS;
  #at = 0;

  hasUnits(units: number, now: number): boolean {
    this.#unitsLeft = Math.min(
      PARTITION_UNITS,
      this.#unitsLeft + ((now - this.#at) * PARTITION_UNITS) / 1_000,
    );
    this.#at = now;
    return this.#unitsLeft >= units;
  }

  consume(units: number): void {
    this.#unitsLeft -= units;
  }
}

/** Balance items, each in a partition of its own, with DynamoDB's limits. */
export class Table {
  readonly balances: Balance[];
  /** The number of transactions, and the units that balances consumed. */
  readonly used = { transactions: 0, conflicts: 0, throttled: 0, balanceUnits: 0, readUnits: 0 };
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #assumptions: Assumptions;
  readonly #held: boolean[];
  readonly #partitions: Partition[];
  readonly #index = new Map<number, Partition>();

  constructor(clock: Clock, random: Random, items: number, assumptions: Assumptions) {
    this.#clock = clock;
    this.#random = random;
    this.#assumptions = assumptions;
    this.balances = Array.from({ length: items }, () => ({ available: 0, frozen: 0 }));
    this.#held = this.balances.map(() => false);
    this.#partitions = this.balances.map(() => new Partition());
  }

  get available(): number {
    return this.balances.reduce((sum, { available }) => sum + available, 0);
  }

  get frozen(): number {
    return this.balances.reduce((sum, { frozen }) => sum + frozen, 0);
  }

  transact(transaction: Transaction, answer: (result: Result) => void): void {
    const { changes, ownItems } = transaction;
    if (changes.length + ownItems > MAX_ITEMS) throw new RangeError('too many items for a transaction');
    this.used.transactions += 1;
    this.#clock.after(this.#networkMs(), () => {
      const result = this.#prepare(transaction);
      if (result !== 'done') return this.#clock.after(this.#networkMs(), () => answer(result));
      for (const { item } of changes) this.#held[item] = true;
      this.#clock.after(this.#holdMs(changes.length + ownItems), () => {
        for (const change of changes) this.#apply(change);
        this.#clock.after(this.#networkMs(), () => answer('done'));
      });
    });
  }

  /** Reads the available balance of each item. The reads are not atomic: half of them happen a little later. */
  read(answer: (available: readonly number[]) => void): void {
    this.used.readUnits += this.balances.length;
    const seen: number[] = [];
    const readHalf = (half: number) => {
      for (let item = half; item < this.balances.length; item += 2) seen[item] = this.#availableOn(item);
    };
    this.#clock.after(this.#networkMs(), () => {
      readHalf(0);
      this.#clock.after(READ_SPREAD_MS, () => {
        readHalf(1);
        this.#clock.after(this.#networkMs(), () => answer(seen));
      });
    });
  }

  #availableOn = (item: number): number => this.balances[item]?.available ?? 0;

  #prepare({ changes, index = new Map() }: Transaction): Result {
    const now = this.#clock.now;
    const balances = changes.map(({ item }) => this.#partitions[item] as Partition);
    const rows = [...index].map(([position, units]) => [this.#indexPartition(position), units] as const);
    const claimed = balances.every((partition) => partition.hasUnits(TRANSACTIONAL_WRITE_UNITS, now));
    if (!claimed || !rows.every(([partition, units]) => partition.hasUnits(units, now))) {
      this.used.throttled += 1;
      return 'throttled';
    }
    for (const partition of balances) partition.consume(TRANSACTIONAL_WRITE_UNITS);
    this.used.balanceUnits += changes.length * TRANSACTIONAL_WRITE_UNITS;
    if (changes.some(({ item }) => this.#held[item])) {
      this.used.conflicts += 1;
      return 'conflict';
    }
    if (!changes.every((change) => this.#suffices(change))) return 'refused';
    // Only a transaction that succeeded writes to the index.
    for (const [partition, units] of rows) partition.consume(units);
    return 'done';
  }

  #suffices({ item, available, frozen }: Change): boolean {
    const balance = this.balances[item] as Balance;
    return (
      (available >= 0 || balance.available + available >= 0) && (frozen >= 0 || balance.frozen + frozen >= 0)
    );
  }

  #apply({ item, available, frozen }: Change): void {
    const balance = this.balances[item] as Balance;
    balance.available += available;
    balance.frozen += frozen;
    this.#held[item] = false;
  }

  #indexPartition(position: number): Partition {
    const known = this.#index.get(position) ?? new Partition();
    this.#index.set(position, known);
    return known;
  }

  #networkMs = () => longTailed(this.#random, this.#assumptions.networkMs);

  #holdMs(items: number): number {
    const { holdMs, holdMsPerItem } = this.#assumptions;
    return longTailed(this.#random, holdMs + items * holdMsPerItem);
  }
}
