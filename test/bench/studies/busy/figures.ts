import { percentile } from '../../../support/percentile.ts';
import { type Figure, median } from '../../frame/figure.ts';

/** What was measured in one turn. */
export interface Turn {
  /** Milliseconds from each authorization request to its answer. */
  readonly latencies: readonly number[];
  /** Recharges of other merchants that were answered a second; 0 where none were sent. */
  readonly recharges: number;
  /** Attempts that began at endpoints that hang. */
  readonly hung: number;
  /** Processor time of the app and DynamoDB Local, in percent of a core; NaN without /proc. */
  readonly cpuPercent: number;
}

/** The p99 beside everything else may be so many times the p99 alone. */
const MAX_P99_RATIO = 1.5;
const RATIO = 'beside ÷ alone';
/** What a machine keeps of the recharges sent, at least, unless it is overloaded. */
const MIN_KEPT = 0.95;

/** So many answers a second: of a turn of so many seconds, or longer if the last answer came later (in milliseconds). */
export const answeredPerSecond = (count: number, seconds: number, lastAfterMs: number): number =>
  count / Math.max(seconds, lastAfterMs / 1_000);

const middle = (of: (turn: Turn) => number) => (turns: readonly Turn[]) => median(turns.map(of));
const rechargesOf = middle(({ recharges }) => recharges);

/** Whether the machine could not keep so many recharges a second: latencies then tell how long its queues became. */
export const isOverloaded = (beside: readonly Turn[], orders: number): boolean =>
  rechargesOf(beside) < MIN_KEPT * orders;

/** The figures of all turns. Latencies are those of all turns together. */
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
