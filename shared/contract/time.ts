const SHIFT = /^([+-])(\d\d):(\d\d)$/;

/** Milliseconds to add to UTC for a zone offset like "+08:00". Throws RangeError for another form. */
export function offsetMs(offset: string): number {
  const [, sign, hours, minutes] = SHIFT.exec(offset) ?? [];
  if (!sign) throw new RangeError(`a zone offset is written ±HH:MM, not ${offset}`);
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** `yyyy-MM-dd HH:mm:ss` in the zone, from epoch milliseconds (contract section 2). */
export function formatDateTime(epochMs: number, offset: string): string {
  return new Date(epochMs + offsetMs(offset)).toISOString().slice(0, 19).replace('T', ' ');
}

/** `yyyy-MM-dd` in the zone, from epoch milliseconds. */
export function formatDate(epochMs: number, offset: string): string {
  return formatDateTime(epochMs, offset).slice(0, 10);
}

/** Epoch milliseconds of a checked `yyyy-MM-dd HH:mm:ss` in the zone. */
export function parseDateTime(text: string, offset: string): number {
  return Date.parse(`${text.replace(' ', 'T')}Z`) - offsetMs(offset);
}
