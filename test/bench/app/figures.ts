import { percentile } from '../../support/percentile.ts';
import type { Call } from '../cost/call.ts';
import { type Figure, median, ratio } from '../frame/figure.ts';
import type { Achieved } from './load.ts';

/**
 * The results of a state by round: with clients that wait for answers, and with clients that wait for notifications.
 */
export interface Measured {
  readonly app: readonly Achieved[];
  readonly waiting: readonly Achieved[];
}

/** This state and the one that it is compared with, if any, with the same clients in the same rounds. */
export interface Compared {
  readonly now: Measured;
  readonly earlier?: Measured | undefined;
}

const MIN_RATE_RATIO = 1.5;
/** In milliseconds, with one client. */
const MAX_LATENCY: Readonly<Record<number, number>> = { 50: 30, 99: 50 };

/** A target of our own, because no vendor publishes one. */
const MAX_FIRST_ATTEMPT_MS = 1_000;

const places = (counts: readonly number[]): string[] =>
  counts.map((count) => `${count} ${count === 1 ? 'client' : 'clients'}`);

type Quantity = Exclude<keyof Achieved, 'latencies' | 'firstAttempts'>;

const rounds = ({ app }: Measured, quantity: Quantity): number[] => app.map((round) => round[quantity]);

const latency = ({ waiting }: Measured, hundredths: number): number =>
  percentile(
    waiting.flatMap(({ latencies }) => latencies),
    hundredths,
  );

/**
 * Returns the figures by number of clients. Latencies are those of all rounds together. `ref` names the other state.
 */
export function figuresOf(measured: ReadonlyMap<number, Compared>, ref: string | undefined): Figure[] {
  const at = places([...measured.keys()]);
  const figure = (name: string, of: (one: Compared) => number): Figure => {
    return { name, at, values: [...measured.values()].map(of) };
  };
  const compared = (name: string, quantity: Quantity) =>
    figure(`${name} ÷ ${ref}`, ({ now, earlier }) =>
      earlier ? ratio(rounds(now, quantity), rounds(earlier, quantity)) : Number.NaN,
    );
  const absolute = (name: string, of: (one: Measured) => number): Figure[] => [
    figure(name, ({ now }) => of(now)),
    ...(ref ? [figure(`${name}, ${ref}`, ({ earlier }) => (earlier ? of(earlier) : Number.NaN))] : []),
  ];
  const latencies = [50, 95, 99].flatMap((hundredths) => {
    const [now, ...earlier] = absolute(`from request to notification, ms, p${hundredths}`, (one) =>
      latency(one, hundredths),
    );
    const atMost = MAX_LATENCY[hundredths];
    const target = atMost && at[0] === '1 client' ? { target: { atMost, at: at[0] } } : {};
    return now ? [{ ...now, ...target }, ...earlier] : earlier;
  });
  const firstAttempt = (hundredths: number) =>
    figure(`from commit to first attempt, ms, p${hundredths}`, ({ now }) =>
      percentile(
        now.waiting.flatMap(({ firstAttempts }) => firstAttempts),
        hundredths,
      ),
    );
  const ratios = ref
    ? [
        { ...compared('settled and notified', 'notified'), target: { atLeast: MIN_RATE_RATIO } },
        compared('accepted', 'accepted'),
        compared('processor time of an order', 'cpuMs'),
      ]
    : [];
  return [
    ...ratios,
    ...absolute('settled and notified, orders a second', (one) => median(rounds(one, 'notified'))),
    ...absolute('accepted, orders a second', (one) => median(rounds(one, 'accepted'))),
    ...absolute('processor time of an order, ms', (one) => median(rounds(one, 'cpuMs'))),
    ...latencies,
    firstAttempt(50),
    { ...firstAttempt(99), target: { atMost: MAX_FIRST_ATTEMPT_MS } },
  ];
}

/** Returns the number of an order's requests to each service. */
export function requestsOf(calls: readonly Call[]): Figure {
  const writes = calls.filter(({ written }) => written.length > 0);
  const transactions = writes.filter(({ action }) => action === 'TransactWriteItems');
  const of = (service: Call['service']) => calls.filter((call) => call.service === service).length;
  const counts = {
    transactions: transactions.length,
    'items in them': transactions.flatMap(({ written }) => written).length,
    'writes of one item': writes.length - transactions.length,
    reads: of('dynamodb') - writes.length,
    SQS: of('sqs'),
  };
  return { name: 'requests of an order', at: Object.keys(counts), values: Object.values(counts) };
}
