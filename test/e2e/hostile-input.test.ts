import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealBlocks } from '../../shared/wire/codec/blocks.ts';
import { FuzzFixture } from '../fuzz/fuzz-fixture.ts';
import { type Answer, judge, outcomeOf } from '../fuzz/judge.ts';
import { LogWatch } from '../fuzz/log-watch.ts';
import { type Fields, fieldsOf, jsonOf } from '../fuzz/mutations.ts';
import { postBytes } from '../fuzz/post.ts';
import { type Target, targets } from '../fuzz/targets.ts';
import { auditDifferences, sharedDeployment } from '../support/clouds/deployment.ts';

const deployment = sharedDeployment();
const MIB = 1_024 * 1_024;
let fixture: FuzzFixture;
let watch: LogWatch;

/** One operation of each route, with a field of each kind. */
const routes = [
  { name: 'cardRecharge', id: 'cardId', amount: 'authLimitAmount', text: 'userReqNo' },
  { name: 'card_3ds_otp', id: 'cardId', amount: 'transactionAmount', text: 'merchantName' },
  { name: 'networkAuthorize', id: 'cardNo', amount: 'transCurrencyAmt', text: 'merchantName' },
] as const;
type Route = (typeof routes)[number];

const targetOf = ({ name }: Route) => targets.find((target) => target.name === name) as Target;
const valid = (route: Route): Fields => {
  const target = targetOf(route);
  return fieldsOf(fixture.partyOf(target).sender.valid(target, 0));
};
const set = (fields: Fields, name: string, value: string): Fields =>
  fields.map(([key, known]) => [key, key === name ? value : known]);
const nested = (open: string, close: string, depth: number) => `${open.repeat(depth)}1${close.repeat(depth)}`;

