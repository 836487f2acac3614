import { percentile } from '../../../support/percentile.ts';
import { type Figure, median } from '../../frame/figure.ts';

/** The measurements of one turn. */
export interface Turn {
  /** Milliseconds from each authorization request to its answer. */
  readonly latencies: readonly number[];
  /** Answered recharges of other merchants per second; 0 if none were sent. */
  readonly recharges: number;
  /** Number of attempts that began at endpoints that hang. */
  readonly hung: number;
  /** Processor time of the app and DynamoDB Local, in percent of a core; NaN without /proc. */
  readonly cpuPercent: number;
}

/** Maximum of the p99 under load, ÷ the p99 alone. */
const MAX_P99_RATIO = 1.5;
const RATIO = 'beside ÷ alone';
/** Minimum share of the recharges sent that a machine answers, unless it is overloaded. */
const MIN_RATE_RATIO = 0.95;

/** Returns the answers per second of a turn, which lasts until its last answer if that comes later. */
export const answeredPerSecond = (count: number, seconds: number, lastAfterMs: number): number =>
  count / Math.max(seconds, lastAfterMs / 1_000);

const middle = (of: (turn: Turn) => number) => (turns: readonly Turn[]) => median(turns.map(of));
const rechargesOf = middle(({ recharges }) => recharges);

/** Whether the machine could not answer so many recharges a second: latencies then show the length of its queues. */
export const isOverloaded = (beside: readonly Turn[], orders: number): boolean =>
  rechargesOf(beside) < MIN_RATE_RATIO * orders;

/** Returns the figures of all turns. Latencies are those of all turns together. */
export function busyFigures(
  alone: readonly Turn[],
  beside: readonly Turn[],
  { orders }: { readonly orders: number },
): Figure[] {
  const row = (name: string, of: (turns: readonly Turn[]) => number): Figure => {
    const values = [of(alone), of(beside)];
    return { name, at: ['alone', 'beside', RATIO], values: [...values, of(beside) / of(alone)] };
  };
  const latency = (hundredths: number) =>
    row(`from request to answer, ms, p${hundredths}`, (turns) =>
      percentile(
        turns.flatMap(({ latencies }) => latencies),
        hundredths,
      ),
    );
  return [
    latency(50),
    latency(95),
    { ...latency(99), target: { atMost: MAX_P99_RATIO, at: RATIO } },
    row(
      'processor time of the app, % of a core',
      middle(({ cpuPercent }) => cpuPercent),
    ),
    {
      name: `recharges answered a second, of ${orders} sent`,
      at: ['beside'],
      values: [rechargesOf(beside)],
    },
    {
      name: 'attempts that began to hang in a turn',
      at: ['beside'],
      values: [middle(({ hung }) => hung)(beside)],
    },
  ];
}
