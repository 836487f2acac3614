import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MerchantCall } from '../../../../../../shared/domain/dependencies.ts';
import { cardKey } from '../../../../../../shared/domain/issuing/model/card.ts';
import { groupKey } from '../../../../../../shared/domain/issuing/model/group.ts';
import type { AuthorizeRequest } from '../../../../../../shared/domain/issuing/transactions/authorize/request.ts';
import { cardAccount, groupAccount } from '../../../../../../shared/domain/money/ledger/account.ts';
import { readBalance } from '../../../../../../shared/domain/money/ledger/balance.ts';
import type { Item } from '../../../../../../shared/runtime/store/item.ts';
import { ParameterInvalid } from '../../../../../../shared/wire/errors.ts';
import { openedCard, openedGroup, supplementary } from '../../../../../support/fixtures/card-steps.ts';
import { saveMerchant } from '../../../../../support/fixtures/save-parties.ts';
import { openTestPlatform, type TestPlatform } from '../../../../../support/fixtures/test-platform.ts';
import { type CardNetwork, openCardNetwork, transactionNotifications } from './network-fixture.ts';

let fixture: TestPlatform;
let call: MerchantCall;
let network: CardNetwork;

beforeAll(async () => {
  fixture = await openTestPlatform();
  call = fixture.call(await fixture.merchant('1', 10_000_000n));
  network = openCardNetwork(fixture);
});

afterAll(async () => {
  expect((await fixture.audit()).flatMap(({ differences }) => [...differences])).toEqual([]);
});

const on = async (cardId: string) => {
  const { available, frozen } = await readBalance(fixture.deps.store, cardAccount(cardId, 'USD'));
  return { available, frozen };
};

const notifications = (cardId: string) => transactionNotifications(fixture, cardId);
const mark = (cardId: string, set: Item) =>
  fixture.deps.store.write([{ kind: 'update', table: 'cards', key: cardKey(cardId), set }]);

describe('an approved purchase', () => {
  it('holds its amount, has an approval code and is notified', async () => {
    const cardId = await openedCard(call);
    const answer = await network.authorize(cardId, {
      merchantCategoryCode: '5814',
      merchantCountry: 'DEU',
      transactionTime: '2026-03-01 09:59:30',
    });
    expect(answer).toEqual({
      approved: 1,
      respCode: '000000',
      respCodeDesc: 'success',
      approvalCode: expect.stringMatching(/^[0-9A-Z]{6}$/),
      recordNo: expect.stringMatching(/^\d{16}$/),
      localCurrency: 'USD',
      localCurrencyAmt: 20,
    });
    expect(await on(cardId)).toEqual({ available: 8_000n, frozen: 2_000n });
    expect(await notifications(cardId)).toEqual([
      expect.objectContaining({
        recordNo: answer.recordNo,
        cardId,
        transactionTime: '2026-03-01 09:59:30',
        transCurrency: 'USD',
        transCurrencyAmt: 20,
        localCurrency: 'USD',
        localCurrencyAmt: 20,
        approvalCode: answer.approvalCode,
        merchantName: 'Coffee House',
        merchantCategoryCode: '5814',
        crossBoardType: '1',
        transType: '1',
        transStatus: '1',
        transCategory: 1,
        respCode: '000000',
        respCodeDesc: 'success',
      }),
    ]);
  });

  it('in another currency holds what the network converted it to', async () => {
    const cardId = await openedCard(call);
    const yen = { transCurrency: 'JPY', transCurrencyAmt: '3000', localCurrencyAmt: '19.87' };
    expect(await network.authorize(cardId, yen)).toMatchObject({ approved: 1, localCurrencyAmt: 19.87 });
    expect(await on(cardId)).toEqual({ available: 8_013n, frozen: 1_987n });
    // The network did not send a location.
    expect((await notifications(cardId))[0]).not.toHaveProperty('crossBoardType');
  });

  it('in another currency is refused without a converted amount', async () => {
    const cardId = await openedCard(call);
    const yen = network.authorize(cardId, { transCurrency: 'JPY', transCurrencyAmt: '3000' });
    await expect(yen).rejects.toThrow(ParameterInvalid);
    expect(await notifications(cardId)).toEqual([]);
  });

  it('with a supplementary card holds from its group’s pool', async () => {
    const groupId = await openedGroup(call);
    const cardId = await openedSupplementary(groupId);
    expect(await network.authorize(cardId)).toMatchObject({ approved: 1 });
    expect(await readBalance(fixture.deps.store, groupAccount(groupId, 'USD'))).toMatchObject({
      available: 48_000n,
      frozen: 2_000n,
    });
  });

  it('of zero verifies the card and holds nothing', async () => {
    const cardId = await openedCard(call, { enableMultiUse: 0 });
    expect(await network.authorize(cardId, { transCurrencyAmt: '0' })).toMatchObject({
      approved: 1,
      approvalCode: expect.any(String),
      localCurrencyAmt: 0,
    });
    expect(await on(cardId)).toEqual({ available: 10_000n, frozen: 0n });
    expect(await notifications(cardId)).toHaveLength(1);
    expect(await network.authorize(cardId)).toMatchObject({ approved: 1 });
  });
});

