import {
  codeDigits,
  codeText,
  signedAmount,
  upstreamId,
} from '../../../../../shared/wire/contract/fields/webhook-fields.ts';
import type { FieldCase } from './time-field-cases.ts';

/** The kinds of fields that must be valid in reports of upstreams. */
export const RECEIVED_FIELDS: Record<string, FieldCase> = {
  upstreamId: {
    field: upstreamId(),
    expects: 'an id of 1 to 64 characters',
    takes: [
      ['1238793332297834', '1238793332297834'],
      ['0012', '0012'],
      ['txn_8a-Z.1', 'txn_8a-Z.1'],
      ['x'.repeat(64), 'x'.repeat(64)],
      [12, '12'],
    ],
    refuses: ['', 'x'.repeat(65), 0, -1, 1.5, 2 ** 53],
    finer: ['a b', 'a\n', 'é'],
  },
  signedAmount: {
    field: signedAmount(),
    expects: 'an amount of at most 15 digits',
    takes: [
      [-0.75, '-0.75'],
      ['-1.50', '-1.5'],
      ['0.75', '0.75'],
      [0, '0'],
      ['-0', '0'],
    ],
    refuses: ['', '-', '--1', '- 1', '+1', '1e3', 'x', 1e15, '-1234567890123456'],
  },
  codeDigits: {
    field: codeDigits(4),
    expects: '4 digits',
    takes: [
      ['0012', '0012'],
      [12, '0012'],
    ],
    refuses: ['', '12', '00012', 12345, -1, 1.5],
  },
  codeText: {
    field: codeText(6),
    expects: 'text of 1 to 6 characters',
    takes: [
      ['A1', 'A1'],
      [314159, '314159'],
      [0, '0'],
    ],
    refuses: ['', 'x'.repeat(7), -1, 1.5],
    finer: [1234567],
  },
};
