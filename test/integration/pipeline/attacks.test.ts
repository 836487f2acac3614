import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { catalogue } from '../../../shared/contract/catalogue.ts';
import { formatDate } from '../../../shared/contract/time.ts';
import { logger } from '../../../shared/lambda/logger.ts';
import { bookDeposit } from '../../../shared/ledger/deposit.ts';
import { saveMerchant } from '../../../shared/merchants/merchant.ts';
import { signRequest } from '../../../shared/signatures/request.ts';
import { openedCard } from '../../support/card-steps.ts';
import { openTestPlatform, type TestPlatform } from '../../support/test-platform.ts';
import { type ApiMerchant, apiEvent, handlersOf, invoke, openApiMerchant } from './api.ts';

// What can be done with captured requests and no key: all of it where the envelope stands alone, nothing where it is signed.

type Name = 'cardInfo' | 'cardClose' | 'cardRecharge';

interface Captured {
  readonly body: string;
  readonly headers: Record<string, string>;
}

const DAY = 86_400_000;
let world: TestPlatform;
let merchant: ApiMerchant;
let merchants = 0;
let cardId: string;

beforeAll(async () => {
  logger.setLogLevel('SILENT');
  world = await openTestPlatform();
});

/** What the merchant sends, as somebody sees it who can read and not change it. */
function captured(name: Name, content: object): Captured {
  const body = merchant.envelope(content);
  const { path } = catalogue[name];
  const moment = { now: world.platform.now(), nonce: '0123456789abcdef' };
  return { body, headers: { ...signRequest({ method: 'POST', path, body }, merchant.signer, moment) } };
}

/** Posts it to the operation: the code that it is refused with, or `carried out`. */
async function post(name: Name, { body, headers }: Captured): Promise<string> {
  const { path } = catalogue[name];
  const sent = merchant.merchant.requireSignature ? { path, headers } : { path };
  const { success, errorCode } = JSON.parse(
    (await invoke(handlersOf(world.platform)[name], apiEvent(body, sent))).body,
  );
  return success ? 'carried out' : errorCode;
}

/** The captured message with the first block of this one and the others of that one. */
function joined(one: Captured, other: Captured): Captured {
  const [blocks, others] = [one, other].map(({ body }) => JSON.parse(body).dataContent as string);
  const dataContent = `${blocks?.slice(0, 256)}${others?.slice(256)}`;
  return { ...one, body: JSON.stringify({ ...JSON.parse(one.body), dataContent }) };
}

describe.each([
  ['an unsigned merchant', false, 'carried out'],
  ['a merchant that signs', true, '100002'],
] as const)('of %s', (_, requireSignature, outcome) => {
  beforeEach(async () => {
    merchants += 1;
    const opened = await openApiMerchant(world, String(7_000 + merchants));
    merchant = { ...opened, merchant: { ...opened.merchant, requireSignature } };
    await saveMerchant(world.platform.store, merchant.merchant);
    const startDate = formatDate(world.platform.now(), world.platform.utcOffset);
    cardId = await openedCard(world.call(merchant.merchant), { startDate });
  });

  it(`an inquiry that is posted to the cancellation: ${outcome}`, async () => {
    const inquiry = captured('cardInfo', { userReqNo: 'asked', cardId });
    expect(await post('cardInfo', inquiry)).toBe('carried out');
    expect(await post('cardClose', inquiry)).toBe(outcome);
  });

  it(`a third recharge of the blocks of two: ${outcome}`, async () => {
    const recharges = ['a', 'b'].map((letter) =>
      captured('cardRecharge', { userReqNo: letter.repeat(100), cardId, authLimitAmount: 20 }),
    ) as [Captured, Captured];
    for (const recharge of recharges) expect(await post('cardRecharge', recharge)).toBe('carried out');
    expect(await post('cardRecharge', joined(...recharges))).toBe(outcome);
  });

  it(`what was refused for lack of funds, months later: ${outcome}`, async () => {
    const recharge = captured('cardRecharge', { userReqNo: 'late', cardId, authLimitAmount: 9_999 });
    expect(await post('cardRecharge', recharge)).toBe('110005');
    const money = { currency: 'USD', amount: 1_000_000n, reference: `more/${merchants}` };
    await bookDeposit(world.platform, { userNo: merchant.merchant.userNo, ...money });
    world.moveClock(100 * DAY);
    expect(await post('cardRecharge', recharge)).toBe(outcome);
  });

  it('what is repeated within its window is answered again, and changes nothing', async () => {
    const recharge = captured('cardRecharge', { userReqNo: 'once', cardId, authLimitAmount: 20 });
    for (let time = 0; time < 3; time += 1) expect(await post('cardRecharge', recharge)).toBe('carried out');
    const { orders } = await world.books();
    const own = orders.filter(({ userNo, opType }) => userNo === merchant.merchant.userNo && opType === 16);
    expect(own).toHaveLength(1);
  });
});
