import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { MerchantCall } from '../../../../../shared/domain/dependencies.ts';
import { handleCardTransaction } from '../../../../../shared/domain/issuing/transactions/card-transaction-webhook.ts';
import { inquireTransactions } from '../../../../../shared/domain/issuing/transactions/transaction-inquiry.ts';
import type { InboundContent } from '../../../../../shared/wire/contract/notifications.ts';
import { formatDateTime } from '../../../../../shared/wire/contract/time.ts';
import { ParameterInvalid } from '../../../../../shared/wire/errors.ts';
import { openedCard, openedGroup, supplementary } from '../../../../support/fixtures/card-steps.ts';
import { openTestPlatform, START, type TestPlatform } from '../../../../support/fixtures/test-platform.ts';
import { type CardNetwork, openCardNetwork } from './authorize/network-fixture.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let fixture: TestPlatform;
let call: MerchantCall;
let otherCall: MerchantCall;
let network: CardNetwork;
let cardId: string;
let groupId: string;
let member: string;
/** The transactions by their role, each reported one minute after the one before it. */
let nos: Record<'coffee' | 'declined' | 'yesterday' | 'shared' | 'refund', string>;

const at = (minutes: number) => formatDateTime(START + minutes * MINUTE, '+08:00');
const query = (criteria: object, by = call) =>
  inquireTransactions({ currentPage: 1, pageSize: 10, timeType: 0, ...criteria }, by);
const numbersOf = async (criteria: object, by = call) =>
  (await query(criteria, by)).list.map(({ recordNo }) => recordNo);

/** Returns a network message about the card with the given changes. */
const report = (changes: Partial<InboundContent<'card_transaction'>>) =>
  handleCardTransaction(
    {
      recordNo: '700001',
      cardId,
      transactionTime: at(0),
      transCurrencyAmt: '20',
      localCurrency: 'USD',
      localCurrencyAmt: '20',
      merchantName: 'Coffee House',
      transType: '1',
      transStatus: '1',
      transCategory: 2,
      respCode: '000000',
      respCodeDesc: 'success',
      ...changes,
    },
    network.call,
  );

beforeAll(async () => {
  fixture = await openTestPlatform();
  call = fixture.call(await fixture.merchant('1', 1_000_000n));
  otherCall = fixture.call(await fixture.merchant('2', 1_000_000n));
  network = openCardNetwork(fixture);
  cardId = await openedCard(call);
  groupId = await openedGroup(call);
  member = await openedCard(call, supplementary(groupId));
  const minuteLater = () => fixture.moveClock(MINUTE);
  const coffee = await network.authorize(cardId);
  minuteLater();
  const declined = await network.authorize(cardId, { transCurrencyAmt: '1000' });
  minuteLater();
  const yesterday = await network.authorize(cardId, { transactionTime: at(-24 * 60) });
  minuteLater();
  const shared = await network.authorize(member, { transCurrencyAmt: '30' });
  minuteLater();
  await report({ transType: '3', transactionTime: at(4), originRecordNo: coffee.recordNo });
  await report({ recordNo: coffee.recordNo, settleAmount: '19.5', settleTime: at(4) });
  nos = {
    coffee: coffee.recordNo,
    declined: declined.recordNo,
    yesterday: yesterday.recordNo,
    shared: shared.recordNo,
    refund: '700001',
  };
});

