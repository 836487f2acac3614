import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseResponseEnvelope, sealRequest } from '../../shared/wire/codec/envelope.ts';
import { importPrivateKey } from '../../shared/wire/codec/keys.ts';
import { catalogue, type OperationName } from '../../shared/wire/contract/catalogue.ts';
import { post, sharedDeployment, snapshotOf } from '../support/clouds/deployment.ts';
import { person } from '../support/fixtures/cardholders.ts';
import { cardOpening, openCard } from '../support/fixtures/cards-over-http.ts';
import { openMerchant, type TestMerchant } from '../support/fixtures/merchant.ts';

const deployment = sharedDeployment();
let merchant: TestMerchant;
let cardId: string;

const MISSING = Symbol('missing');
const long = 'x'.repeat(200);
const notAText = [7, true, {}, [], ''];
const notAnId = ['abc', -1, 1.5, '12345678901234567890', 0, true, {}, '1'.repeat(40)];
const notAnAmount = [-1, 1.001, 1e308, 'abc', '', '-5', '1e2', true, {}, [], 0.1 + 0.2];
/** Coins have six decimals. */
const notCoins = notAnAmount.map((value) => (value === 1.001 ? 1.0000001 : value));
const notACardCurrency = ['XYZ', 'usd', 'USDT', 840, {}];
const notAChoice = [9, '9', 1.5, -1, 'one', true, {}];
const notAPin = ['', '12345', '1234567', '12345a', 29581, '111111', '123456', '654321'];
const notATime = ['yesterday', '2026-13-01 00:00:00', '2026-02-30 00:00:00', '2026-02-30', 20260101];
const notADate = ['tomorrow', '2026-13-01', '2026-02-30', '01.02.2026', 20260101];
const notAnImage = [...notAText, 'R0lGODlh', 'data:image/png,iVBORw0KGgo='];
const notAName = [...notAText, long, ' ', '\u200b\u3164', '7'];
const page = { currentPage: [0, -1, 'x', 1.5], pageSize: [0, 51, 'all'] };

/**
 * For each operation, an acceptable request, and the values of each field that are refused with 110001 and the field's
 * name.
 */
