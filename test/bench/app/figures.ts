import { percentile } from '../../support/percentile.ts';
import type { Call } from '../cost/call.ts';
import { type Figure, median, ratio } from '../frame/figure.ts';
import type { Achieved } from './load.ts';

/** What was achieved in each round: by clients that wait for answers, by clients that wait for news, and by the floor. */
export type Measured = Readonly<Record<'app' | 'waiting' | 'floor', readonly Achieved[]>>;

const MIN_RATIO = 0.7;

type Rate = 'accepted' | 'notified';

const rates = (rounds: readonly Achieved[], rate: Rate): number[] => rounds.map((round) => round[rate]);

/** The figures of all numbers of clients that were measured. Latencies are those of all rounds together. */
export function figuresOf(measured: ReadonlyMap<number, Measured>): Figure[] {
  const at = [...measured.keys()].map((count) => `${count} ${count === 1 ? 'client' : 'clients'}`);
  const figure = (name: string, of: (one: Measured) => number): Figure => {
    return { name, at, values: [...measured.values()].map(of) };
  };
  const compared = (name: string, rate: Rate) =>
    figure(name, ({ app, floor }) => ratio(rates(app, rate), rates(floor, rate)));
  const absolute = (name: string, of: 'app' | 'floor', rate: Rate) =>
    figure(`${name}, orders a second`, (one) => median(rates(one[of], rate)));
  const latency = (hundredths: number) =>
    figure(`from request to notification, ms, p${hundredths}`, ({ waiting }) =>
      percentile(
        waiting.flatMap(({ latencies }) => latencies),
        hundredths,
      ),
    );
  return [
    { ...compared('settled and notified ÷ floor', 'notified'), target: { atLeast: MIN_RATIO } },
    compared('accepted ÷ floor of acceptances', 'accepted'),
    absolute('settled and notified', 'app', 'notified'),
    absolute('floor', 'floor', 'notified'),
    absolute('accepted', 'app', 'accepted'),
    absolute('floor of acceptances', 'floor', 'accepted'),
    ...[50, 95, 99].map(latency),
  ];
}

/** What an order asks of the services, of which the floor has the writes alone. */
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
