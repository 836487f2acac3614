import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseResponseEnvelope, sealRequest } from '../../shared/codec/envelope.ts';
import { importPrivateKey } from '../../shared/codec/keys.ts';
import { catalogue, type OperationName } from '../../shared/contract/catalogue.ts';
import { cardOpening, openCard } from '../support/cards.ts';
import { booksOf, post, sharedDeployment } from '../support/deployment.ts';
import { openMerchant, type TestMerchant } from '../support/merchant.ts';

const deployment = sharedDeployment();
let merchant: TestMerchant;
let cardId: string;

const MISSING = Symbol('missing');
const long = 'x'.repeat(200);
const notAText = [7, true, {}, [], ''];
const notAnId = ['abc', -1, 1.5, '9007199254740993', 0, true, {}, '1'.repeat(40)];
const notAnAmount = [-1, 1.001, 1e308, 'abc', '', '-5', '1e2', true, {}, [], 0.1 + 0.2];
const notAChoice = [9, '9', 1.5, -1, 'one', true, {}];
const notATime = ['yesterday', '2026-13-01 00:00:00', '2026-02-30 00:00:00', '2026-01-01', 20260101];
const notADate = ['tomorrow', '2026-13-01', '2026-02-30', '01.02.2026', 20260101];
const page = { currentPage: [0, -1, 'x', 1.5], pageSize: [0, 51, 'all'] };

/** For each operation an acceptable request and, by field, what must be refused with 110001 naming that field. */
const table: Record<OperationName, { good: () => object; bad: Record<string, unknown[]> }> = {
  accountBalance: { good: () => ({}), bad: { accountType: notAChoice, currency: ['XYZ', 'usd', 840, {}] } },
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
      binRangeId: ['123456789', 7],
      groupId: notAnId,
      cardUserId: notAnId,
      sceneCode: notAnId,
      airLineCode: ['ABC', 7, 'CA'],
    },
  },
  cardRecharge: {
    good: () => ({ userReqNo: 'bad-input', cardId, authLimitAmount: 5 }),
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
};

const cases = Object.entries(table).flatMap(([name, { bad }]) =>
  Object.entries(bad).flatMap(([field, values]) =>
    values.map((value) => ({ name: name as OperationName, field, value, shown: shown(value) })),
  ),
);

function shown(value: unknown): string {
  return value === MISSING ? 'missing' : JSON.stringify(value).slice(0, 40);
}

/** What of the books a request could change; how far the telling of earlier news has come is not part of it. */
async function ownBooks() {
  const { cards: _, notifications, ...books } = await booksOf(deployment, merchant.userNo);
  return { ...books, told: notifications.map(({ pk }) => pk) };
}

/** The error code and message of a request, sent as it stands: the client would not let some of these through. */
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
  it('is refused by every operation naming the field, and changes nothing', async () => {
    const before = await ownBooks();
    const answers = await Promise.all(
      cases.map(async ({ name, field, value, shown: text }) => {
        const { [field]: _, ...rest } = table[name].good() as Record<string, unknown>;
        const answer = await refused(name, value === MISSING ? rest : { ...rest, [field]: value });
        return answer.startsWith(`110001 ${field}: `) ? undefined : `${name} ${field} ${text}: ${answer}`;
      }),
    );
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

  it('does not include numbers as digits, unknown fields and nulls', async () => {
    expect(
      await refused('cardPage', { currentPage: '1', pageSize: '5', status: null, colour: { deep: [1] } }),
    ).toBe('accepted');
  });
});
