import { parseDateTime } from '../contract/time.ts';
import { firstIdAt, lastIdAt } from './ids.ts';

/** The period that a query names; both ends are included, to the second. */
export interface Period {
  readonly beginTime?: string | undefined;
  readonly endTime?: string | undefined;
}

/** Bounds on ids, which grow with time, for what was created in the period. */
export function idBounds({ beginTime, endTime }: Period, utcOffset: string): { from?: string; to?: string } {
  return {
    ...(beginTime !== undefined && { from: firstIdAt(parseDateTime(beginTime, utcOffset)) }),
    ...(endTime !== undefined && { to: lastIdAt(parseDateTime(endTime, utcOffset) + 999) }),
  };
}
