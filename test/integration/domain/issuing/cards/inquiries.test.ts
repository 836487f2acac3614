import { beforeAll, describe, expect, it } from 'vitest';
import { DEMO_RANGES } from '../../../../../infra/demo/seed/seed.ts';
import type { MerchantCall } from '../../../../../shared/domain/dependencies.ts';
import { inquireBinRanges } from '../../../../../shared/domain/issuing/cards/bin-range-inquiry.ts';
import { inquireCard } from '../../../../../shared/domain/issuing/cards/card-inquiry.ts';
import { pageCards } from '../../../../../shared/domain/issuing/cards/card-pages.ts';
import {
  type BinRange,
  type CurrencyRule,
  saveBinRange,
} from '../../../../../shared/domain/issuing/model/bin-range.ts';
import { cancelCard } from '../../../../../shared/domain/issuing/orders/card-cancellation.ts';
import { openCard } from '../../../../../shared/domain/issuing/orders/card-opening.ts';
import { fulfilOrder } from '../../../../../shared/domain/issuing/orders/fulfil-order.ts';
import { inquireBalances } from '../../../../../shared/domain/money/accounts/balance-inquiry.ts';
import { bookDeposit } from '../../../../../shared/domain/money/accounts/deposit.ts';
import { formatDateTime } from '../../../../../shared/wire/contract/time.ts';
import { NothingFound } from '../../../../../shared/wire/errors.ts';
import { newRequestNo, openedCard, opening } from '../../../../support/fixtures/card-steps.ts';
import {
  fulfilledLater,
  openTestPlatform,
  START,
  type TestPlatform,
} from '../../../../support/fixtures/test-platform.ts';

let fixture: TestPlatform;
let call: MerchantCall;
let otherCall: MerchantCall;
let cards: { closed: string; closing: string; active: string };

const at = (minutes: number) => formatDateTime(START + minutes * 60_000, '+08:00');
const page = { currentPage: 1, pageSize: 10 };
const idsOf = async (criteria: object, by = call) =>
  (await pageCards({ ...page, ...criteria }, by)).list.map(({ cardId }) => cardId);

beforeAll(async () => {
  fixture = await openTestPlatform(fulfilledLater);
  call = fixture.call(await fixture.merchant('1', 1_000_000n));
  otherCall = fixture.call(await fixture.merchant('2', 1_000_000n));
  cards = { closed: '', closing: '', active: '' };
  for (const name of ['closed', 'closing', 'active'] as const) {
    cards[name] = await openedCard(call, { cardAlias: name });
    fixture.moveClock(60_000);
  }
  const close = (cardId: string) => cancelCard({ userReqNo: newRequestNo('close'), cardId }, call);
  await fulfilOrder(fixture.deps, (await close(cards.closed)).orderId);
  await close(cards.closing);
  await openCard(opening(), call);
});

describe('a page of cards', () => {
  it('lists cards newest first, masked, with balances', async () => {
    const { list, ...counts } = await pageCards(page, call);
    expect(counts).toEqual({ totalCount: 3, currentPage: 1, pageSize: 10, totalPages: 1 });
    expect(list).toMatchObject([
      { cardId: cards.active, cardStatus: '1', cardStatusDesc: 'in use', balanceAmt: 100, createTime: at(2) },
      {
        cardId: cards.closing,
        cardStatus: '2',
        cardStatusDesc: 'frozen, cancellation in process',
        balanceAmt: 0,
        createTime: at(1),
      },
      {
        cardId: cards.closed,
        cardStatus: '0',
        cardStatusDesc: 'closed',
        balanceAmt: 0,
        cardClosedAmt: 100,
        createTime: at(0),
      },
    ]);
    for (const card of list) {
      expect(card.cardNo).toMatch(/^499900\*{6}\d{4}$/);
      expect(card).not.toHaveProperty('cardVerifyNo');
    }
  });

  it('applies every criterion', async () => {
    expect(await idsOf({ status: '1' })).toEqual([cards.active]);
    expect(await idsOf({ status: '2' })).toEqual([cards.closing]);
    expect(await idsOf({ status: '3' })).toEqual([]);
    expect(await idsOf({ cardType: 1, status: '0' })).toEqual([cards.closed]);
    expect(await idsOf({ cardType: 2 })).toEqual([]);
    expect(await idsOf({ groupId: '1' })).toEqual([]);
    expect(await idsOf({ cardUserId: '1' })).toEqual([]);
    expect(await idsOf({ beginTime: at(1) })).toEqual([cards.active, cards.closing]);
    expect(await idsOf({ beginTime: at(0), endTime: at(1) })).toEqual([cards.closing, cards.closed]);
    expect(await idsOf({ pageSize: 2, currentPage: 2 })).toEqual([cards.closed]);
  });

  it('accepts any period except one that ends before it begins', async () => {
    expect(await idsOf({ beginTime: at(2), endTime: '9999-12-31 23:59:59' })).toEqual([cards.active]);
    await expect(idsOf({ beginTime: at(2), endTime: at(1) })).rejects.toThrow(/^endTime: must not be before/);
    await expect(idsOf({ beginTime: at(2), endTime: at(1), status: '1' })).rejects.toThrow(/^endTime: /);
  });

  it('is empty for another merchant', async () => expect(await idsOf({}, otherCall)).toEqual([]));
});

