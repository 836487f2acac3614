import type * as z from 'zod/mini';
import { networkAuthorize } from '../../../../../shared/wire/contract/card-network.ts';
import { date, dateTime, periodEnd, timestamp } from '../../../../../shared/wire/contract/fields/fields.ts';

/** A field with the values that it accepts, their results, and the values that it refuses. */
export interface FieldCase {
  readonly field: z.ZodMiniType;
  readonly expects: string;
  readonly takes: readonly (readonly [unknown, unknown])[];
  readonly refuses: readonly unknown[];
  /** Values that the field refuses although its JSON schema, which is less strict, accepts them. */
  readonly finer?: readonly unknown[];
}

/** The kinds of fields that contain a day or a time. */
export const TIME_FIELDS: Record<string, FieldCase> = {
  month: {
    field: networkAuthorize.request.def.shape.expiry,
    expects: 'a month yyyy-MM',
    takes: [
      ['2029-03', '2029-03'],
      ['2029-12', '2029-12'],
    ],
    refuses: ['', '2029-13', '2029-00', '2029-3', '29-03', '03/29', '2029-03-01', '2029-03\n', 202903],
  },
  date: {
    field: date(),
    expects: 'a date yyyy-MM-dd',
    takes: [
      ['2026-03-01', '2026-03-01'],
      ['2028-02-29', '2028-02-29'],
      ['9999-12-31', '9999-12-31'],
    ],
    refuses: [
      '2026-02-29',
      '2026-04-31',
      '2026-13-01',
      '2026-00-10',
      '2026-3-1',
      '2026-03-01 ',
      '20260301',
      '2026-03-01T00:00:00Z',
      '',
      20260301,
    ],
  },
  dateTime: {
    field: dateTime(),
    expects: 'a time yyyy-MM-dd HH:mm:ss',
    takes: [
      ['2026-03-01 00:00:00', '2026-03-01 00:00:00'],
      ['2026-12-31 23:59:59', '2026-12-31 23:59:59'],
    ],
    finer: ['2026-02-29 12:00:00'],
    refuses: [
      '2026-03-01 24:00:00',
      '2026-03-01 12:60:00',
      '2026-03-01 12:00:60',
      '2026-03-01T12:00:00',
      '2026-03-01',
      '2026-03-01 12:00:00\n',
      '',
      1767225600,
    ],
  },
  'begin of a period': {
    field: periodEnd('begin'),
    expects: 'a time yyyy-MM-dd HH:mm:ss or a date yyyy-MM-dd',
    takes: [
      ['2026-03-01', '2026-03-01 00:00:00'],
      ['2026-03-01 10:00:01', '2026-03-01 10:00:01'],
    ],
    finer: ['2026-02-29', '2026-02-29 12:00:00'],
    refuses: [
      '',
      '2026-3-1',
      '2026-03-01T10:00:00',
      '2026-03-01 10:00',
      '2026-03-01\n',
      '20260301',
      20260301,
    ],
  },
  'end of a period': {
    field: periodEnd('end'),
    expects: 'a time yyyy-MM-dd HH:mm:ss or a date yyyy-MM-dd',
    takes: [
      ['2026-03-01', '2026-03-01 23:59:59'],
      ['2026-03-01 00:00:00', '2026-03-01 00:00:00'],
    ],
    refuses: ['2026-03-01 24:00:00'],
  },
  timestamp: {
    field: timestamp(),
    expects: 'a time like 2026-03-01T10:00:00.000+08:00',
    takes: [
      ['2026-03-01T10:00:00.000+08:00', '2026-03-01T10:00:00.000+08:00'],
      ['2028-02-29T23:59:59.999Z', '2028-02-29T23:59:59.999Z'],
    ],
    refuses: [
      '2026-02-29T10:00:00.000Z',
      '2026-03-01T24:00:00.000Z',
      '2026-03-01T10:60:00.000Z',
      '2026-03-01T10:00:00Z',
      '2026-03-01T10:00:00.000',
      '2026-03-01T10:00:00.000+0800',
      '2026-03-01T10:00:00.000+24:00',
      '2026-03-01 10:00:00.000+08:00',
      '2026-03-01T10:00:00.000+08:00\n',
      '',
      1767225600,
    ],
  },
};
