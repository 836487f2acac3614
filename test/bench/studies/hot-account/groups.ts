import type { Random } from '../../../../shared/runtime/random.ts';
import { ACCEPTANCE_ITEMS, type Account, type Order, type Outcome, SETTLEMENT_ITEMS } from './account.ts';
import type { Clock } from './clock.ts';
import { longTailed } from './distributions.ts';
import { type Change, MAX_ITEMS, type Table } from './table.ts';

/** Milliseconds from the sender through the queue to the committer, and back with the answer: an assumption. */
const HOP_MS = 10;
/** One order in this many makes its group's transaction fail for a reason of its own, such as its request number. */
const ORDERS_PER_FAILURE = 200;
/** Maximum number of times that an order is passed on to another lane that seems to have the money. */
const MAX_LANE_CHANGES = 3;

interface Job {
  readonly order?: Order;
  readonly items: number;
  readonly change: Omit<Change, 'item'>;
  readonly laneChanges: number;
  readonly fails: boolean;
  readonly answer: (outcome: Outcome) => void;
}

/** One balance item with its only writer. */
class Lane {
  readonly jobs: Job[] = [];
  busy = false;
}

/**
 * An account whose orders wait in a queue for the only committer of their lane, which writes as many at a time as fit a
 * transaction. Each lane has a balance item. With one lane it is the account as a whole.
 */
export class GroupedAccount implements Account {
  readonly #table: Table;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #lanes: Lane[];
  /** The sum of the groups that are being written. */
  #promised = 0;

  constructor(table: Table, clock: Clock, random: Random) {
    this.#table = table;
    this.#clock = clock;
    this.#random = random;
    this.#lanes = table.balances.map(() => new Lane());
  }

  accept(order: Order, answer: (outcome: Outcome) => void): void {
    order.shard = this.#random(this.#lanes.length);
    const change = { available: -order.amount, frozen: order.amount };
    const fails = this.#random(ORDERS_PER_FAILURE) === 0;
    this.#send(order.shard, { order, items: ACCEPTANCE_ITEMS, change, laneChanges: 0, fails, answer });
  }

  settle(order: Order, answer: (settled: boolean) => void): void {
    const change = { available: 0, frozen: -order.amount };
    const answers = (outcome: Outcome) => answer(outcome === 'accepted');
    const job = { items: SETTLEMENT_ITEMS, change, laneChanges: 0, fails: false, answer: answers };
    this.#send(order.shard, { ...job, order });
  }

  deposit(amount: number, answer: (booked: boolean) => void): void {
    const change = { available: amount, frozen: 0 };
    const answers = (outcome: Outcome) => answer(outcome === 'accepted');
    this.#send(this.#random(this.#lanes.length), {
      items: 1,
      change,
      laneChanges: 0,
      fails: false,
      answer: answers,
    });
  }

  #send(lane: number, job: Job): void {
    this.#hop(() => {
      this.#lanes[lane]?.jobs.push(job);
      this.#commit(lane);
    });
  }

  /** Writes the next group. The lane's only writer knows its balance. */
  #commit(number: number): void {
    const lane = this.#lanes[number] as Lane;
    if (lane.busy || lane.jobs.length === 0) return;
    lane.busy = true;
    const group = this.#nextGroup(lane, number);
    if (group.length === 0) {
      lane.busy = false;
      this.#commit(number);
      return;
    }
    this.#promised += debitOf(group);
    this.#transact(number, group, () => {
      this.#promised -= debitOf(group);
      lane.busy = false;
      this.#commit(number);
    });
  }

  #nextGroup(lane: Lane, number: number): Job[] {
    let { available } = this.#table.balances[number] as { available: number };
    let items = 1;
    const group: Job[] = [];
    while (lane.jobs[0] && items + lane.jobs[0].items <= MAX_ITEMS) {
      const job = lane.jobs.shift() as Job;
      if (available + job.change.available < 0 && job.change.available < 0)
        this.#sendToAnotherLane(job, debitOf(group));
      else {
        available += job.change.available;
        items += job.items;
        group.push(job);
      }
    }
    return group;
  }

  /** `promised` is the sum of the group that is being made. */
  #sendToAnotherLane(job: Job, promised: number): void {
    const { order } = job;
    if (order) order.availableAtRefusal = this.#table.available - this.#promised - promised;
    if (!order || this.#lanes.length === 1 || job.laneChanges === MAX_LANE_CHANGES) {
      this.#hop(() => job.answer('refused'));
      return;
    }
    this.#table.read((seen) => {
      order.availableAtRefusal = this.#table.available - this.#promised;
      const able = seen.flatMap((available, lane) => (available >= order.amount ? [lane] : []));
      const lane = able[this.#random(Math.max(1, able.length))];
      if (lane === undefined) return this.#hop(() => job.answer('refused'));
      order.shard = lane;
      this.#send(lane, { ...job, laneChanges: job.laneChanges + 1 });
    });
  }

  /**
   * Writes the whole group or nothing. A failing order costs a transaction, and the group is written again without it.
   */
  #transact(lane: number, group: readonly Job[], done: () => void): void {
    const others = group.filter(({ fails }) => !fails);
    const hasFailing = others.length < group.length;
    const changes = hasFailing
      ? [{ item: lane, available: Number.NEGATIVE_INFINITY, frozen: 0 }]
      : [total(lane, group)];
    const transaction = {
      changes,
      ownItems: group.reduce((sum, { items }) => sum + items, 0),
      index: listings(group),
    };
    this.#table.transact(transaction, (result) => {
      if (result === 'done') {
        for (const { answer } of group) this.#hop(() => answer('accepted'));
        return done();
      }
      if (!hasFailing) return this.#clock.after(5, () => this.#transact(lane, group, done));
      for (const { answer, fails } of group) if (fails) this.#hop(() => answer('busy'));
      return others.length > 0 ? this.#transact(lane, others, done) : done();
    });
  }

  #hop(arrive: () => void): void {
    this.#clock.after(longTailed(this.#random, HOP_MS), arrive);
  }
}

const debitOf = (group: readonly Job[]): number =>
  group.reduce((sum, { change }) => sum + Math.max(0, -change.available), 0);

function total(item: number, group: readonly Job[]): Change {
  const sum = { item, available: 0, frozen: 0 };
  for (const { change } of group) {
    sum.available += change.available;
    sum.frozen += change.frozen;
  }
  return sum;
}

function listings(group: readonly Job[]): Map<number, number> {
  const units = new Map<number, number>();
  for (const { order } of group) if (order) units.set(order.listing, (units.get(order.listing) ?? 0) + 1);
  return units;
}