/** Returns the route's envelope of the content, which may not be JSON. */
function envelope(route: Route, content: string | Buffer, changes: object = {}): string {
  const { userNo, key } = fixture.partyOf(targetOf(route)).sender;
  const sealed = sealBlocks(Buffer.from(Buffer.from(content).toString('base64')), key);
  const common = { version: '1.0.0', userNo: Number(userNo) };
  return route.name === 'card_3ds_otp'
    ? JSON.stringify({ type: route.name, data: sealed, ...common, ...changes })
    : JSON.stringify({ dataType: 'JSON', dataContent: sealed, ...common, ...changes });
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** Sends bytes unchanged, several pieces as chunks. */
function sent(
  route: Route,
  body: string | readonly Buffer[] | Buffer,
  headers: Record<string, string> = JSON_TYPE,
): Promise<Answer> {
  const pieces = typeof body === 'string' || Buffer.isBuffer(body) ? [Buffer.from(body)] : body;
  return postBytes(deployment.apiUrl + targetOf(route).path, headers, ...pieces);
}

/** Asserts that the answer is documented. Returns its outcome. */
async function outcome(route: Route, answering: Promise<Answer>): Promise<string> {
  const answer = await answering;
  const target = targetOf(route);
  expect(judge(target, answer, fixture.partyOf(target).platformKey)).toBeUndefined();
  expect(watch.problem()).toBeUndefined();
  return outcomeOf(answer);
}

const withContent = (route: Route, content: string | Buffer) =>
  outcome(route, sent(route, envelope(route, content)));

beforeAll(async () => {
  fixture = await FuzzFixture.open(deployment);
  for (const route of routes) await fixture.renew(targetOf(route));
  watch = LogWatch.of(deployment.logsDir, fixture.userNos);
});
afterAll(async () => {
  await fixture.close();
  deployment.operator.close();
});

/** Contents in clear, with their outcome. */
const contents: readonly [string, (fields: Fields, route: Route) => string | Buffer, string][] = [
  [
    'a key that is a prototype’s',
    (fields) => jsonOf([...fields, ['__proto__', '{"admin":true}']]),
    'success',
  ],
  ['all fields in a prototype', (fields) => jsonOf([['__proto__', jsonOf(fields)]]), '110001'],
  [
    'all fields in a constructor’s prototype',
    (fields) => jsonOf([['constructor', `{"prototype":${jsonOf(fields)}}`]]),
    '110001',
  ],
  ['an empty object', () => '{}', '110001'],
  [
    '100,000 levels of arrays',
    (fields) => jsonOf([...fields, ['more', nested('[', ']', 100_000)]]),
    '100002',
  ],
  [
    '100,000 levels of objects',
    (fields) => jsonOf([...fields, ['more', nested('{"a":', '}', 100_000)]]),
    '100002',
  ],
  ['60 levels', (fields) => jsonOf([...fields, ['more', nested('[', ']', 60)]]), 'success'],
  ['1e400', (fields, { amount }) => jsonOf(set(fields, amount, '1e400')), '110001'],
  ['400 digits', (fields, { amount }) => jsonOf(set(fields, amount, '9'.repeat(400))), '110001'],
  ['400 decimals', (fields, { amount }) => jsonOf(set(fields, amount, `1.${'0'.repeat(400)}1`)), '110001'],
  ['a negative amount', (fields, { amount }) => jsonOf(set(fields, amount, '-0.01')), '110001'],
  ['NaN as text', (fields, { amount }) => jsonOf(set(fields, amount, '"NaN"')), '110001'],
  ['NaN', (fields, { amount }) => jsonOf(set(fields, amount, 'NaN')), '100002'],
  ['Infinity', (fields, { amount }) => jsonOf(set(fields, amount, 'Infinity')), '100002'],
  ['a key twice, the last one valid', (fields, { id }) => jsonOf([[id, '"x"'], ...fields]), 'success'],
  ['a key twice, the last one invalid', (fields, { id }) => jsonOf([...fields, [id, '"x"']]), '110001'],
  [
    'bytes that are not UTF-8',
    (fields) => Buffer.concat([Buffer.from(jsonOf(fields)), Buffer.from([0xc3])]),
    '100002',
  ],
  [
    'bytes in a text that are not UTF-8',
    (fields, { text }) => Buffer.from(jsonOf(set(fields, text, '"\xff\xfe"')), 'latin1'),
    '100002',
  ],
  ['a byte order mark', (fields) => `\ufeff${jsonOf(fields)}`, 'success'],
  ['UTF-16', (fields) => Buffer.from(jsonOf(fields), 'utf16le'), '100002'],
  ['half of a surrogate pair', (fields, { text }) => jsonOf(set(fields, text, '"a\\ud800b"')), '110001'],
  ['NUL in an id', (fields, { id }) => jsonOf(set(fields, id, '"1\\u00002"')), '110001'],
  [
    'full-width digits',
    (fields, { id }) => jsonOf(set(fields, id, '"１２３４５６７８９０１２３４５６"')),
    '110001',
  ],
  ['Arabic digits', (fields, { amount }) => jsonOf(set(fields, amount, '"١٢"')), '110001'],
  ['an array for the object', (fields) => `[${jsonOf(fields)}]`, '100002'],
  ['an array for a text', (fields, { text }) => jsonOf(set(fields, text, '["a"]')), '110001'],
  ['an object for an id', (fields, { id }) => jsonOf(set(fields, id, '{"toString":"1"}')), '110001'],
  ['a number for a text', (fields, { text }) => jsonOf(set(fields, text, '7')), '110001'],
  [
    'a text that is too long',
    (fields, { text }) => jsonOf(set(fields, text, `"${'x'.repeat(40_000)}"`)),
    '110001',
  ],
];

/**
 * Contents that are accepted, because the field only informs: of a one-time password all fields but the password and
 * its card, and ids of upstreams, which are any text.
 */
const REVEALING: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      '1e400',
      '400 digits',
      '400 decimals',
      'a negative amount',
      'NaN as text',
      'half of a surrogate pair',
      'Arabic digits',
      'an array for a text',
      'a number for a text',
      'a text that is too long',
    ].map((what) => [what, 'success']),
  ),
  'a key twice, the last one invalid': '120001',
};

