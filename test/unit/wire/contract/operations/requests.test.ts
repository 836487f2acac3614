import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { requestFingerprint } from '../../../../../shared/runtime/idempotency/idempotency-key.ts';
import { InexactNumber } from '../../../../../shared/wire/codec/json.ts';
import { catalogue, type OperationName } from '../../../../../shared/wire/contract/catalogue.ts';
import { parseContent } from '../../../../../shared/wire/contract/parse-content.ts';
import type { ParameterInvalid } from '../../../../../shared/wire/errors.ts';

/** Invalid values of each kind of field. */
const WRONG: Readonly<Record<string, readonly unknown[]>> = {
  cardNo: ['55990040000', 'x'.repeat(16), '5'.repeat(20), 5599004000000000, {}],
  code: ['1234567', '123456789', '1234567a', 123456789, {}],
  pin: ['12345', '1234567', '12345a', 29581, 111111, '111111', '123456', '654321', '000000', {}],
  text128: ['x'.repeat(129), 12, true, [], {}],
  coin: ['USD', 'usdt', 1, {}],
  network: ['trc20', 'BTC', 20, {}],
  text100: ['x'.repeat(101), 12, false],
  name: ['x'.repeat(41), 12, 'x\ud800', ' ', '\u200b', '7', []],
  text50: ['x'.repeat(51), 12],
  text10: ['x'.repeat(11), 10117],
  text255orNone: ['x'.repeat(256), 12],
  email: ['ada', '@example.com', 'ada@example', `${'a'.repeat(40)}@example.com`, 7],
  callingCode: ['+44', '044', '999', 0, -44, 4.4, {}],
  telephone: ['123', '1'.repeat(12), '+447', 447700900.5, '7700 900', '0000'],
  country: ['GB', 'gbr', 'XXX', 826],
  image: ['R0lGODlh', 'data:image/png,iVBORw0KGgo=', '%%%', 7, {}],
  text64: ['x'.repeat(65), 12, false],
  range: ['x'.repeat(9), 123456789, -1, {}],
  text2: ['C', 'CAX', 12],
  currency: ['usd', 'USDX', 840, {}],
  cardCurrency: ['usd', 'USDX', 'USDT', 840, {}],
  date: ['2026-02-30', '2026-3-1', 20260301, 'tomorrow'],
  time: ['2026-02-30 00:00:00', '2026-02-30', '2026-03-01T00:00:00', 1767225600],
  id: ['abc', 0, -1, '-1', 1.5, '1'.repeat(20), new InexactNumber(), 1e308, [1]],
  amount: [0, -1, '-1', 'ten', '', 1e308, '1e5', 0.1 + 0.2, new InexactNumber(), '1234567890123456', {}],
  amountOrZero: [-0.01, '-1', 'ten', '', 1e308, new InexactNumber(), '0.1234567890123456', []],
  flag: [2, -1, '2', '', 'yes', true, 0.5],
  oneOrTwo: [0, 3, '3', '', 'card', true, 1e308],
  cardStatus: ['4', 4, -1, '', 'active', true],
  orderStatus: [3, -1, '3', '', 'success'],
  transType: ['6', 6, 0, '', -1, 'refund', 1e308],
  scene: [1000, 1005, '1005', -1, 1e308, 'travel'],
  opType: [14, 17, 0, '17', '', -15, 1e308],
  page: [0, -1, '0', 1.5, 1_000_001, 1e308, 'first'],
  pageSize: [0, 51, '51', -1, 1.5, 'all'],
};

const page = { currentPage: 'page', pageSize: 'pageSize' };
const period = { beginTime: 'time', endTime: 'time' };
const cardOrGroup = { channelType: 'oneOrTwo', cardId: 'id', groupId: 'id' };

interface Expected {
  /** A request with the mandatory fields only. */
  readonly least: object;
  /** Every field with its kind. */
  readonly fields: Readonly<Record<string, string>>;
}

const CARD = '1150000000000000';
const PERSON = {
  firstName: 'Ada',
  lastName: 'Lovelace',
  email: 'ada@example.com',
  mobilePrefix: '44',
  mobile: '7700900123',
  birthDate: '1990-12-10',
  countryCode: 'GBR',
  billingState: 'England',
  billingCity: 'London',
  billingAddress: '12 St James’s Square',
};
const GROUP = '1150000000000001';