describe('a card inquiry', () => {
  it('returns the card with its number', async () => {
    const card = await inquireCard({ cardId: cards.active }, call);
    expect(card).toEqual({
      cardId: cards.active,
      userNo: '1',
      cardNo: expect.stringMatching(/^49990010\d{8}$/),
      cardVerifyNo: expect.stringMatching(/^\d{3}$/),
      cardAlias: 'active',
      cardLabel: '',
      cardExpiryDate: '2029-03',
      localCurrency: 'USD',
      startActiveDate: '2026-03-01',
      endCloseDate: '2027-03-01',
      cardType: 1,
      cardForm: 1,
      minAuthAmt: 10,
      maxAuthAmt: 10_000,
      balanceAmt: 100,
      usedAuthAmt: 0,
      enableMultiUse: 1,
      enableCurrencyCheck: 0,
      cardStatus: '1',
      cardStatusDesc: 'in use',
      createTime: at(2),
    });
    expect(await inquireCard({ cardId: cards.active }, call)).toEqual(card);
  });

  it('finds neither another merchant’s card, an unknown one, one that is not open yet, nor another kind of id', async () => {
    const { orderId } = await openCard(opening(), call);
    for (const [cardId, by] of [
      [cards.active, otherCall],
      ['1150000000000000', call],
      [orderId, call],
      ['V1', call],
    ] as const) {
      await expect(inquireCard({ cardId }, by)).rejects.toThrow(NothingFound);
    }
  });
});

describe('the BIN ranges', () => {
  it('are those of the merchant, a row for each currency', async () => {
    const { list } = await inquireBinRanges({}, call);
    expect(list.map(({ binRangeId, currency }) => `${binRangeId} ${currency}`)).toEqual([
      'V1 USD',
      'V1 EUR',
      'V1 JPY',
      'M1 USD',
      'S1 USD',
      'S1 EUR',
      'H1 USD',
      'P1 USD',
      'P1 EUR',
    ]);
    expect(list[2]).toEqual({
      binRangeId: 'V1',
      cardBin: '49990010',
      cardBrand: 'VISA',
      cardType: 1,
      cardForm: 1,
      needCardholder: 0,
      requiredFields: [],
      currency: 'JPY',
      openFee: 150,
      rechargeFeeRate: 0.01,
      minAmount: 1_000,
      maxAmount: 1_500_000,
      status: 1,
    });
    const { list: shared } = await inquireBinRanges({ cardType: 2 }, call);
    expect(shared).toMatchObject([
      { binRangeId: 'S1', cardType: 2 },
      { binRangeId: 'S1', cardType: 2 },
    ]);
    expect(list.find(({ binRangeId }) => binRangeId === 'P1')).toMatchObject({
      cardForm: 2,
      needCardholder: 1,
    });
  });

  it('include the minimum recharge fee where there is one', async () => {
    const [range] = DEMO_RANGES as [BinRange];
    const [rule] = range.rules as [CurrencyRule];
    const { store } = fixture.deps;
    const least = { ...range, binRangeId: 'LEAST', rules: [{ ...rule, minRechargeFee: 30n }] };
    await saveBinRange(store, least);
    const merchant = { ...call.merchant, binRangeIds: ['LEAST', 'V1'] };
    const { list } = await inquireBinRanges({}, { ...call, merchant });
    expect(list[0]).toMatchObject({ binRangeId: 'LEAST', minRechargeFee: 0.3 });
    expect(list[1]).not.toHaveProperty('minRechargeFee');
  });

  it('are reported as disabled when they are, and once when they are named twice', async () => {
    const [range] = DEMO_RANGES;
    if (!range) throw new Error('no demo range');
    await saveBinRange(fixture.deps.store, {
      ...range,
      binRangeId: 'SHUT',
      enabled: false,
      rules: range.rules.slice(0, 1),
    });
    const binRangeIds = ['SHUT', 'NONE', 'SHUT'];
    const { list } = await inquireBinRanges({}, { ...call, merchant: { ...call.merchant, binRangeIds } });
    expect(list).toMatchObject([{ binRangeId: 'SHUT', status: 0 }]);
  });
});

describe('the balances', () => {
  it('are one for each account, by type and currency', async () => {
    const rich = fixture.call(await fixture.merchant('4', 999_999_999_999_999n));
    await bookDeposit(fixture.deps, { userNo: '4', currency: 'JPY', amount: 5n, reference: 'jpy/4' });
    await openCard(opening(), rich);
    const [jpy, usd] = [
      { accountType: 1, currency: 'JPY', currentBalance: 5, availableBalance: 5, frozenBalance: 0 },
      {
        accountType: 1,
        currency: 'USD',
        currentBalance: 9_999_999_999_999.99,
        availableBalance: 9_999_999_999_898.99,
        frozenBalance: 101,
      },
    ];
    expect(await inquireBalances({}, rich)).toEqual({ list: [jpy, usd] });
    expect(await inquireBalances({ currency: 'JPY', accountType: 1 }, rich)).toEqual({ list: [jpy] });
    expect(await inquireBalances({ accountType: 2 }, rich)).toEqual({ list: [] });
    expect(await inquireBalances({ currency: 'EUR' }, rich)).toEqual({ list: [] });
  });
});
