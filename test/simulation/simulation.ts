import type { Dependencies } from '../../shared/domain/dependencies.ts';
import type { MemoryStore } from '../support/stores/model/memory-store.ts';
import { CardNetwork } from './card-network.ts';
import { ChainWatcher } from './chain-watcher.ts';
import { SimulatedIssuer } from './external-issuer.ts';
import { Faults } from './faults.ts';
import { FundsMonitor } from './funds-monitor.ts';
import { HistoryMonitor } from './history-monitor.ts';
import { LedgerStream } from './ledger-stream.ts';
import { Merchants } from './merchants.ts';
import { Operator } from './operator.ts';
import type { Action } from './plan/actions.ts';
import type { Plan } from './plan/plan.ts';
import { Queues } from './queues.ts';
import { SeededRandom } from './random.ts';
import { Schedule } from './schedule.ts';
import { dependenciesFor, type SimulatedDeployment, START } from './simulated-deployment.ts';
import { Process, type ProcessEnd } from './simulated-process.ts';
import { type IndexSnapshots, SimulatedStore } from './simulated-store.ts';
import { sendStray } from './stray-messages.ts';
import { Timeline } from './timeline.ts';
import { Upstreams } from './upstreams.ts';

/** Marks a violation in the trace. */
export const VIOLATION = 'VIOLATION';

/** What a run leaves out, in order to find what causes a failure. */
export interface Without {
  readonly actions: ReadonlySet<string>;
  readonly faults: ReadonlySet<string>;
}

/** The parts of a process that its work uses. */
export interface ProcessContext {
  readonly deps: Dependencies;
  readonly process: Process;
}

/** One deployment and its environment, from the start until everything is at rest. */
export class Simulation {
  readonly seed: number;
  readonly plan: Plan;
  readonly timeline = new Timeline(START);
  readonly faults: Faults;
  readonly store: MemoryStore;
  readonly queues: Queues;
  readonly ledgerStream: LedgerStream;
  readonly externalIssuer: SimulatedIssuer;
  readonly upstreams: Upstreams;
  readonly network: CardNetwork;
  readonly merchants: Merchants;
  readonly operator: Operator;
  readonly chainWatcher: ChainWatcher;
  readonly #funds: FundsMonitor;
  /** Violations of invariants; empty if all is well. */
  readonly violations: string[] = [];
  readonly trace: string[] = [];
  readonly #traced: boolean;
  readonly #indexSnapshots: IndexSnapshots = new Map();

  constructor(deployment: SimulatedDeployment, seed: number, plan: Plan, without: Without, traced: boolean) {
    this.seed = seed;
    this.plan = plan;
    this.#traced = traced;
    this.faults = new Faults(seed, without.faults, plan.lateIssuerCallRate);
    const history = new HistoryMonitor(this);
    this.#funds = new FundsMonitor(this);
    this.store = deployment.store.copy((record) => {
      history.observe(record);
      this.#funds.observe(record);
      this.queues.observe(record);
      this.ledgerStream.observe(record);
    });
    this.queues = new Queues(this);
    this.ledgerStream = new LedgerStream(this);
    this.externalIssuer = new SimulatedIssuer(this);
    this.upstreams = new Upstreams(this);
    this.network = new CardNetwork(this);
    this.merchants = new Merchants(this, deployment.merchants);
    this.operator = new Operator(this);
    this.chainWatcher = new ChainWatcher(this);
    for (const action of plan.actions) {
      if (!without.actions.has(action.name)) this.timeline.after(action.atMs, () => this.#perform(action));
    }
    this.timeline.after(plan.faultsEndAtMs, () => {
      this.note('faults', () => 'end');
      this.faults.endedAt = this.timeline.now;
    });
    new Schedule(this).begin();
  }

  #perform(action: Action): void {
    this.note(action.name, () => JSON.stringify(action));
    if (action.kind === 'jump') this.timeline.jump(action.ms);
    else if (action.kind === 'outage') this.merchants.outage(action.merchant, action.ms);
    else if (action.kind === 'request') this.merchants.perform(action);
    else if (action.kind === 'fee') this.network.fee(action);
    else if (action.kind === 'stray') sendStray(this, action);
    else if (action.kind === 'coins') this.chainWatcher.pay(action);
    else if (action.kind === 'bank') this.operator.book(action);
    else if (action.kind === 'collect') this.operator.collect(action);
    else this.network.purchase(action);
  }

  /**
   * A hold may stay unreleased because of an outage, never because of a defect. An order that cannot be
   * carried out is a violation.
   */
  #onAlarm({ name }: Process, what: string, about: Readonly<Record<string, string>>): void {
    this.note(name, () => `alarm: ${what} ${JSON.stringify(about)}`);
    if (what === 'a balance is below zero') this.#funds.onAlarm(about['account'] ?? '');
    const isOutside = /^(Unreachable|TryAgainLater)/.test(about['reason'] ?? '');
    if (what === 'a hold cannot be released' && !isOutside)
      this.violate(`${name} failed: ${about['reason']}`);
    if (what === 'statement lines are missing') this.violate(`${name}: ${what} ${JSON.stringify(about)}`);
    if (what === 'an order cannot be carried out' && !about['reason']?.endsWith('is used up'))
      this.violate(`${name} cannot be carried out: ${about['reason']}`);
  }

  /** The random source of this run for this name. */
  random(name: string): SeededRandom {
    return new SeededRandom(this.seed, name);
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
    work: (context: ProcessContext) => Promise<unknown>,
    onEnd: (end: ProcessEnd) => void,
  ): void {
    const process = new Process(this, name, limitMs, onEnd);
    process.run(() => work({ process, deps: this.#dependenciesOf(process) }));
  }

  #dependenciesOf(process: Process): Dependencies {
    const { integer } = this.random(`random/${process.name}`);
    return dependenciesFor({
      store: new SimulatedStore(this.store, process, this.#indexSnapshots),
      now: () => this.timeline.now,
      holdMs: this.plan.holdMs,
      // A millisecond has 4,000 ids.
      random: (limit) => integer(this.plan.idsCollide && limit === 4_000 ? 2 : limit),
      alarm: (what, about) => this.#onAlarm(process, what, about),
      workQueue: this.queues.workQueueOf(process),
      externalIssuer: this.externalIssuer.client(process),
      isOutdated: this.timeline.now < START + this.plan.upgradedAtMs,
    });
  }
}
