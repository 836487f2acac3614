import { percentile } from '../../support/percentile.ts';
import { type Figure, median, ratio } from '../frame/figure.ts';
import type { Decided } from './load.ts';

/** This state and the one that it is compared with, if any, in the same rounds. */
export interface Compared {
  readonly now: readonly Decided[];
  readonly earlier?: readonly Decided[] | undefined;
}

/** The elapsed time and the processor time of an authorization, in milliseconds. */
export interface Phases {
  readonly ms: number;
  readonly cpuMs: number;
}

/** Authorizations in a warm function, over a store that answers at once. */
export interface Inside {
  readonly took: readonly Phases[];
  /** Number of requests to the store that follow one another. */
  readonly rounds: number;
}

/** The counts of one authorization, until its notification is delivered. */
interface Counts {
  /** Number of requests to the store that follow one another. */
  readonly rounds: number;
  /** Write units, and the part of them that statement lines consume. */
  readonly writes: number;
  readonly lines: number;
  readonly reads: number;
  /** Processor time to load the function, ÷ that of the client alone. */
  readonly load: number;
}

const MIN_RATE_RATIO = 1.5;
const MAX_MEDIAN_RATIO = 0.65;
const MAX_INSIDE_MS = 10;
const MAX_ROUNDS = 3;
const MAX_WRITE_UNITS = 23;
const MAX_LOAD = 1.2;

const rates = (rounds: readonly Decided[]): number[] => rounds.map(({ rate }) => rate);

const latency = (rounds: readonly Decided[], hundredths: number): number =>
  percentile(
    rounds.flatMap(({ latencies }) => latencies),
    hundredths,
  );

const medians = (rounds: readonly Decided[]): number[] =>
  rounds.map(({ latencies }) => percentile(latencies, 50));

/**
 * Returns the figures by number of clients. Latencies are those of all rounds together. `ref` names the other state.
 */
export function figuresOf(measured: ReadonlyMap<number, Compared>, ref: string | undefined): Figure[] {
  const at = [...measured.keys()].map((count) => `${count} ${count === 1 ? 'client' : 'clients'}`);
  const figure = (name: string, of: (one: Compared) => number): Figure => {
    return { name, at, values: [...measured.values()].map(of) };
  };
  const compared = (name: string, of: (rounds: readonly Decided[]) => number[]) =>
    figure(`${name} ÷ ${ref}`, ({ now, earlier }) => (earlier ? ratio(of(now), of(earlier)) : Number.NaN));
  const absolute = (name: string, of: (rounds: readonly Decided[]) => number): Figure[] => [
    figure(name, ({ now }) => of(now)),
    ...(ref === undefined
      ? []
      : [figure(`${name}, ${ref}`, ({ earlier }) => (earlier ? of(earlier) : Number.NaN))]),
  ];
  const ratios = [
    { ...compared('answered a second', rates), target: { atLeast: MIN_RATE_RATIO, at: '8 clients' } },
    { ...compared('median latency', medians), target: { atMost: MAX_MEDIAN_RATIO, at: '1 client' } },
  ];
  return [
    ...(ref === undefined ? [] : ratios),
    ...absolute('answered a second', (rounds) => median(rates(rounds))),
    ...[50, 95, 99].flatMap((hundredths) =>
      absolute(`from request to answer, ms, p${hundredths}`, (rounds) => latency(rounds, hundredths)),
    ),
    ...absolute('processor time with the notification, ms', (rounds) =>
      median(rounds.map(({ cpuMs }) => cpuMs)),
    ),
  ];
}

/**
 * Returns the figures of authorizations in the function, over a store that answers at once. The target is for processor
 * time, because elapsed time includes whatever else runs on the machine.
 */
export function insideFigures(took: readonly Phases[]): Figure[] {
  const hundredths = [50, 95, 99];
  const figure = (name: string, of: (phases: Phases) => number): Figure => {
    const values = hundredths.map((each) => percentile(took.map(of), each));
    return { name, at: hundredths.map((each) => `p${each}`), values };
  };
  return [
    {
      ...figure('inside the function without the store, ms of processor time', ({ cpuMs }) => cpuMs),
      target: { atMost: MAX_INSIDE_MS, at: 'p99' },
    },
    figure('the same by the clock', ({ ms }) => ms),
  ];
}

/** Returns the figures of the counts. */
export function countFigures({ rounds, writes, lines, reads, load }: Counts): Figure[] {
  const single = (name: string, value: number, atMost?: number): Figure => {
    return { name, at: ['one'], values: [value], ...(atMost !== undefined && { target: { atMost } }) };
  };
  return [
    single('rounds to the store, one after the other', rounds, MAX_ROUNDS),
    single('write units, with its notification', writes, MAX_WRITE_UNITS),
    single('statement lines among them', lines),
    single('read units', reads),
    single('cold start: processor time to load ÷ the client alone', load, MAX_LOAD),
  ];
}
