import { workers } from '../../infra/lambdas/workers.ts';
import { deliver } from '../../shared/domain/delivery/deliver.ts';
import { fulfil } from '../../shared/domain/issuing/orders/fulfil-order.ts';
import { EnqueueFailed, relay } from '../../shared/runtime/queue/relay.ts';
import type { WorkKind, WorkQueue } from '../../shared/runtime/queue/work-queue.ts';
import { TryAgainLater } from '../../shared/wire/errors.ts';
import type { StreamRecord } from '../support/stores/model/memory-store.ts';
import type { Fault } from './faults.ts';
import { filterOf } from './ledger-stream.ts';
import { type Process, type ProcessEnd, Unreachable } from './simulated-process.ts';
import type { Simulation } from './simulation.ts';
import { stableNameOf } from './stable-names.ts';

/**
 * Number of receives before a message goes to the dead-letter queue, and of attempts at a stream record
 * before it is skipped.
 */
const MAX_RECEIVES = 5;
const MAX_STREAM_ATTEMPTS = 4;

interface Message {
  readonly kind: WorkKind;
  readonly id: string;
  readonly name: string;
  readonly receives: number;
}

const { streams = [], timeoutSeconds: relaySeconds } = workerOf('worker/relay');
const filters = streams.map(filterOf);

/** Returns the deliveries of a message: one, two or none. */
const deliveriesOf = (fault: Fault | undefined): readonly string[] =>
  fault === 'lost' ? [] : fault === 'twice' ? ['', '+'] : [''];

function workerOf(name: string) {
  const worker = workers.find((one) => one.function === name);
  if (!worker) throw new Error(`there is no ${name}`);
  return worker;
}

/** The streams of the tables, the queues behind them, and their workers. */
export class Queues {
  readonly #simulation: Simulation;
  readonly #count = new Map<string, number>();
  /** What a process has enqueued. */
  readonly #enqueued = new WeakMap<Process, Set<string>>();

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  /** A table's stream delivers a change. */
  observe(record: StreamRecord): void {
    if (!filters.some((passes) => passes(record))) return;
    const { pk } = record.key;
    const name = `stream ${stableNameOf(this.#simulation.store, pk)}`;
    const fault = this.#simulation.faults.at(name, 'stream');
    if (fault) this.#simulation.note(name, () => `! ${fault}`);
    for (const copy of deliveriesOf(fault)) this.#relay(pk, `${name}${copy}`, 1, this.#delay(name, fault));
  }

  #delay(name: string, fault: Fault | undefined): number {
    const random = this.#simulation.random(`delay/${name}`);
    return fault === 'late' ? random.integer(90_000) : random.integer(200);
  }

  #relay(pk: string, name: string, attempt: number, delayMs: number): void {
    const { timeline } = this.#simulation;
    const process = `relay ${name}/${attempt}`;
    let enqueued: Set<string> | undefined;
    const onEnd = (end: ProcessEnd) => {
      this.check(process, end);
      if (end.how === 'done' && !enqueued?.has(pk))
        this.#simulation.violate(`${process}: done, but nothing was enqueued`);
      if (end.how !== 'done' && attempt < MAX_STREAM_ATTEMPTS)
        this.#relay(pk, name, attempt + 1, 1_000 * attempt);
    };
    timeline.after(delayMs, () =>
      this.#simulation.start(
        process,
        relaySeconds * 1_000,
        (work) => {
          enqueued = this.#enqueuedBy(work.process);
          return relay(work.deps, pk);
        },
        onEnd,
      ),
    );
  }

  #enqueuedBy(process: Process): Set<string> {
    const enqueued = this.#enqueued.get(process) ?? new Set();
    this.#enqueued.set(process, enqueued);
    return enqueued;
  }

  /** The queues as a process sees them. */
  workQueueOf(process: Process): WorkQueue {
    return {
      send: (kind, ids, delaySeconds = 0) =>
        process.call({
          place: 'send',
          what: () => `send ${ids.length} ${kind}, in ${delaySeconds} s`,
          act: async (fault) => {
            if (fault === 'unsent') return [...ids];
            for (const id of ids) {
              this.#enqueuedBy(process).add(`${kind}/${id}`);
              this.#send(process, kind, id, delaySeconds * 1_000, fault);
            }
            return [];
          },
        }),
    };
  }

  #send(process: Process, kind: WorkKind, id: string, delayMs: number, fault: Fault | undefined): void {
    const name = stableNameOf(this.#simulation.store, `${kind}/${id}`);
    for (const copy of deliveriesOf(fault))
      this.#receive(
        { kind, id, name, receives: 1 },
        delayMs + this.#delay(`${process.name}/${name}${copy}`, fault),
      );
  }

  #receive(message: Message, delayMs: number): void {
    const { timeline, faults } = this.#simulation;
    timeline.after(delayMs, () => {
      const number = (this.#count.get(message.name) ?? 0) + 1;
      this.#count.set(message.name, number);
      const name = `${message.name}~${number}`;
      if (faults.at(`receive ${name}`, 'receive')) this.#work(`${name}+`, message, () => {});
      this.#work(name, message, (end) => {
        if (end.how !== 'done') this.#redeliver(message);
      });
    });
  }

  /** A message that was not processed becomes visible again, a limited number of times. */
  #redeliver(message: Message): void {
    if (message.receives >= MAX_RECEIVES) return;
    const { timeoutSeconds } = workerOf(message.kind === 'order' ? 'worker/fulfil' : 'worker/deliver');
    this.#receive({ ...message, receives: message.receives + 1 }, 6 * timeoutSeconds * 1_000);
  }

  #work(name: string, { kind, id }: Message, onEnd: (end: ProcessEnd) => void): void {
    const isOrder = kind === 'order';
    const { timeoutSeconds } = workerOf(isOrder ? 'worker/fulfil' : 'worker/deliver');
    const process = `${isOrder ? 'fulfil' : 'deliver'} ${name}`;
    this.#simulation.start(
      process,
      timeoutSeconds * 1_000,
      ({ deps, process: self }) =>
        isOrder
          ? fulfil(deps, id)
          : deliver(deps, (...posted) => this.#simulation.merchants.post(self, ...posted), id),
      (end) => {
        this.check(process, end);
        onEnd(end);
      },
    );
  }

  /** Records a violation if a worker failed without a fault outside of it. */
  check(process: string, end: ProcessEnd): void {
    if (end.how !== 'failed') return;
    const { error, begunAt } = end;
    const excused =
      error instanceof Unreachable || error instanceof TryAgainLater || error instanceof EnqueueFailed;
    if (!excused) this.#simulation.violate(`${process} failed: ${(error as Error).stack ?? error}`);
    else if (begunAt > this.#simulation.faults.endedAt)
      this.#simulation.violate(`${process} failed without a fault: ${error}`);
  }
}