const openedSupplementary = (groupId: string, changes: object = {}) =>
  openedCard(call, supplementary(groupId, changes));

describe('a declined purchase', () => {
  interface Case {
    readonly code: string;
    readonly card?: object;
    readonly before?: (cardId: string) => Promise<unknown>;
    readonly purchase?: Partial<AuthorizeRequest>;
  }
  const cases: Case[] = [
    { code: '200004', purchase: { expiry: '2031-01' } },
    { code: '200008', before: (cardId) => mark(cardId, { status: 'frozen' }) },
    { code: '200008', card: { startDate: '2026-03-02' } },
    { code: '200006', card: { enableMultiUse: 0 }, before: (cardId) => network.authorize(cardId) },
    {
      code: '200005',
      card: { enableCurrencyCheck: 1 },
      purchase: { transCurrency: 'EUR', localCurrencyAmt: '21.50' },
    },
    { code: '200009', purchase: { transCurrencyAmt: '10000.01' } },
    { code: '200002', purchase: { transCurrencyAmt: '100.01' } },
  ];

  it.each(cases)('$code moves nothing and is notified', async ({ code, card, before, purchase }) => {
    const cardId = await openedCard(call, card);
    await before?.(cardId);
    const balance = await on(cardId);
    const answer = await network.authorize(cardId, purchase);
    expect(answer).toMatchObject({ approved: 0, respCode: code, respCodeDesc: expect.any(String) });
    expect(answer).not.toHaveProperty('approvalCode');
    expect(await on(cardId)).toEqual(balance);
    const received = (await notifications(cardId)).find(({ recordNo }) => recordNo === answer.recordNo);
    expect(received).toMatchObject({ transStatus: '2', transType: '1', transCategory: 1, respCode: code });
    expect(received).not.toHaveProperty('approvalCode');
  });

  it('200003, for a wrong CVV2', async () => {
    const cardId = await openedCard(call);
    const { cvv2 } = await network.purchase(cardId);
    const wrong = { cvv2: cvv2 === '000' ? '001' : '000' };
    expect(await network.authorize(cardId, wrong)).toMatchObject({ approved: 0, respCode: '200003' });
    expect(await notifications(cardId)).toMatchObject([{ respCode: '200003' }]);
  });

  it('100001, when the merchant is disabled', async () => {
    const other = fixture.call(await fixture.merchant('997', 100_000n));
    const cardId = await openedCard(other);
    await saveMerchant(fixture.deps.store, { ...other.merchant, enabled: false });
    expect(await network.authorize(cardId)).toMatchObject({ approved: 0, respCode: '100001' });
    expect(await notifications(cardId)).toMatchObject([{ respCode: '100001' }]);
  });

  it('200007, over the card’s own limit', async () => {
    const cardId = await openedSupplementary(await openedGroup(call), { authLimitAmount: '30' });
    expect(await network.authorize(cardId)).toMatchObject({ approved: 1 });
    expect(await network.authorize(cardId)).toMatchObject({ approved: 0, respCode: '200007' });
    expect(await network.authorize(cardId, { transCurrencyAmt: '10' })).toMatchObject({ approved: 1 });
  });

  it('200008, while the group is frozen', async () => {
    const groupId = await openedGroup(call);
    const cardId = await openedSupplementary(groupId);
    const key = groupKey(groupId);
    const set = (status: string) =>
      fixture.deps.store.write([{ kind: 'update', table: 'cards', key, set: { status } }]);
    await set('frozen');
    expect(await network.authorize(cardId)).toMatchObject({ approved: 0, respCode: '200008' });
    await set('enabled');
    expect(await network.authorize(cardId)).toMatchObject({ approved: 1 });
  });
});
