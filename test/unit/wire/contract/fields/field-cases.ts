import { InexactNumber } from '../../../../../shared/wire/codec/json.ts';
import {
  amount,
  cardNumber,
  choice,
  code,
  coinAmount,
  currency,
  digits,
  displayedCardNumber,
  id,
  integer,
  pin,
  text,
  textChoice,
  userReqNo,
} from '../../../../../shared/wire/contract/fields/fields.ts';
import { accountExchange } from '../../../../../shared/wire/contract/operations/accounts.ts';
import { HOLDER_FIELDS } from './cardholder-field-cases.ts';
import { type FieldCase, TIME_FIELDS } from './time-field-cases.ts';
import { RECEIVED_FIELDS } from './webhook-field-cases.ts';

/** Values that every field refuses. */
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

/** Every kind of field. */
export const FIELDS: Record<string, FieldCase> = {
  ...TIME_FIELDS,
  ...HOLDER_FIELDS,
  ...RECEIVED_FIELDS,
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
    // Characters are counted in UTF-16 units: this one counts twice.
    finer: ['🎴🎴🎴'],
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
  shownNumber: {
    field: displayedCardNumber(),
    expects: 'a card number, masked',
    takes: [
      ['499900******4242', '499900******4242'],
      ['4999 0010 1234 4242', '4999 0010 1234 4242'],
      ['xxxx-4242', 'xxxx-4242'],
      ['••••4242', '••••4242'],
    ],
    refuses: ['', '***', '4'.repeat(33), '４９９９４２４２', 'card 4242', '4999\n4242', 49994242],
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
  digits: {
    field: digits(4),
    expects: '4 digits',
    takes: [
      ['0012', '0012'],
      ['9999', '9999'],
      [1234, '1234'],
      [742, '0742'],
    ],
    refuses: ['', '123', '12345', '12 4', '-123', '1.23', '١٢٣٤', '1234\n', 12345, -123, 1.5],
  },
  pin: {
    field: pin(),
    expects: 'a PIN of 6 digits, not all alike and no run',
    takes: [
      ['274916', '274916'],
      ['012346', '012346'],
      ['112233', '112233'],
      [274916, '274916'],
    ],
    refuses: ['', '27491', '2749160', '27491a', 27491, 2749160, 274916.5],
    finer: ['000000', '111111', '012345', '456789', '654321', '543210'],
  },
  id: {
    field: id(),
    expects: 'an id of up to 19 digits',
    takes: [
      [1, '1'],
      ['1', '1'],
      ['0012', '12'],
      [2 ** 53 - 1, '9007199254740991'],
      [2 ** 53, '9007199254740992'],
      ['9007199254740993', '9007199254740993'],
      ['9223372036854775807', '9223372036854775807'],
      ['9999999999999999999', '9999999999999999999'],
    ],
    refuses: [0, '0', -1, '-1', 1.5, '1.5', 1e20, '', ' 1', '1e3', '0x1', '1'.repeat(20), '١'],
  },
  code: {
    field: code(8),
    expects: 'text of 1 to 8 characters',
    takes: [
      ['V1', 'V1'],
      ['0499', '0499'],
      [559900, '559900'],
    ],
    refuses: ['', 'x'.repeat(9), -1, 1.5],
    finer: [],
  },
  cardNumber: {
    field: cardNumber(),
    expects: 'a card number of 12 to 19 digits',
    takes: [['4999001012344242', '4999001012344242']],
    refuses: ['', '49990010123', '4'.repeat(20), '4999 0010 1234 4242', 4999001012344242],
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
    refuses: [0, 51, -1, '-1', 1.5, '1.0', '', '1e1', 1e308],
    finer: ['0', '51'],
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
    refuses: [0, '0', '0.00', -1, '-1', 1e308, '1e5', '', '1.', '.5', '1234567890123456'],
    finer: [5e-324, 0.1234567890123456, '123456789.1234567'],
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
  'currency of a card account': {
    field: accountExchange.request.def.shape.sellCurrency,
    expects: 'the code of a currency that card accounts can be in',
    takes: [
      ['USD', 'USD'],
      ['JPY', 'JPY'],
    ],
    refuses: ['USDT', 'usd', 'ZZZ', '', 840],
  },
  'coin amount': {
    field: coinAmount(),
    expects: 'an amount of coins of zero or more',
    takes: [
      [0, '0'],
      [0.000001, '0.000001'],
      [1e-7, '0.0000001'],
      [100.5, '100.5'],
      ['12.345678901234567891', '12.345678901234567891'],
    ],
    refuses: [-1, '1e3', '.5', '5.', '1,5', '12345678901234567', '0.1234567890123456789', ''],
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
};