const table: Record<OperationName, { good: () => object; bad: Record<string, unknown[]> }> = {
  accountBalance: { good: () => ({}), bad: { accountType: notAChoice, currency: ['XYZ', 'usd', 840, {}] } },
  accountStatement: {
    good: () => ({
      accountType: 1,
      currency: 'USD',
      beginTime: '2026-03-01 00:00:00',
      endTime: '2026-03-31 23:59:59',
    }),
    bad: {
      accountType: [MISSING, ...notAChoice],
      currency: [MISSING, 'XYZ', 'usd', 840],
      beginTime: [MISSING, ...notATime],
      endTime: [MISSING, ...notATime],
      ...page,
    },
  },
  accountTransfer: {
    good: () => ({ userReqNo: 'bad-input', currency: 'USDT', amount: 1 }),
    bad: {
      userReqNo: [MISSING, ...notAText, long],
      currency: [MISSING, 'USD', 'usdt', 1],
      amount: [MISSING, 0, 0.000001, ...notCoins],
      targetCurrency: notACardCurrency,
    },
  },
  accountExchange: {
    good: () => ({ userReqNo: 'bad-input', sellCurrency: 'USD', buyCurrency: 'EUR', sellAmount: 5 }),
    bad: {
      userReqNo: [MISSING, ...notAText, long],
      sellCurrency: [MISSING, ...notACardCurrency],
      buyCurrency: [MISSING, 'USD', ...notACardCurrency],
      sellAmount: [MISSING, 0, 0.01, ...notAnAmount],
      buyAmount: [0, 5, ...notAnAmount],
      quoteId: notAnId,
    },
  },
  accountExchangeRate: {
    good: () => ({ sellCurrency: 'USD', buyCurrency: 'EUR' }),
    bad: {
      sellCurrency: [MISSING, 'XYZ', 'usd', 840],
      buyCurrency: [MISSING, 'USD', 'XYZ', 'eur', 978],
    },
  },
  scene: { good: () => ({}), bad: {} },
  cardBin: { good: () => ({}), bad: { cardType: notAChoice } },
  cardApply: {
    good: () => cardOpening({ userReqNo: 'bad-input' }),
    bad: {
      userReqNo: [MISSING, null, ...notAText, long],
      localCurrency: [MISSING, 'XYZ', 840],
      startDate: [MISSING, '2020-01-01', ...notADate],
      endDate: [MISSING, '2020-01-01', ...notADate],
      channelType: notAChoice,
      authLimitAmount: [MISSING, ...notAnAmount],
      enableMultiUse: notAChoice,
      enableCurrencyCheck: [MISSING, ...notAChoice],
      cardAlias: [long, 7],
      binRangeId: ['123456789', {}],
      groupId: notAnId,
      cardUserId: notAnId,
      sceneCode: notAnId,
      airLineCode: ['ABC', 7, 'CA'],
    },
  },
  cardRecharge: {
    good: () => ({ userReqNo: 'bad-input', cardId, authLimitAmount: 10 }),
    bad: {
      userReqNo: [MISSING, ...notAText, long],
      channelType: notAChoice,
      cardId: [MISSING, ...notAnId],
      groupId: notAnId,
      authLimitAmount: [MISSING, 0, ...notAnAmount],
    },
  },
  cardRefund: {
    good: () => ({ userReqNo: 'bad-input', cardId, refundAmount: 5 }),
    bad: {
      userReqNo: [MISSING, ...notAText, long],
      channelType: notAChoice,
      cardId: [MISSING, ...notAnId],
      groupId: notAnId,
      refundAmount: [MISSING, 0, ...notAnAmount],
    },
  },
  cardClose: {
    good: () => ({ userReqNo: 'bad-input', cardId }),
    bad: { userReqNo: [MISSING, ...notAText, long], cardId: [MISSING, ...notAnId] },
  },
  cardModify: {
    good: () => ({ userReqNo: 'bad-input', cardId, status: 0 }),
    bad: {
      userReqNo: [MISSING, ...notAText, long],
      cardId: [MISSING, ...notAnId],
      cardAlias: [long, 7],
      cardLabel: [long, 7],
      status: [MISSING, ...notAChoice],
      authLimitAmount: [5, ...notAnAmount],
    },
  },
  cardInfo: { good: () => ({ cardId }), bad: { cardId: [MISSING, ...notAnId] } },
  cardOperateQuery: {
    good: () => ({ cardId }),
    bad: {
      userReqNo: [...notAText, long],
      orderId: notAnId,
      cardId: notAnId,
      groupId: notAnId,
      opType: notAChoice,
      status: notAChoice,
      beginTime: notATime,
      endTime: notATime,
      ...page,
    },
  },
  cardPage: {
    good: () => ({}),
    bad: {
      cardType: notAChoice,
      groupId: notAnId,
      status: [9, '9', 'open', true, {}],
      cardUserId: notAnId,
      beginTime: notATime,
      endTime: notATime,
      ...page,
    },
  },
  transactionQuery: {
    good: () => ({ cardId }),
    bad: {
      cardType: notAChoice,
      cardId: notAnId,
      groupId: notAnId,
      recordNo: notAnId,
      beginTime: notATime,
      endTime: notATime,
      timeType: notAChoice,
      transType: [6, '6', '', true, {}],
      transStatus: [0, '3', '', true, {}],
      transCategory: notAChoice,
      ...page,
    },
  },
  dptAcquire: {
    good: () => ({ userReqNo: 'bad-input', currency: 'USDT', network: 'TRC20' }),
    bad: {
      userReqNo: [MISSING, ...notAText, long],
      currency: [MISSING, 'USD', 'usdt', 1],
      network: [MISSING, 'BTC', 'trc20', 1],
      amount: [0, ...notCoins],
    },
  },
  dptWithdraw: {
    good: () => ({
      userReqNo: 'bad-input',
      currency: 'USDT',
      network: 'TRC20',
      address: 'TBXSw8fM4jpQkGc6zZjsVABFpVN7UvXPdV',
      amount: 1,
    }),
    bad: {
      userReqNo: [MISSING, ...notAText, long],
      currency: [MISSING, 'USD', 'usdt', 1],
      network: [MISSING, 'BTC', 'trc20', 1],
      address: [MISSING, ...notAText, long, 'TBXSw8fM4jpQkGc6zZjsVABFpVN7UvXPdv'],
      amount: [MISSING, 0, ...notCoins],
    },
  },
  dptOrderQuery: {
    good: () => ({ orderNo: cardId }),
    bad: { orderNo: [MISSING, ...notAnId], userReqNo: [...notAText, long] },
  },
  groupApply: {
    good: () => ({ userReqNo: 'bad-input', localCurrency: 'USD', authLimitAmount: 500 }),
    bad: {
      userReqNo: [MISSING, ...notAText, long],
      localCurrency: [MISSING, 'XYZ', 840],
      authLimitAmount: [MISSING, 0, ...notAnAmount],
      groupName: [long, 7],
      binRangeId: ['123456789', {}],
    },
  },
  groupPage: {
    good: () => ({}),
    bad: { status: notAChoice, beginTime: notATime, endTime: notATime, ...page },
  },
  groupInfo: { good: () => ({ groupId: cardId }), bad: { groupId: [MISSING, ...notAnId] } },
  groupStatus: {
    good: () => ({ userReqNo: 'bad-input', groupId: cardId, status: 0 }),
    bad: {
      userReqNo: [MISSING, ...notAText, long],
      groupId: [MISSING, ...notAnId],
      status: [MISSING, ...notAChoice],
    },
  },
  cardAssign: {
    good: () => ({ userReqNo: 'bad-input', binRangeId: 'P1', localCurrency: 'USD', cardUserId: cardId }),
    bad: {
      userReqNo: [MISSING, ...notAText, long],
      binRangeId: [MISSING, '123456789', {}],
      localCurrency: [MISSING, 'XYZ', 840],
      cardUserId: [MISSING, ...notAnId],
      cardNo: ['', '123', 7, long],
    },
  },
  cardActive: {
    good: () => ({ userReqNo: 'bad-input', cardId, activationCode: '27182818', pin: '295814' }),
    bad: {
      userReqNo: [MISSING, ...notAText, long],
      cardId: [MISSING, ...notAnId],
      activationCode: [MISSING, '', '1234567', 123456789],
      pin: [MISSING, ...notAPin],
    },
  },
  cardPinReset: {
    good: () => ({ userReqNo: 'bad-input', cardId, pin: '295814' }),
    bad: {
      userReqNo: [MISSING, ...notAText, long],
      cardId: [MISSING, ...notAnId],
      pin: [MISSING, ...notAPin],
    },
  },
  cardholderApply: {
    good: () => person(),
    bad: {
      userReqNo: [...notAText, long],
      firstName: [MISSING, ...notAName],
      middleName: notAName,
      lastName: [MISSING, ...notAName],
      email: [MISSING, ...notAText, 'ada', 'ada@example', `${long}@example.com`],
      mobilePrefix: [MISSING, true, {}, '', '+44', '999', 4.4],
      mobile: [MISSING, ...notAText, '123', '+447700900', '123456789012'],
      birthDate: [MISSING, ...notADate, '2020-01-01', '0001-01-01'],
      countryCode: [MISSING, ...notAText, 'GB', 'gbr', 'XXX'],
      billingState: [MISSING, ...notAText, long],
      billingCity: [MISSING, ...notAText, long],
      billingAddress: [MISSING, ...notAText, long],
      billingZipCode: [MISSING, ...notAText, long],
      remark: [7, 'x'.repeat(256)],
      gender: notAChoice,
      certificateType: notAChoice,
      certificateNo: [...notAText, long],
      certificateFrontImageBase64: notAnImage,
      certificateBackImageBase64: notAnImage,
      certificateHoldImageBase64: notAnImage,
    },
  },
  cardholderInfo: { good: () => ({ cardUserId: cardId }), bad: { cardUserId: [MISSING, ...notAnId] } },
  cardholderDelete: {
    good: () => ({ cardUserId: cardId }),
    bad: { userReqNo: [...notAText, long], cardUserId: [MISSING, ...notAnId] },
  },
};

