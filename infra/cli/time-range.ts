import type { Dependencies } from '../../shared/domain/dependencies.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/runtime/duration.ts';
import type { TimeRange } from '../../shared/runtime/period.ts';
import { parseDateTime } from '../../shared/wire/contract/time.ts';
import { CommandError } from './command.ts';

const UNITS: Readonly<Record<string, number>> = { m: MINUTE_MS, h: HOUR_MS, d: DAY_MS };

/**
 * Returns the time range between `--since` and `--until`, in epoch milliseconds, both inclusive.
 *
 * @throws CommandError for an invalid time
 */
export function timeRangeFrom(
  { since, until }: { readonly since?: string; readonly until?: string },
  deps: Dependencies,
): TimeRange {
  return {
    ...(since !== undefined && { since: momentFrom('since', since, deps) }),
    ...(until !== undefined && { until: momentFrom('until', until, deps) }),
  };
}

/** Parses a time as an operator writes it: in the platform's zone, or how long ago. */
function momentFrom(option: string, text: string, { now, utcOffset }: Dependencies): number {
  const [, count, unit = ''] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  if (count !== undefined) return now() - Number(count) * (UNITS[unit] ?? 0);
  const full = /^\d{4}-\d\d-\d\d$/.test(text) ? `${text} 00:00:00` : text;
  const moment = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(full) ? parseDateTime(full, utcOffset) : Number.NaN;
  if (!Number.isNaN(moment)) return moment;
  throw new CommandError(`--${option} must be "2026-03-01", "2026-03-01 10:00:00", or like 90m, 36h, 7d ago`);
}
