import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { InexactNumber } from '../../../shared/codec/json.ts';
import { catalogue, type OperationName } from '../../../shared/contract/catalogue.ts';

/** What each kind of field must not be. */
const WRONG: Readonly<Record<string, readonly unknown[]>> = {
  text128: ['', 'x'.repeat(129), 12, true, [], {}],
  text64: ['x'.repeat(65), 12, false],
  text8: ['', 'x'.repeat(9), 12],
  text2: ['', 'C', 'CAX', 12],
  currency: ['', 'usd', 'USDX', 840, {}],
  date: ['', '2026-02-30', '2026-3-1', 20260301, 'tomorrow'],
  time: ['', '2026-02-30 00:00:00', '2026-03-01', '2026-03-01T00:00:00', 1767225600],
  id: ['', 'abc', 0, -1, '-1', 1.5, '9007199254740992', 1e308, [1]],
  amount: [0, -1, '-1', 'ten', '', 1e308, '1e5', 0.1 + 0.2, new InexactNumber(), '1234567890123456', {}],
  amountOrZero: [-0.01, '-1', 'ten', '', 1e308, new InexactNumber(), '0.1234567890123456', []],
  flag: [2, -1, '2', '', 'yes', true, 0.5],
  oneOrTwo: [0, 3, '3', '', 'card', true, 1e308],
  cardStatus: ['4', 4, -1, '', 'active', true],
  orderStatus: [3, -1, '3', '', 'success'],
  scene: ['', 1000, 1005, '1005', -1, 1e308, 'travel'],
  opType: [14, 17, 0, '17', '', -15, 1e308],
  page: [0, -1, '0', 1.5, 1_000_001, 1e308, 'first'],
  pageSize: [0, 51, '51', -1, 1.5, 'all'],
};

const page = { currentPage: 'page', pageSize: 'pageSize' };
const period = { beginTime: 'time', endTime: 'time' };
const cardOrGroup = { channelType: 'oneOrTwo', cardId: 'id', groupId: 'id' };

interface Expected {
  /** A request with every mandatory field and nothing else. */
  readonly least: object;
  /** Every field with its kind. */
  readonly fields: Readonly<Record<string, string>>;
}

const CARD = '1150000000000000';

const OPERATIONS: Record<OperationName, Expected> = {
  accountBalance: { least: {}, fields: { accountType: 'oneOrTwo', currency: 'currency' } },
  scene: { least: {}, fields: {} },
  cardBin: { least: {}, fields: { cardType: 'oneOrTwo' } },
  cardApply: {
    least: { userReqNo: 'A1', localCurrency: 'USD', startDate: '2026-03-01', endDate: '2027-03-01' },
    fields: {
      userReqNo: 'text128',
      localCurrency: 'currency',
      startDate: 'date',
      endDate: 'date',
      channelType: 'oneOrTwo',
      authLimitAmount: 'amountOrZero',
      enableMultiUse: 'flag',
      enableCurrencyCheck: 'flag',
      cardAlias: 'text64',
      CardAlias: 'text64',
      binRangeId: 'text8',
      groupId: 'id',
      cardUserId: 'id',
      sceneCode: 'scene',
      airLineCode: 'text2',
    },
  },
  cardClose: { least: { userReqNo: 'C1', cardId: CARD }, fields: { userReqNo: 'text128', cardId: 'id' } },
  cardRecharge: {
    least: { userReqNo: 'R1', authLimitAmount: 1 },
    fields: { userReqNo: 'text128', ...cardOrGroup, authLimitAmount: 'amount' },
  },
  cardModify: {
    least: { userReqNo: 'A1', cardId: CARD },
    fields: {
      userReqNo: 'text128',
      cardId: 'id',
      cardAlias: 'text64',
      cardLabel: 'text64',
      status: 'zeroOrOne',
      authLimitAmount: 'amountOrZero',
    },
  },
  cardInfo: { least: { cardId: CARD }, fields: { cardId: 'id' } },
  cardRefund: {
    least: { userReqNo: 'R1', refundAmount: 1 },
    fields: { userReqNo: 'text128', ...cardOrGroup, refundAmount: 'amount' },
  },
  cardOperateQuery: {
    least: {},
    fields: {
      userReqNo: 'text128',
      orderId: 'id',
      cardId: 'id',
      groupId: 'id',
      opType: 'opType',
      status: 'orderStatus',
      ...period,
      ...page,
    },
  },
  cardPage: {
    least: {},
    fields: {
      cardType: 'oneOrTwo',
      groupId: 'id',
      status: 'cardStatus',
      cardUserId: 'id',
      ...period,
      ...page,
    },
  },
};

describe.each(Object.entries(OPERATIONS))('%s', (name, { least, fields }) => {
  const schema: z.ZodMiniType = catalogue[name as OperationName].request;
  const refusedFields = (request: object) => {
    const parsed = z.safeParse(schema, request);
    return parsed.success ? 'nothing' : parsed.error.issues.map(({ path }) => path.join('.'));
  };

  it('has the fields of this table', () => {
    expect(Object.keys(catalogue[name as OperationName].request.def.shape).sort()).toEqual(
      Object.keys(fields).sort(),
    );
  });

  it('takes its mandatory fields alone, and ignores unknown ones', () => {
    const parsed = z.parse(schema, { ...least, unknown: { deep: [null] }, toString: 'own' });
    expect(parsed).toEqual(z.parse(schema, least));
    expect(parsed).not.toHaveProperty('unknown');
  });

  const mandatory = Object.keys(least);
  it.each(mandatory)('requires %s', (field) => {
    expect(refusedFields({ ...least, [field]: undefined })).toEqual([field]);
  });

  const wrong = Object.entries(fields).flatMap(([field, kind]) =>
    (WRONG[kind] ?? []).map((value) => [field, value] as const),
  );
  it.each(wrong)('refuses %s %j', (field, value) => {
    expect(refusedFields({ ...least, [field]: value })).toEqual([field]);
  });
});

it('numbers and enumerations are the same content as digits or as JSON numbers', () => {
  const { cardApply, cardOperateQuery } = catalogue;
  const { least } = OPERATIONS.cardApply;
  const asNumbers = {
    channelType: 1,
    authLimitAmount: 100.5,
    enableMultiUse: 0,
    sceneCode: 1004,
    groupId: 7,
  };
  const asText = {
    channelType: '1',
    authLimitAmount: '100.50',
    enableMultiUse: '0',
    sceneCode: '1004',
    groupId: '7',
  };
  const [numbers, text] = [asNumbers, asText].map((fields) =>
    z.parse(cardApply.request, { ...least, ...fields }),
  );
  expect(text).toEqual(numbers);
  expect(z.parse(cardOperateQuery.request, { opType: '15', status: '0', pageSize: '20' })).toEqual(
    z.parse(cardOperateQuery.request, { opType: 15, status: 0, pageSize: 20 }),
  );
});