/** Whether a value is wrong. An empty text counts as a missing field. */
const isWrong = (value: unknown, values: readonly unknown[]): boolean =>
  value !== '' || values.includes(MISSING);

const cases = Object.entries(table).flatMap(([name, { bad }]) =>
  Object.entries(bad).flatMap(([field, values]) =>
    values
      .filter((value) => isWrong(value, values))
      .map((value) => ({ name: name as OperationName, field, value, shown: shown(value) })),
  ),
);

function shown(value: unknown): string {
  return value === MISSING ? 'missing' : JSON.stringify(value).slice(0, 40);
}

/** Returns the records that a request could change. The delivery of earlier notifications is not part of them. */
async function ownBooks() {
  const { orders, entries, balances, storedResults, holds, notifications } = await snapshotOf(
    deployment,
    merchant.userNo,
  );
  const received = notifications.map(({ notificationId }) => notificationId);
  // The time of a number's first refusal is stored without a result.
  const given = storedResults.filter(({ result }) => Object.keys(result).length > 0);
  return { orders, entries, balances, answers: given, holds, notified: received };
}

/**
 * Returns the error code and message of a request. It is sent directly, because the client would reject some of these.
 */
async function refused(name: OperationName, content: object): Promise<string> {
  const body = JSON.stringify(sealRequest(content, merchant.userNo, importPrivateKey(merchant.privateKey)));
  const answer = parseResponseEnvelope((await post(deployment, catalogue[name].path, body)).body);
  return answer.success ? 'accepted' : `${answer.errorCode} ${answer.errorMsg}`;
}

