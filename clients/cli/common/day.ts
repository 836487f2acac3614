import { formatDateTime } from '../../../shared/wire/contract/time.ts';

/** The UTC offset of a platform, where no operator has set another. */
const UTC_OFFSET = '+08:00';
const DAY_MS = 24 * 60 * 60 * 1000;

/** Returns the date of `today`, `today+30` or `today-1` in the platform's zone; undefined for any other text. */
export function dayOf(text: string, now = Date.now()): string | undefined {
  const [whole, sign = '+', days = '0'] = /^today(?:([+-])(\d{1,5}))?$/.exec(text) ?? [];
  if (whole === undefined) return undefined;
  return formatDateTime(now + Number(`${sign}${days}`) * DAY_MS, UTC_OFFSET).slice(0, 10);
}
