const ZONE_OFFSET = /^([+-])(\d\d):(\d\d)$/;

/**
 * Returns the milliseconds to add to UTC for a zone offset like "+08:00".
 *
 * @throws RangeError when the offset does not have this form
 */
export function offsetMs(offset: string): number {
  const [, sign, hours, minutes] = ZONE_OFFSET.exec(offset) ?? [];
  if (!sign) throw new RangeError(`a zone offset is written ±HH:MM, not ${offset}`);
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** Formats epoch milliseconds as `yyyy-MM-dd HH:mm:ss` in the zone (contract section 2). */
export function formatDateTime(epochMs: number, offset: string): string {
  return new Date(epochMs + offsetMs(offset)).toISOString().slice(0, 19).replace('T', ' ');
}

/** Formats epoch milliseconds as `yyyy-MM-dd` in the zone. */
export function formatDate(epochMs: number, offset: string): string {
  return formatDateTime(epochMs, offset).slice(0, 10);
}

/** Returns the epoch milliseconds of a validated `yyyy-MM-dd HH:mm:ss` in the zone. */
export function parseDateTime(text: string, offset: string): number {
  return Date.parse(`${text.replace(' ', 'T')}Z`) - offsetMs(offset);
}

const LENIENT_TIME =
  /^(\d{4})-?(\d\d)-?(\d\d)(?:[T ]?(\d\d):?(\d\d)(?::?(\d\d))?(?:[.,]\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?$/i;
const EPOCH_TIME = /^\d{10}(\d{3})?$/;

/**
 * Returns the epoch milliseconds of a time as other systems write it; undefined when it cannot be read. Accepts
 * `yyyy-MM-dd HH:mm:ss`, ISO 8601 with or without separators and zone (which defaults to `offset`), and epoch seconds
 * or milliseconds.
 */
export function parseLenientTime(text: string, offset: string): number | undefined {
  if (EPOCH_TIME.test(text)) return Number(text.padEnd(13, '0'));
  const [, year, month, day, hour = '00', minute = '00', second = '00', zone = offset] =
    LENIENT_TIME.exec(text) ?? [];
  if (year === undefined) return undefined;
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const epochMs = Date.parse(`${local}Z`);
  // Date.parse turns 30 February into 1 or 2 March.
  if (Number.isNaN(epochMs) || !new Date(epochMs).toISOString().startsWith(local)) return undefined;
  if (zone.toUpperCase() === 'Z') return epochMs;
  return epochMs - offsetMs(zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`);
}
