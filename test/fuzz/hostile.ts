import fc from 'fast-check';

// Values as JSON text, because the worst of them have no other form: numbers outside of a double's range, duplicate
// keys.

const repeated = (open: string, close: string, depth: number) =>
  `${open.repeat(depth)}1${close.repeat(depth)}`;
const quoted = (text: string) => JSON.stringify(text);

/** A full card number of no card. It must not be answered, logged or stored in clear. */
export const HOSTILE_PAN = '4929123498764320';

const HOSTILE_STRINGS: readonly string[] = [
  ...['null', 'true', 'false', '[]', '{}', '[1]', '[[]]', '""', '" "', '[null]'],
  ...['0', '-0', '-1', '1.5', '0.1', '1e-7', '1e21', '1e400', '-1e400', '1E+5', '0.30000000000000004'],
  ...['9007199254740991', '9007199254740993', '999999999999999', '1000000000000000', '9'.repeat(400)],
  `0.${'0'.repeat(400)}1`,
  ...['NaN', 'Infinity', '-', '01', '+1', '.5', '1.'].map(quoted),
  ...[
    '\u0000',
    'a\u0000b',
    '\ud800',
    '\udfff',
    '\uffff',
    '\ufeff1',
    '\u007f',
    '\u202e',
    '😀',
    'é',
    '\u2028',
  ].map(quoted),
  ...['١٢٣', '１２３', '𝟙𝟚𝟛', '1\u0661', ' 1', '1 ', '1\n', '0x10', '1e2', '1_000', '-0', '00'].map(quoted),
  ...[
    '__proto__',
    'constructor',
    'toString',
    'prototype',
    'undefined',
    'null',
    'true',
    '[object Object]',
  ].map(quoted),
  ...[
    "' OR 1=1 --",
    '<script>',
    '../../etc/passwd',
    `\${jndi:ldap://x}`,
    '{{7*7}}',
    '%00',
    '\\u0000',
    'a/b/c',
  ].map(quoted),
  ...['0000-00-00', '0001-01-01', '9999-12-31', '2026-02-30', '2026-13-01 25:61:61'].map(quoted),
  ...['0001-01-01 00:00:00', '9999-12-31 23:59:59', '1969-12-31 23:59:59'].map(quoted),
  ...['x'.repeat(129), 'x'.repeat(2_048), '9'.repeat(5_000), 'é'.repeat(128), '😀'.repeat(64)].map(quoted),
  quoted('x'.repeat(100_000)),
  '{"__proto__":{"polluted":1}}',
  '{"constructor":{"prototype":{"polluted":1}}}',
  '{"a":1,"a":2}',
  '{"toString":1,"valueOf":2,"toJSON":3,"then":4,"length":-1}',
  repeated('[', ']', 50),
  repeated('{"a":', '}', 50),
  repeated('[', ']', 5_000),
];

/** JSON text of a hostile value, or of any value at all. */
export const hostileValue: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...HOSTILE_STRINGS) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }).map(quoted) },
  { weight: 1, arbitrary: fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }).map(String) },
  {
    weight: 1,
    arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
  },
);

/** Keys with a meaning in JavaScript, and arbitrary keys. */
export const hostileKey: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'then',
    'toJSON',
    '',
    '0',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

/** Whole bodies that are not an envelope. */
export const garbage: fc.Arbitrary<Buffer> = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  hostileValue.map((text) => Buffer.from(text)),
  fc
    .constantFrom(
      '',
      ' ',
      'null',
      '{',
      '{}',
      '[{}]',
      'userNo=1',
      '<xml/>',
      '\ufeff{}',
      repeated('[', ']', 100_000),
    )
    .map((text) => Buffer.from(text)),
);
