import { parseArgs } from 'node:util';

export const HELP = `Mixed traffic of many merchants through the synthesized app, with endpoints that fail and a restart in the middle.

  npm run soak -- [--minutes 10] [--rate 10] [--merchants 20] [--failures 0.02] [--seed N]

  --minutes N     how long requests are made
  --rate N        requests per second, without waiting for earlier ones
  --merchants N   who make them
  --failures N    share of the notifications that an endpoint answers with HTTP 500
  --seed N        the seed of the random traffic; the same seed makes the same traffic

Halfway the whole local cloud is killed (SIGKILL) and started again on its data. At the end every accepted order must have
been notified and the audit must find nothing; otherwise the exit code is 1.`;

export interface SoakOptions {
  readonly minutes: number;
  /** Requests per second. */
  readonly rate: number;
  readonly merchants: number;
  readonly failures: number;
  readonly seed: number;
}

/** Returns the options, or undefined for `--help`. Throws for an invalid number. */
export function readOptions(args: readonly string[]): SoakOptions | undefined {
  const text = (defaultValue: string) => ({ type: 'string', default: defaultValue }) as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: text('10'),
      rate: text('10'),
      merchants: text('20'),
      failures: text('0.02'),
      seed: text(String(Date.now() % 1_000_000)),
      help: { type: 'boolean' },
    },
  });
  if (values.help) return undefined;
  return {
    minutes: numberOf('minutes', values.minutes, 0.1, 1_440),
    rate: numberOf('rate', values.rate, 0.1, 1_000),
    merchants: numberOf('merchants', values.merchants, 1, 1_000),
    failures: numberOf('failures', values.failures, 0, 0.5),
    seed: numberOf('seed', values.seed, 0, Number.MAX_SAFE_INTEGER),
  };
}

function numberOf(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!(value >= least && value <= most)) throw new Error(`--${option} is a number from ${least} to ${most}`);
  return value;
}
