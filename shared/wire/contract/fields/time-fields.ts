import { invalid, type JsonSchema, wireField } from './wire-field.ts';

const DATE = /^\d{4}-\d\d-\d\d$/;
const NOT_A_VALID_DATE = invalid('is not a valid date');

/** A calendar date `yyyy-MM-dd`. */
export function date() {
  return wireField<string, string>(
    'a date yyyy-MM-dd',
    (value) => {
      if (typeof value !== 'string' || !DATE.test(value)) return undefined;
      return isCalendarDate(value) ? value : NOT_A_VALID_DATE;
    },
    { title: 'Date', type: 'string', format: 'date', examples: ['2026-03-01'] },
  );
}

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** A month `yyyy-MM`. */
export function month() {
  return wireField<string, string>(
    'a month yyyy-MM',
    (value) => (typeof value === 'string' && MONTH.test(value) ? value : undefined),
    { title: 'Month', type: 'string', pattern: MONTH.source, examples: ['2029-03'] },
  );
}

const DATE_TIME = /^\d{4}-\d\d-\d\d ([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/;
const TIMESTAMP = /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}([+-]([01]\d|2[0-3]):[0-5]\d|Z)$/;

/** A time `yyyy-MM-dd HH:mm:ss` in the platform's zone. */
export function dateTime() {
  return timeField('DateTime', 'a time yyyy-MM-dd HH:mm:ss', DATE_TIME, {
    examples: ['2026-03-01 10:00:00'],
  });
}

/** An ISO 8601 time with milliseconds and offset, e.g. `2026-03-01T10:00:00.000+08:00` (contract section 2). */
export function timestamp() {
  const example = '2026-03-01T10:00:00.000+08:00';
  return timeField('Timestamp', `a time like ${example}`, TIMESTAMP, {
    format: 'date-time',
    examples: [example],
  });
}

function timeField(title: string, expects: string, form: RegExp, more: JsonSchema) {
  return wireField<string, string>(
    expects,
    (value) => {
      if (typeof value !== 'string' || !form.test(value)) return undefined;
      return isCalendarDate(value.slice(0, 10)) ? value : NOT_A_VALID_DATE;
    },
    { title, type: 'string', pattern: form.source, ...more },
  );
}

/** The time that a date stands for at either end of a period, so that the whole day is included. */
const DAY_BOUNDS = { begin: '00:00:00', end: '23:59:59' } as const;

/** One end of a period: `yyyy-MM-dd HH:mm:ss`, or `yyyy-MM-dd` for the whole day. The checked value is a time. */
export function periodEnd(end: keyof typeof DAY_BOUNDS) {
  return wireField<string, string>(
    'a time yyyy-MM-dd HH:mm:ss or a date yyyy-MM-dd',
    (value) => {
      if (typeof value !== 'string' || !(DATE.test(value) || DATE_TIME.test(value))) return undefined;
      if (!isCalendarDate(value.slice(0, 10))) return NOT_A_VALID_DATE;
      return DATE.test(value) ? `${value} ${DAY_BOUNDS[end]}` : value;
    },
    {
      title: 'DateOrTime',
      type: 'string',
      pattern: `${DATE.source}|${DATE_TIME.source}`,
      examples: ['2026-03-01', '2026-03-01 10:00:00'],
    },
  );
}

function isCalendarDate(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
