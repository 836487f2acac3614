import type * as z from 'zod/mini';
import { InexactNumber } from '../../../shared/codec/json.ts';
import {
  amount,
  choice,
  currency,
  date,
  dateTime,
  id,
  integer,
  text,
  textChoice,
  userReqNo,
} from '../../../shared/contract/fields.ts';

/** What every field refuses, whatever it is. */
export const NEVER = [
  null,
  true,
  false,
  [],
  {},
  [1],
  new InexactNumber(),
  Number.NaN,
  Number.POSITIVE_INFINITY,
];

/** A field with what it takes, and as what, and what it refuses. */
export interface FieldCase {
  readonly field: z.ZodMiniType;
  readonly expects: string;
  readonly takes: readonly (readonly [unknown, unknown])[];
  readonly refuses: readonly unknown[];
}

/** Every kind of field there is. */
export const FIELDS: Record<string, FieldCase> = {
  text: {
    field: text(4),
    expects: 'text of 1 to 4 characters',
    takes: [
      ['a', 'a'],
      [' ab ', ' ab '],
      ['0001', '0001'],
      ['王小明', '王小明'],
    ],
    refuses: ['', 'abcde', 1],
  },
  'text that may be empty': {
    field: text(2, 0),
    expects: 'text of 0 to 2 characters',
    takes: [
      ['', ''],
      ['ab', 'ab'],
    ],
    refuses: ['abc', 0],
  },
  userReqNo: {
    field: userReqNo(),
    expects: 'text of 1 to 128 characters',
    takes: [
      ['x'.repeat(128), 'x'.repeat(128)],
      ['../a/b', '../a/b'],
    ],
    refuses: ['', 'x'.repeat(129), 20260301],
  },
  id: {
    field: id(),
    expects: 'an id of decimal digits below 2^53',
    takes: [
      [1, '1'],
      ['1', '1'],
      ['0012', '12'],
      [2 ** 53 - 1, '9007199254740991'],
      ['9007199254740991', '9007199254740991'],
    ],
    refuses: [
      0,
      '0',
      -1,
      '-1',
      1.5,
      '1.5',
      2 ** 53,
      '9007199254740992',
      '9007199254740993',
      '',
      ' 1',
      '1e3',
      '0x1',
      '1'.repeat(17),
      '١',
    ],
  },
  integer: {
    field: integer(1, 50),
    expects: 'a whole number from 1 to 50',
    takes: [
      [1, 1],
      ['1', 1],
      [50, 50],
      ['050', 50],
    ],
    refuses: [0, 51, '51', -1, '-1', 1.5, '1.0', '', '1e1', 1e308],
  },
  choice: {
    field: choice(0, 1),
    expects: 'one of 0, 1',
    takes: [
      [0, 0],
      ['0', 0],
      [1, 1],
      ['1', 1],
      [-0, 0],
    ],
    refuses: [2, '2', -1, 0.5, '', 'one', 1e308],
  },
  textChoice: {
    field: textChoice('0', '1'),
    expects: 'one of 0, 1',
    takes: [
      ['0', '0'],
      [0, '0'],
      ['1', '1'],
      [1, '1'],
    ],
    refuses: [2, '2', '', '00', 0.5],
  },
  amount: {
    field: amount(),
    expects: 'a positive amount of at most 15 digits',
    takes: [
      [100.5, '100.5'],
      ['100.50', '100.5'],
      [0.000001, '0.000001'],
      ['1', '1'],
    ],
    refuses: [0, '0', '0.00', -1, '-1', 1e308, 5e-324, '1e5', '', '1.', '.5', '1234567890123456'],
  },
  'amount or zero': {
    field: amount({ zero: true }),
    expects: 'an amount of zero or more of at most 15 digits',
    takes: [
      [0, '0'],
      ['0.00', '0'],
      [1, '1'],
    ],
    refuses: [-1, '-0', ''],
  },
  currency: {
    field: currency(),
    expects: 'a known currency code',
    takes: [
      ['USD', 'USD'],
      ['USDT', 'USDT'],
    ],
    refuses: ['usd', 'ZZZ', '', 840, '840', 'constructor'],
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
    refuses: [
      '2026-03-01 24:00:00',
      '2026-03-01 12:60:00',
      '2026-03-01 12:00:60',
      '2026-02-29 12:00:00',
      '2026-03-01T12:00:00',
      '2026-03-01',
      '2026-03-01 12:00:00\n',
      '',
      1767225600,
    ],
  },
};
