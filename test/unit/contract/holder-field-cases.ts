import {
  callingCode,
  country,
  email,
  IMAGE_BYTES,
  image,
  telephone,
} from '../../../shared/contract/cardholder-fields.ts';
import { picture } from '../../support/cardholders.ts';
import type { FieldCase } from './time-field-cases.ts';

const jpeg = picture('jpeg', 300).toString('base64');

/** The kinds of fields that tell of a cardholder. */
export const HOLDER_FIELDS: Record<string, FieldCase> = {
  email: {
    field: email(16),
    expects: 'an e-mail address of at most 16 characters',
    takes: [
      ['ada@example.com', 'ada@example.com'],
      ['a.b+c@mail.co', 'a.b+c@mail.co'],
    ],
    refuses: ['', 'ada', 'ada@', '@example.com', 'ada1@example.org.uk', 'a b@example.com', 7],
  },
  callingCode: {
    field: callingCode(),
    expects: 'a calling code without plus',
    takes: [
      ['86', '86'],
      [86, '86'],
    ],
    refuses: ['', '+86', '086', '999', 0, -1, 8.6, 1e308],
    finer: [2, 997],
  },
  telephone: {
    field: telephone(),
    expects: '4 to 11 digits',
    takes: [
      ['4000', '4000'],
      ['00000000000', '00000000000'],
    ],
    refuses: ['', '123', '123456789012', '+1380013', '1380-013', 13800138000],
  },
  country: {
    field: country(),
    expects: 'an ISO 3166-1 alpha-3 code',
    takes: [
      ['CHN', 'CHN'],
      ['CNH', 'CHN'],
    ],
    refuses: ['', 'CN', 'chn', 'XXX', 156],
  },
  image: {
    field: image(),
    expects: `a JPEG or PNG of at most ${IMAGE_BYTES / 1024} KiB as Base64`,
    takes: [[jpeg, jpeg]],
    refuses: [0],
    finer: ['', 'AAAA', '%'],
  },
};
