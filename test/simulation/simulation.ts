import type { Platform } from '../../shared/platform/platform.ts';
import type { MemoryStore } from '../support/model/memory-store.ts';
import { Dice } from './dice.ts';
import { Faults } from './faults.ts';
import { Funds } from './funds.ts';
import { History } from './history.ts';
import { LedgerStream } from './ledger-stream.ts';
import { Merchants } from './merchants.ts';
import { Network } from './network.ts';
import { Operator } from './operator.ts';
import type { Deed } from './plan/deeds.ts';
import type { Plan } from './plan/plan.ts';
import { PlatformBelow } from './platform-below.ts';
import { type End, Process } from './process.ts';
import { Queues } from './queues.ts';
import { Schedule } from './schedule.ts';
import { type Shown, SimulatedStore } from './simulated-store.ts';
import { stray } from './strays.ts';
import { Timeline } from './timeline.ts';
import { Upstreams } from './upstreams.ts';
import { Watcher } from './watcher.ts';
import { platformOf, START, type World } from './world.ts';

/** Who notes what must never be. */
export const VIOLATION = 'VIOLATION';

/** What is left out of a run, to find what matters in it. */
export interface Without {
  readonly deeds: ReadonlySet<string>;
  readonly faults: ReadonlySet<string>;
}

/** What a process works with. */
export interface Work {
  readonly platform: Platform;
  readonly process: Process;
}

/** One deployment with everybody around it, from its first moment until it comes to rest. */
export class Simulation {
  readonly seed: number;
  readonly plan: Plan;
  readonly timeline = new Timeline(START);
  readonly faults: Faults;
  readonly store: MemoryStore;
  readonly queues: Queues;
  readonly ledgerStream: LedgerStream;
  readonly below: PlatformBelow;
  readonly upstreams: Upstreams;
  readonly network: Network;
  readonly merchants: Merchants;
  readonly operator: Operator;
  readonly watcher: Watcher;
  readonly #funds: Funds;
  /** What was seen that must never be. */
  readonly violations: string[] = [];
  readonly trace: string[] = [];
  readonly #traced: boolean;
  readonly #shown: Shown = new Map();

  constructor(world: World, seed: number, plan: Plan, without: Without, traced: boolean) {
    this.seed = seed;
    this.plan = plan;
    this.#traced = traced;
    this.faults = new Faults(seed, without.faults, plan.lateBelow);
    const history = new History(this);
    this.#funds = new Funds(this);
    this.store = world.store.copy((record) => {
      history.told(record);
      this.#funds.told(record);
      this.queues.told(record);
      this.ledgerStream.told(record);
    });
    this.queues = new Queues(this);
    this.ledgerStream = new LedgerStream(this);
    this.below = new PlatformBelow(this);
    this.upstreams = new Upstreams(this);
    this.network = new Network(this);
    this.merchants = new Merchants(this, world.merchants);
    this.operator = new Operator(this);
    this.watcher = new Watcher(this);
    for (const deed of plan.deeds) {
      if (!without.deeds.has(deed.name)) this.timeline.after(deed.atMs, () => this.#do(deed));
    }
    this.timeline.after(plan.calmAtMs, () => {
      this.note('world', () => 'faults end');
      this.faults.endedAt = this.timeline.now;
    });
    new Schedule(this).begin();
  }

  #do(deed: Deed): void {
    this.note(deed.name, () => JSON.stringify(deed));
    if (deed.kind === 'jump') this.timeline.jump(deed.ms);
    else if (deed.kind === 'outage') this.merchants.outage(deed.merchant, deed.ms);
    else if (deed.kind === 'request') this.merchants.ask(deed);
    else if (deed.kind === 'fee') this.network.fee(deed);
    else if (deed.kind === 'stray') stray(this, deed);
    else if (deed.kind === 'coins') this.watcher.coins(deed);
    else if (deed.kind === 'bank') this.operator.bank(deed);
    else if (deed.kind === 'collect') this.operator.collect(deed);
    else this.network.purchase(deed);
  }

  /** A hold is kept from release by the world outside, or by a defect; an order that cannot be carried out is one. */
  #alarmed({ name }: Process, what: string, about: Readonly<Record<string, string>>): void {
    this.note(name, () => `alarm: ${what} ${JSON.stringify(about)}`);
    if (what === 'a balance is below zero') this.#funds.alarmed(about['account'] ?? '');
    const isOutside = /^(Unreachable|TryAgainLater)/.test(about['reason'] ?? '');
    if (what === 'a hold cannot be released' && !isOutside)
      this.violate(`${name} failed: ${about['reason']}`);
    if (what === 'lines of a statement are missing')
      this.violate(`${name}: ${what} ${JSON.stringify(about)}`);
    if (what === 'an order cannot be carried out' && !about['reason']?.endsWith('is used up'))
      this.violate(`${name} cannot be carried out: ${about['reason']}`);
  }

  /** Chances of this run at a place of this name. */
  dice(name: string): Dice {
    return new Dice(this.seed, name);
  }

  note(who: string, what: () => string): void {
    if (!this.#traced) return;
    const seconds = ((this.timeline.now - START) / 1_000).toFixed(3);
    this.trace.push(`${seconds.padStart(12)}s  ${who.padEnd(44)}  ${what()}`);
  }

  violate(what: string): void {
    this.note(VIOLATION, () => what);
    this.violations.push(what);
  }

  /** Starts a process, which lives no longer than `limitMs`. */
  start(
    name: string,
    limitMs: number,
    work: (work: Work) => Promise<unknown>,
    ended: (end: End) => void,
  ): void {
    const process = new Process(this, name, limitMs, ended);
    process.run(() => work({ process, platform: this.#platform(process) }));
  }

  #platform(process: Process): Platform {
    const { below } = this.dice(`random/${process.name}`);
    return platformOf({
      store: new SimulatedStore(this.store, process, this.#shown),
      now: () => this.timeline.now,
      holdMs: this.plan.holdMs,
      // Of the 4,000 ids of a millisecond.
      random: (limit) => below(this.plan.crowded && limit === 4_000 ? 2 : limit),
      alarm: (what, about) => this.#alarmed(process, what, about),
      wakeUp: this.queues.wakeUp(process),
      below: this.below.client(process),
    });
  }
}
