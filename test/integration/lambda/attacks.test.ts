import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bookDeposit } from '../../../shared/domain/money/accounts/deposit.ts';
import { type Merchant, saveMerchant } from '../../../shared/domain/parties/merchant.ts';
import { logger } from '../../../shared/lambda/logger.ts';
import { merchantOperation } from '../../../shared/lambda/merchant-operation.ts';
import { type TableName, tables } from '../../../shared/runtime/store/tables.ts';
import { catalogue } from '../../../shared/wire/contract/catalogue.ts';
import { formatDate } from '../../../shared/wire/contract/time.ts';
import { signRequest } from '../../../shared/wire/signatures/signed-request.ts';
import { openedCard } from '../../support/fixtures/card-steps.ts';
import { saveMerchant as keepMerchant } from '../../support/fixtures/save-parties.ts';
import { openTestPlatform, type TestPlatform } from '../../support/fixtures/test-platform.ts';
import { type ApiMerchant, apiEvent, handlersOf, invoke, openApiMerchant } from './api-fixture.ts';

// What an attacker can do with captured requests and no key: nothing if they are signed, much if the envelope stands
// alone.

type Name = 'cardInfo' | 'cardClose' | 'cardRecharge';

interface Captured {
  readonly body: string;
  readonly headers: Record<string, string>;
}

const DAY = 86_400_000;
let fixture: TestPlatform;
let merchant: ApiMerchant;
let merchants = 0;
let cardId: string;

beforeAll(async () => {
  logger.setLogLevel('SILENT');
  fixture = await openTestPlatform();
});

/** Returns the merchant's request as an attacker sees it who can read it but not change it. */
function captured(name: Name, content: object): Captured {
  const body = merchant.envelope(content);
  const { path } = catalogue[name];
  const moment = { now: fixture.deps.now(), nonce: '0123456789abcdef' };
  return { body, headers: { ...signRequest({ method: 'POST', path, body }, merchant.signer, moment) } };
}

/** Posts the request to the operation. Returns the code of the refusal, or `carried out`. */
async function post(
  name: Name,
  { body, headers }: Captured,
  signed = merchant.merchant.requireSignature,
): Promise<string> {
  const { path } = catalogue[name];
  const sent = signed ? { path, headers } : { path };
  const { success, errorCode } = JSON.parse(
    (await invoke(handlersOf(fixture.deps)[name], apiEvent(body, sent))).body,
  );
  return success ? 'carried out' : errorCode;
}

/** A recharge of more than the merchant has left after opening a card. */
const RECHARGE = () => ({ userReqNo: 'late', cardId, authLimitAmount: 9_999 });

/** Captures a recharge that was refused, and deposits enough money for it. */
async function refused(signed?: boolean): Promise<Captured> {
  const recharge = captured('cardRecharge', RECHARGE());
  expect(await post('cardRecharge', recharge, signed)).toBe('110005');
  const money = { currency: 'USD', amount: 1_000_000n, reference: `more/${merchants}` };
  await bookDeposit(fixture.deps, { userNo: merchant.merchant.userNo, ...money });
  return recharge;
}

/** Returns the captured message with the first block of `one` and the others of `other`. */
function joined(one: Captured, other: Captured): Captured {
  const [blocks, others] = [one, other].map(({ body }) => JSON.parse(body).dataContent as string);
  const dataContent = `${blocks?.slice(0, 256)}${others?.slice(256)}`;
  return { ...one, body: JSON.stringify({ ...JSON.parse(one.body), dataContent }) };
}

describe.each([
  ['an unsigned merchant', false, 'carried out', '110009'],
  ['a merchant that signs', true, '100002', '100002'],
] as const)('messages of %s', (_, requireSignature, outcome, ended) => {
  beforeEach(async () => {
    merchants += 1;
    const opened = await openApiMerchant(fixture, String(7_000 + merchants));
    merchant = { ...opened, merchant: { ...opened.merchant, requireSignature } };
    await saveMerchant(fixture.deps.store, merchant.merchant);
    const startDate = formatDate(fixture.deps.now(), fixture.deps.utcOffset);
    cardId = await openedCard(fixture.call(merchant.merchant), { startDate });
  });

  it(`\`an inquiry that is replayed to the cancellation: ${outcome}\``, async () => {
    const inquiry = captured('cardInfo', { userReqNo: 'asked', cardId });
    expect(await post('cardInfo', inquiry)).toBe('carried out');
    expect(await post('cardClose', inquiry)).toBe(outcome);
  });

  it(`\`a third recharge made of the blocks of two: ${outcome}\``, async () => {
    const recharges = ['a', 'b'].map((request) =>
      captured('cardRecharge', { userReqNo: request.repeat(100), cardId, authLimitAmount: 20 }),
    ) as [Captured, Captured];
    for (const recharge of recharges) expect(await post('cardRecharge', recharge)).toBe('carried out');
    expect(await post('cardRecharge', joined(...recharges))).toBe(outcome);
  });

  it(`\`a request that lacked funds, replayed a day later and months later: ${ended}\``, async () => {
    const recharge = await refused();
    for (const wait of [DAY, 100 * DAY]) {
      fixture.moveClock(wait);
      expect(await post('cardRecharge', recharge)).toBe(ended);
    }
    // Its sender can still repeat it: under another number, or under the same number with a new signature.
    const again = captured('cardRecharge', RECHARGE());
    expect(await post('cardRecharge', again, true)).toBe('carried out');
  });

  it('a request replayed within its window gets its first result and changes nothing', async () => {
    const recharge = captured('cardRecharge', { userReqNo: 'once', cardId, authLimitAmount: 20 });
    for (let time = 0; time < 3; time += 1) expect(await post('cardRecharge', recharge)).toBe('carried out');
    const { orders } = await fixture.snapshot();
    const own = orders.filter(({ userNo, opType }) => userNo === merchant.merchant.userNo && opType === 16);
    expect(own).toHaveLength(1);
  });
});