/** Ways to send a request, with their outcome. */
const carriers: readonly [string, (route: Route) => Promise<Answer>, string][] = [
  ['nothing', (route) => sent(route, ''), '100002'],
  ['blanks', (route) => sent(route, ' \n\t '), '100002'],
  ['a byte order mark', (route) => sent(route, `\ufeff${good(route)}`), 'success'],
  [
    'bytes that are not UTF-8',
    (route) => sent(route, Buffer.concat([Buffer.from(good(route)), Buffer.from([0xff])])),
    '100002',
  ],
  ['100,000 levels', (route) => sent(route, nested('{"a":', '}', 100_000)), '100002'],
  [
    'gzip',
    (route) =>
      sent(route, gzipSync(good(route)), { 'content-type': 'application/json', 'content-encoding': 'gzip' }),
    '100002',
  ],
  ['another content type', (route) => sent(route, good(route), { 'content-type': 'text/xml' }), 'success'],
  ['no content type', (route) => sent(route, good(route), {}), 'success'],
  [
    'a form',
    (route) => sent(route, 'userNo=1', { 'content-type': 'application/x-www-form-urlencoded' }),
    '100002',
  ],
  ['chunks', (route) => sent(route, halves(good(route))), 'success'],
  ['a userNo of 400 digits', (route) => sent(route, wrapped(route, { userNo: '1'.repeat(400) })), '100002'],
  ['a userNo of full-width digits', (route) => sent(route, wrapped(route, { userNo: '１２３' })), '100002'],
  ['a userNo in an array', (route) => sent(route, wrapped(route, { userNo: ['1'] })), '100002'],
  [
    'a prototype’s name for userNo',
    (route) => sent(route, wrapped(route, { userNo: '__proto__' })),
    '100002',
  ],
  [
    'numbers for texts',
    (route) => sent(route, wrapped(route, { version: 1, type: 1, dataType: 1 })),
    '100002',
  ],
  ['a version of a megabyte', (route) => sent(route, wrapped(route, { version: '1'.repeat(MIB) })), '100004'],
  ['nearly six megabytes', (route) => sent(route, wrapped(route, { more: 'x'.repeat(5 * MIB) })), 'success'],
];

const good = (route: Route) => envelope(route, jsonOf(valid(route)));
const wrapped = (route: Route, changes: object) => envelope(route, jsonOf(valid(route)), changes);
const halves = (body: string) => [Buffer.from(body.slice(0, 100)), Buffer.from(body.slice(100))];

describe.each(routes)('the route of $name', (route) => {
  it.each(contents)('answers a request with %s', async (what, make, expected) => {
    const answer = route.name === 'card_3ds_otp' ? (REVEALING[what] ?? expected) : expected;
    expect(await withContent(route, make(valid(route), route))).toBe(answer);
  });

  it.each(carriers)('answers a body that is %s', async (_, send, expected) => {
    expect(await outcome(route, send(route))).toBe(expected);
  });

  it.each([6, 9, 12])(
    'answers a body of %s megabytes and more with 413 and the envelope',
    async (megabytes) => {
      const answer = await sent(route, wrapped(route, { more: 'x'.repeat(megabytes * MIB) }));
      expect(answer.status).toBe(413);
      expect(JSON.parse(answer.body)).toMatchObject({ success: false, errorCode: '100001', result: '' });
    },
  );

  it('still accepts a valid request', async () => {
    expect(await outcome(route, sent(route, good(route)))).toBe('success');
  });
});

it('leaves clean books', async () => {
  expect(await auditDifferences(deployment, fixture.merchant.userNo)).toEqual([]);
});
