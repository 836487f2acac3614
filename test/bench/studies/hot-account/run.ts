import { seededRandom } from '../../../support/seeded-random.ts';
import type { Account, Order } from './account.ts';
import { Clock } from './clock.ts';
import { exponential, percentile } from './distributions.ts';
import { GroupedAccount } from './groups.ts';
import { type Overflow, ShardedAccount } from './shards.ts';
import { type Assumptions, Table } from './table.ts';

export const ASSUMPTIONS: Assumptions = { networkMs: 2, holdMs: 3, holdMsPerItem: 0.05 };

/** An implementation of an account that is compared. */
export interface Candidate {
  readonly name: string;
  /** Number of shards. */
  readonly shards: number;
  /** `groups`: orders share transactions. Otherwise what happens to an order that its shard cannot pay. */
  readonly strategy: 'groups' | Overflow;
  /** Number of partitions of the index of the merchant's orders. */
  readonly listings: number;
  /** Maximum number of shards that pay an order together. Defaults to all. */
  readonly maxPayers?: number;
}

/** The load on an account. Amounts in minor units. */
export interface Load {
  readonly seed: number;
  readonly ordersPerSecond: number;
  readonly ms: number;
  /** Maximum amount of an order; the minimum is 1. */
  readonly maxAmount: number;
  /** The initial balance, spread evenly over all shards. */
  readonly funds: number;
  /** The amount of a deposit; there are ten a second. */
  readonly deposit: number;
  readonly assumptions?: Assumptions;
}

/** The outcomes of the orders of a run. */
export interface Report {
  readonly arrived: number;
  readonly accepted: number;
  readonly acceptedPerSecond: number;
  readonly settled: number;
  readonly refused: number;
  /** Number of orders refused although the whole account had the money at that moment. */
  readonly refusedFalsely: number;
  readonly busy: number;
  /** Milliseconds until acceptance. */
  readonly median: number;
  readonly p99: number;
  readonly transactions: number;
  readonly conflicts: number;
  readonly balanceUnits: number;
  readonly readUnits: number;
  /** All money that came in, and where it is at the end. */
  readonly money: { in: number; available: number; frozen: number; out: number };
  /** The lowest available balance of any shard at any time. */
  readonly lowestBalance: number;
}

/** Milliseconds from acceptance to settlement, and from a failed settlement to its retry: an assumption. */
const FULFILMENT_MS = 200;
const SETTLEMENT_RETRY_MS = 1_000;
const DEPOSIT_INTERVAL_MS = 100;
/** The time to complete open orders after the last order has arrived. */
const DRAIN_MS = 20_000;

/** Runs the load against the candidate. The same seed gives the same result. */
export function run(candidate: Candidate, load: Load): Report {
  return new Run(candidate, load).report();
}

class Run {
  readonly #candidate: Candidate;
  readonly #load: Load;
  readonly #clock = new Clock();
  readonly #random;
  readonly #table: Table;
  readonly #account: Account;
  readonly #counts = {
    arrived: 0,
    accepted: 0,
    acceptedInTime: 0,
    settled: 0,
    refused: 0,
    refusedFalsely: 0,
    busy: 0,
  };
  readonly #latencies: number[] = [];
  readonly #money = { in: 0, out: 0 };
  #lowestBalance = 0;

  constructor(candidate: Candidate, load: Load) {
    this.#candidate = candidate;
    this.#load = load;
    this.#random = seededRandom(load.seed);
    const assumptions = load.assumptions ?? ASSUMPTIONS;
    this.#table = new Table(this.#clock, this.#random, candidate.shards, assumptions);
    const { strategy, maxPayers = candidate.shards } = candidate;
    this.#account =
      strategy === 'groups'
        ? new GroupedAccount(this.#table, this.#clock, this.#random)
        : new ShardedAccount(this.#table, this.#clock, this.#random, strategy, maxPayers);
  }

  report(): Report {
    const { funds, ms } = this.#load;
    const share = Math.floor(funds / this.#candidate.shards);
    for (const balance of this.#table.balances) balance.available = share;
    this.#money.in = share * this.#candidate.shards;
    this.#arrive();
    this.#deposit();
    this.#clock.runUntil(ms + DRAIN_MS);
    const { acceptedInTime, ...counts } = this.#counts;
    const { transactions, conflicts, balanceUnits, readUnits } = this.#table.used;
    return {
      ...counts,
      acceptedPerSecond: (acceptedInTime * 1_000) / ms,
      median: percentile(this.#latencies, 0.5),
      p99: percentile(this.#latencies, 0.99),
      transactions,
      conflicts,
      balanceUnits,
      readUnits,
      money: { ...this.#money, available: this.#table.available, frozen: this.#table.frozen },
      lowestBalance: this.#lowestBalance,
    };
  }

  #arrive(): void {
    const { ordersPerSecond, ms, maxAmount } = this.#load;
    this.#clock.after(exponential(this.#random, 1_000 / ordersPerSecond), () => {
      if (this.#clock.now > ms) return;
      this.#counts.arrived += 1;
      this.#accept({
        amount: 1 + this.#random(maxAmount),
        arrivedAt: this.#clock.now,
        availableAtRefusal: 0,
        shard: 0,
        listing: this.#random(this.#candidate.listings),
      });
      this.#arrive();
    });
  }

  #accept(order: Order): void {
    this.#account.accept(order, (outcome) => {
      this.#counts[outcome] += 1;
      this.#lowestBalance = Math.min(
        this.#lowestBalance,
        ...this.#table.balances.map(({ available }) => available),
      );
      if (outcome === 'refused' && order.availableAtRefusal >= order.amount) this.#counts.refusedFalsely += 1;
      if (outcome !== 'accepted') return;
      this.#latencies.push(this.#clock.now - order.arrivedAt);
      if (this.#clock.now <= this.#load.ms) this.#counts.acceptedInTime += 1;
      this.#clock.after(FULFILMENT_MS, () => this.#settle(order));
    });
  }

  #settle(order: Order): void {
    this.#account.settle(order, (settled) => {
      if (!settled) return this.#clock.after(SETTLEMENT_RETRY_MS, () => this.#settle(order));
      this.#counts.settled += 1;
      this.#money.out += order.amount;
    });
  }

  #deposit(): void {
    const { deposit, ms } = this.#load;
    if (deposit === 0) return;
    this.#clock.after(DEPOSIT_INTERVAL_MS, () => {
      if (this.#clock.now > ms) return;
      this.#account.deposit(deposit, (booked) => {
        if (booked) this.#money.in += deposit;
      });
      this.#deposit();
    });
  }
}