beforeAll(async () => {
  merchant = await openMerchant(deployment);
  cardId = await openCard(merchant);
});
afterAll(async () => {
  await merchant.close();
  deployment.operator.close();
});

describe('bad input', () => {
  it('is refused by every operation, which names the field and changes nothing', async () => {
    const before = await ownBooks();
    const responseDiffers = async ({ name, field, value, shown: text }: (typeof cases)[number]) => {
      const { [field]: _, ...rest } = table[name].good() as Record<string, unknown>;
      const answer = await refused(name, value === MISSING ? rest : { ...rest, [field]: value });
      return answer.startsWith(`110001 ${field}: `) ? undefined : `${name} ${field} ${text}: ${answer}`;
    };
    // Requests to one operation are sent one after the other: concurrent ones would each start an environment of the
    // function.
    const ofOperation = async (requests: typeof cases) => {
      const answers: (string | undefined)[] = [];
      for (const request of requests) answers.push(await responseDiffers(request));
      return answers;
    };
    const operations = [...Map.groupBy(cases, ({ name }) => name).values()];
    const answers = (await Promise.all(operations.map(ofOperation))).flat();
    expect(answers.filter(Boolean)).toEqual([]);
    expect(await ownBooks()).toEqual(before);
  });

  it('covers every field of every operation', () => {
    const fields = Object.entries(catalogue).flatMap(([name, { request }]) =>
      Object.keys(request.shape).map((field) => `${name}.${field}`),
    );
    const covered = new Set(cases.map(({ name, field }) => `${name}.${field}`));
    expect(fields.filter((field) => !covered.has(field))).toEqual(['cardApply.CardAlias']);
  });

  it('does not include numbers as digits, unknown fields or nulls', async () => {
    expect(
      await refused('cardPage', { currentPage: '1', pageSize: '5', status: null, colour: { deep: [1] } }),
    ).toBe('accepted');
  });
});