describe('of a merchant that may send unsigned requests', () => {
  const open = async (changes: Partial<Merchant>) => {
    merchants += 1;
    merchant = await openApiMerchant(fixture, String(7_000 + merchants), { changes });
    const startDate = formatDate(fixture.deps.now(), fixture.deps.utcOffset);
    cardId = await openedCard(fixture.call(merchant.merchant), { startDate });
  };

  it('a refused request may be carried out within a day after its first refusal', async () => {
    await open({});
    const poor = { userReqNo: 'twice', cardId, authLimitAmount: 10_000 };
    const twice = captured('cardRecharge', poor);
    expect(await post('cardRecharge', twice)).toBe('110005');
    fixture.moveClock(DAY - 1);
    expect(await post('cardRecharge', twice)).toBe('110005');
    const recharge = await refused();
    fixture.moveClock(1);
    expect(await post('cardRecharge', twice)).toBe('110009');
    expect(await post('cardRecharge', recharge)).toBe('carried out');
    fixture.moveClock(100 * DAY);
    expect(await post('cardRecharge', recharge)).toBe('carried out');
  });

  it.each<[string, string, Partial<Merchant>, object]>([
    ['for its source address', '100003', { allowedAddresses: ['198.51.100.7'] }, {}],
    ['for its version', '100004', {}, { version: '2.0.0' }],
    ['for its number of blocks', '110001', { unsignedInOneBlock: true }, {}],
  ])(
    'a request that was refused early, %s, is not carried out a day later',
    async (_, code, changes, envelope) => {
      await open(changes);
      const content = { userReqNo: 'n'.repeat(100), cardId, authLimitAmount: 20 };
      const recharge = captured('cardRecharge', content);
      const body = JSON.stringify({ ...JSON.parse(recharge.body), ...envelope });
      expect(await post('cardRecharge', { ...recharge, body })).toBe(code);
      await keepMerchant(fixture.deps.store, {
        ...merchant.merchant,
        allowedAddresses: [],
        unsignedInOneBlock: false,
      });
      fixture.moveClock(DAY - 1);
      const other = captured('cardRecharge', { ...content, userReqNo: 'o'.repeat(100) });
      expect(await post('cardRecharge', other)).toBe('carried out');
      fixture.moveClock(1);
      expect(await post('cardRecharge', recharge)).toBe('110009');
      expect(await post('cardRecharge', captured('cardRecharge', content), true)).toBe('carried out');
    },
  );

  it('a request that failed by a fault of the platform is carried out within a day, and not later', async () => {
    await open({});
    const fault = async () => {
      throw new Error('a fault');
    };
    const failing = merchantOperation(catalogue.cardRecharge, fault, fixture.deps);
    const recharges = ['soon', 'late'].map((userReqNo) =>
      captured('cardRecharge', { userReqNo, cardId, authLimitAmount: 20 }),
    ) as [Captured, Captured];
    for (const { body } of recharges)
      expect((await invoke(failing, apiEvent(body))).body).toContain('999999');
    fixture.moveClock(DAY - 1);
    expect(await post('cardRecharge', recharges[0])).toBe('carried out');
    fixture.moveClock(1);
    expect(await post('cardRecharge', recharges[1])).toBe('110009');
    expect(await post('cardRecharge', recharges[0])).toBe('carried out');
  });

  it('a refused request whose userReqNo contains a card number is stored in no table', async () => {
    await open({});
    const number = (await fixture.deps.vault.read(cardId))?.cardNo ?? '';
    expect(number).toHaveLength(16);
    const recharge = { userReqNo: `no ${number}`, cardId, authLimitAmount: 'much' };
    expect(await post('cardRecharge', captured('cardRecharge', recharge))).toBe('110001');
    const everything = (Object.keys(tables) as TableName[]).map((table) => fixture.operator.scan(table));
    expect(JSON.stringify(await Promise.all(everything))).not.toContain(number);
  });

  it('a refused signed request is not carried out without its signature a day later', async () => {
    await open({});
    const recharge = await refused(true);
    fixture.moveClock(DAY);
    expect(await post('cardRecharge', recharge, false)).toBe('110009');
  });

  it('a change made of the blocks of several requests is refused where it must come in one block', async () => {
    await open({ unsignedInOneBlock: true });
    const recharge = (userReqNo: string) => ({ userReqNo, cardId, authLimitAmount: 20 });
    const [short, long] = ['a', 'b'.repeat(100)].map((number) => captured('cardRecharge', recharge(number)));
    if (!short || !long) throw new Error('two were captured');
    expect(await post('cardRecharge', short)).toBe('carried out');
    expect(await post('cardRecharge', long)).toBe('110001');
    expect(await post('cardRecharge', joined(long, long))).toBe('110001');
    expect(await post('cardRecharge', long, true)).toBe('carried out');
    const inquiry = captured('cardInfo', { cardId, userReqNo: 'c'.repeat(100) });
    expect(await post('cardInfo', inquiry)).toBe('carried out');
  });
});