const OPERATIONS: Record<OperationName, Expected> = {
  accountBalance: { least: {}, fields: { accountType: 'oneOrTwo', currency: 'currency' } },
  accountStatement: {
    least: {
      accountType: 1,
      currency: 'USD',
      beginTime: '2026-03-01 00:00:00',
      endTime: '2026-03-31 23:59:59',
    },
    fields: {
      accountType: 'oneOrTwo',
      currency: 'currency',
      beginTime: 'time',
      endTime: 'time',
      ...page,
    },
  },
  accountTransfer: {
    least: { userReqNo: 'T1', currency: 'USDT', amount: 1 },
    fields: { userReqNo: 'text128', currency: 'coin', amount: 'amount', targetCurrency: 'cardCurrency' },
  },
  accountExchange: {
    least: { userReqNo: 'X1', sellCurrency: 'USD', buyCurrency: 'EUR' },
    fields: {
      userReqNo: 'text128',
      sellCurrency: 'cardCurrency',
      buyCurrency: 'cardCurrency',
      sellAmount: 'amount',
      buyAmount: 'amount',
      quoteId: 'id',
    },
  },
  accountExchangeRate: {
    least: { sellCurrency: 'USD', buyCurrency: 'EUR' },
    fields: { sellCurrency: 'currency', buyCurrency: 'currency' },
  },
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
      binRangeId: 'range',
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
  dptAcquire: {
    least: { userReqNo: 'D1', currency: 'USDT', network: 'TRC20' },
    fields: { userReqNo: 'text128', currency: 'coin', network: 'network', amount: 'amount' },
  },
  dptWithdraw: {
    least: { userReqNo: 'D2', currency: 'USDT', network: 'TRC20', address: 'T', amount: 1 },
    fields: {
      userReqNo: 'text128',
      currency: 'coin',
      network: 'network',
      address: 'text64',
      amount: 'amount',
    },
  },
  dptOrderQuery: { least: {}, fields: { orderNo: 'id', userReqNo: 'text128' } },
  groupApply: {
    least: { userReqNo: 'G1', localCurrency: 'USD', authLimitAmount: 500 },
    fields: {
      userReqNo: 'text128',
      localCurrency: 'currency',
      authLimitAmount: 'amount',
      groupName: 'text100',
      binRangeId: 'range',
    },
  },
  groupPage: { least: {}, fields: { status: 'flag', ...period, ...page } },
  transactionQuery: {
    least: {},
    fields: {
      cardType: 'oneOrTwo',
      cardId: 'id',
      groupId: 'id',
      recordNo: 'id',
      ...period,
      timeType: 'flag',
      transType: 'transType',
      transStatus: 'oneOrTwo',
      transCategory: 'oneOrTwo',
      ...page,
    },
  },
  groupInfo: { least: { groupId: GROUP }, fields: { groupId: 'id' } },
  groupStatus: {
    least: { userReqNo: 'G2', groupId: GROUP, status: 0 },
    fields: { userReqNo: 'text128', groupId: 'id', status: 'flag' },
  },
  cardAssign: {
    least: { userReqNo: 'P1', localCurrency: 'USD', cardUserId: CARD },
    fields: {
      userReqNo: 'text128',
      binRangeId: 'range',
      localCurrency: 'currency',
      cardUserId: 'id',
      cardNo: 'cardNo',
    },
  },
  cardActive: {
    least: { userReqNo: 'P2', cardId: CARD, activationCode: '27182818', pin: '295814' },
    fields: { userReqNo: 'text128', cardId: 'id', activationCode: 'code', pin: 'pin' },
  },
  cardPinReset: {
    least: { userReqNo: 'P3', cardId: CARD, pin: '295814' },
    fields: { userReqNo: 'text128', cardId: 'id', pin: 'pin' },
  },
  cardholderApply: {
    least: PERSON,
    fields: {
      userReqNo: 'text128',
      firstName: 'name',
      middleName: 'name',
      lastName: 'name',
      email: 'email',
      mobilePrefix: 'callingCode',
      mobile: 'telephone',
      birthDate: 'date',
      countryCode: 'country',
      billingState: 'text50',
      billingCity: 'text50',
      billingAddress: 'text100',
      billingZipCode: 'text10',
      remark: 'text255orNone',
      gender: 'oneOrTwo',
      certificateType: 'oneOrTwo',
      certificateNo: 'text50',
      certificateFrontImageBase64: 'image',
      certificateBackImageBase64: 'image',
      certificateHoldImageBase64: 'image',
    },
  },
  cardholderInfo: { least: { cardUserId: CARD }, fields: { cardUserId: 'id' } },
  cardholderDelete: { least: { cardUserId: CARD }, fields: { userReqNo: 'text128', cardUserId: 'id' } },
};

/** Returns the checked content of a request, or the refusal. */
function outcome(name: OperationName, request: object): object | string {
  try {
    return parseContent(catalogue[name].request, { ...request });
  } catch (error) {
    return (error as ParameterInvalid).message;
  }
}

describe.each(Object.entries(OPERATIONS))('%s', (key, { least, fields }) => {
  const name = key as OperationName;
  const refusedFields = (request: object) => {
    const seen = outcome(name, request);
    return typeof seen === 'string' ? seen.split('; ').map((fault) => fault.split(':')[0]) : 'nothing';
  };

  it('has the fields of this table', () => {
    expect(Object.keys(catalogue[name].request.def.shape).sort()).toEqual(Object.keys(fields).sort());
  });

  it('accepts its mandatory fields alone, and ignores unknown ones', () => {
    const content = outcome(name, { ...least, unknown: { deep: [null] }, toString: 'own' });
    expect(content).toEqual(outcome(name, least));
    expect(content).not.toHaveProperty('unknown');
  });

  const mandatory = Object.keys(least);
  it.each(mandatory)('requires %s', (field) => {
    for (const absent of [undefined, null, ''])
      expect(refusedFields({ ...least, [field]: absent })).toEqual([field]);
  });

  it('names every invalid field', () => {
    expect(refusedFields({})).toEqual(mandatory.length > 0 ? mandatory : 'nothing');
  });

  const optional = Object.keys(fields).filter((field) => !mandatory.includes(field));
  it('treats null and "" in optional fields as absent, in the fingerprint too', () => {
    const content = outcome(name, least) as object;
    for (const absent of [null, '']) {
      const padded = outcome(name, {
        ...least,
        ...Object.fromEntries(optional.map((field) => [field, absent])),
      });
      expect(padded).toEqual(content);
      expect(requestFingerprint({ operation: name, content: padded as object })).toBe(
        requestFingerprint({ operation: name, content }),
      );
    }
  });

  const wrong = Object.entries(fields).flatMap(([field, kind]) =>
    (WRONG[kind] ?? []).filter((value) => value !== '').map((value) => [field, value] as const),
  );
  it.each(wrong)('refuses %s %j', (field, value) => {
    expect(refusedFields({ ...least, [field]: value })).toEqual([field]);
  });
});

it('digits as text and as JSON numbers are the same content', () => {
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
