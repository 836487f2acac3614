import {
  callingCode,
  country,
  email,
  image,
  MAX_IMAGE_BYTES,
  personName,
  telephone,
} from '../../../../../shared/wire/contract/fields/cardholder-fields.ts';
import { picture } from '../../../../support/fixtures/cardholders.ts';
import type { FieldCase } from './time-field-cases.ts';

const jpeg = picture('jpeg', 300).toString('base64');

/** The kinds of fields that describe a cardholder. */
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
    expects: '4 to 11 digits, not all of them zero',
    takes: [
      ['4000', '4000'],
      ['07418123456', '07418123456'],
      [13800138000, '13800138000'],
    ],
    refuses: ['', '123', '123456789012', '+1380013', '1380-013', '0000', 0, 138.5, 1e11],
  },
  country: {
    field: country(),
    expects: 'an ISO 3166-1 alpha-3 code',
    takes: [
      ['CHN', 'CHN'],
      ['CNH', 'CHN'],
      ['XKX', 'XKX'],
    ],
    refuses: ['', 'CN', 'chn', 'XXX', 156],
  },
  image: {
    field: image(),
    expects: `a JPEG or PNG of at most ${MAX_IMAGE_BYTES / 1024} KiB as Base64`,
    takes: [
      [jpeg, jpeg],
      [`data:image/jpeg;base64,${jpeg}`, jpeg],
      [`DATA:image/png;name=front.png;base64,${jpeg}`, jpeg],
    ],
    refuses: [0],
    finer: ['', 'AAAA', '%', `data:image/jpeg,${jpeg}`, `data:${'x'.repeat(101)};base64,${jpeg}`],
  },
  personName: {
    field: personName(8),
    expects: 'a name of 1 to 8 characters with a letter among them',
    takes: [
      ['Ada', 'Ada'],
      ["O'Neil-I", "O'Neil-I"],
      ['王', '王'],
      ['Ж.', 'Ж.'],
      // In some scripts this character decides how letters join.
      ['می\u200cخو', 'می\u200cخو'],
    ],
    refuses: ['', 'Lovelaces', 7],
    finer: [' ', '\u200b', '\u200b\u200d', '\u3164', '\u115f', '\u00a0', '7', '-', 'A\nB', '\u0000a'],
  },
};
