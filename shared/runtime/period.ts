import { parseDateTime } from '../wire/contract/time.ts';
import { ParameterInvalid } from '../wire/errors.ts';
import { firstIdAt, lastIdAt } from './ids.ts';

/** The period of a query; both ends are inclusive, to the second. */
interface Period {
  readonly beginTime?: string | undefined;
  readonly endTime?: string | undefined;
}

/** A range of time in epoch milliseconds, both ends inclusive; open where a bound is missing. */
export interface TimeRange {
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

/**
 * Converts a period to epoch milliseconds.
 *
 * @throws ParameterInvalid when it ends before it begins
 */
export function timeBounds({ beginTime, endTime }: Period, utcOffset: string): TimeRange {
  // Times in one zone sort as text.
  if (beginTime !== undefined && endTime !== undefined && beginTime > endTime)
    throw new ParameterInvalid('endTime', 'must not be before beginTime');
  return {
    ...(beginTime !== undefined && { since: parseDateTime(beginTime, utcOffset) }),
    ...(endTime !== undefined && { until: parseDateTime(endTime, utcOffset) + 999 }),
  };
}

/** Returns bounds on ids, which grow with time, for what was created in the period. */
export function idBounds(period: Period, utcOffset: string): { from?: string; to?: string } {
  const { since, until } = timeBounds(period, utcOffset);
  return {
    ...(since !== undefined && { from: firstIdAt(since) }),
    ...(until !== undefined && { to: lastIdAt(until) }),
  };
}