describe('transactions are found', () => {
  it('for a merchant, newest first, by transaction time or by receipt time', async () => {
    const { refund, shared, declined, coffee, yesterday } = nos;
    expect(await numbersOf({})).toEqual([refund, shared, declined, coffee, yesterday]);
    expect(await numbersOf({ timeType: 1 })).toEqual([refund, shared, yesterday, declined, coffee]);
  });

  it('with their present state', async () => {
    const [row] = (await query({ recordNo: nos.coffee })).list;
    expect(row).toMatchObject({
      recordNo: nos.coffee,
      cardId,
      transactionTime: at(0),
      transCurrency: 'USD',
      transCurrencyAmt: 20,
      approvalCode: expect.any(String),
      transType: '1',
      transStatus: '1',
      transCategory: 2,
      settleAmount: 19.5,
      settleTime: at(4),
      respCode: '000000',
    });
  });

  it.each<[string, () => object, () => string[]]>([
    ['card', () => ({ cardId: member }), () => [nos.shared]],
    ['group', () => ({ groupId }), () => [nos.shared]],
    ['card type', () => ({ cardType: 2 }), () => [nos.shared]],
    ['number', () => ({ recordNo: nos.declined }), () => [nos.declined]],
    ['type', () => ({ transType: '3' }), () => [nos.refund]],
    ['status', () => ({ transStatus: '2' }), () => [nos.declined]],
    ['category', () => ({ transCategory: 2 }), () => [nos.refund, nos.coffee]],
    ['card and group', () => ({ cardId, groupId }), () => []],
    ['number and card', () => ({ recordNo: nos.declined, cardId }), () => [nos.declined]],
    ['number and another card', () => ({ recordNo: nos.declined, cardId: member }), () => []],
    ['card and status', () => ({ cardId, transStatus: '1', transCategory: 1 }), () => [nos.yesterday]],
    ['an unknown number', () => ({ recordNo: '1' }), () => []],
    ['an unknown card', () => ({ cardId: '1150000000000000' }), () => []],
  ])('by %s', async (_, criteria, expected) => {
    expect(await numbersOf(criteria())).toEqual(expected());
  });

  it('by a period, both ends included, of either time', async () => {
    const { refund, shared, declined, coffee, yesterday } = nos;
    expect(await numbersOf({ beginTime: at(0), endTime: at(1) })).toEqual([declined, coffee]);
    expect(await numbersOf({ beginTime: at(-1440), endTime: at(-1440) })).toEqual([yesterday]);
    expect(await numbersOf({ beginTime: at(2), endTime: at(3), timeType: 1 })).toEqual([shared, yesterday]);
    expect(await numbersOf({ beginTime: at(1), endTime: at(4), cardId })).toEqual([refund, declined]);
    expect(await numbersOf({ beginTime: at(1), endTime: at(4), groupId })).toEqual([shared]);
    expect(await numbersOf({ beginTime: at(0), endTime: at(0), recordNo: coffee })).toEqual([coffee]);
    expect(await numbersOf({ beginTime: at(1), endTime: at(4), recordNo: coffee })).toEqual([]);
    expect(await numbersOf({ beginTime: at(-4), endTime: at(-1), recordNo: coffee })).toEqual([]);
    await expect(query({ beginTime: at(4), endTime: at(1) })).rejects.toThrow(/^endTime: must not be before/);
  });

  it.each<[string, () => object, () => [string, string][]]>([
    ['by number alone without a query', () => ({ recordNo: nos.coffee, cardId }), () => []],
    ['of a card', () => ({ cardId, groupId }), () => [['byCardTransacted', cardId]]],
    ['of a group', () => ({ groupId }), () => [['byGroupTransacted', groupId]]],
    ['of the merchant', () => ({ timeType: 1 }), () => [['byMerchantCreated', '1']]],
  ])('%s, with reads in that partition alone', async (_, criteria, expected) => {
    const counts = vi.spyOn(fixture.deps.store, 'count');
    const queries = vi.spyOn(fixture.deps.store, 'query');
    await query(criteria());
    const [counted, queried] = [counts, queries].map(({ mock }) =>
      mock.calls.map(([{ index, partition }]) => [index, partition]),
    );
    vi.restoreAllMocks();
    expect(counted).toEqual(expected());
    expect(counted).toEqual(expect.arrayContaining(queried ?? []));
  });

  it('by their own merchant alone', async () => {
    const nothing = { totalCount: 0, currentPage: 1, pageSize: 10, totalPages: 0, list: [] };
    for (const criteria of [{}, { cardId }, { groupId }, { recordNo: nos.coffee }])
      expect(await query(criteria, otherCall)).toEqual(nothing);
  });
});

describe('a period', () => {
  it('needs two ends', async () => {
    await expect(query({ beginTime: at(0) })).rejects.toThrow(/^endTime: is required/);
    await expect(query({ endTime: at(0) })).rejects.toThrow(/^beginTime: is required/);
  });

  it('is at most 45 days', async () => {
    const endTime = (seconds: number) => formatDateTime(START + 45 * DAY + seconds * 1_000, '+08:00');
    expect(await numbersOf({ beginTime: at(0), endTime: endTime(0) })).toHaveLength(4);
    await expect(query({ beginTime: at(0), endTime: endTime(1) })).rejects.toThrow(ParameterInvalid);
    await expect(query({ beginTime: at(0), endTime: endTime(1) })).rejects.toThrow(/^endTime: .* 45 days/);
    // From date to date, including the whole last day.
    const days = (first: string, last: string) =>
      query({ beginTime: `${first} 00:00:00`, endTime: `${last} 23:59:59` });
    await expect(days('2026-03-01', '2026-04-15')).resolves.toBeDefined();
    await expect(days('2026-03-01', '2026-04-16')).rejects.toThrow(/^endTime: .* 45 days/);
  });
});

it('pages contain every transaction once', async () => {
  const many = fixture.call(await fixture.merchant('3', 1_000_000n));
  const own = await openedCard(many);
  const made: string[] = [];
  for (let count = 0; count < 12; count += 1) {
    made.unshift((await network.authorize(own, { transCurrencyAmt: '1' })).recordNo);
    fixture.moveClock(1_000);
  }
  const pages = await Promise.all(
    [1, 2, 3, 4].map((currentPage) => numbersOf({ currentPage, pageSize: 5, cardId: own }, many)),
  );
  expect(pages.map((list) => list.length)).toEqual([5, 5, 2, 0]);
  expect(pages.flat()).toEqual(made);
  expect(await query({ pageSize: 5 }, many)).toMatchObject({ totalCount: 12, totalPages: 3 });
});

it('transactions older than the maximum period are found by their number or with a period', async () => {
  fixture.moveClock(45 * DAY);
  const { refund } = nos;
  expect(await numbersOf({})).toEqual([]);
  expect(await numbersOf({ cardId })).toEqual([]);
  expect(await numbersOf({ recordNo: refund })).toEqual([refund]);
  expect(await numbersOf({ beginTime: at(4), endTime: at(4) })).toEqual([refund]);
});
