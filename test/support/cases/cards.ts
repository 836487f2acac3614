import { changeKey } from '../../../shared/domain/issuing/changes/change.ts';
import { idempotencyClaimUpdate } from '../../../shared/runtime/idempotency/idempotency-key.ts';
import { cardOpening } from '../fixtures/cards-over-http.ts';
import { authorize } from './authorize.ts';
import { type CaseContext, type Cases, type Content, requestNumber } from './case.ts';
import {
  card,
  cardWithoutMost,
  cardWithoutRule,
  closedCard,
  group,
  supplementary,
  UNKNOWN_ID,
} from './opened-cards.ts';

const UNREACHABLE_PAGE = 9_000;

const apply = (changes: Content = {}) => ({ ...cardOpening(changes), userReqNo: requestNumber() });
const onCard = async (context: CaseContext, changes: Content = {}) => ({
  userReqNo: requestNumber(),
  cardId: await card(context),
  ...changes,
});
const frozenGroup = async (context: CaseContext) => {
  const groupId = await group(context);
  await context.merchant.client.call('groupStatus', { userReqNo: requestNumber(), groupId, status: 0 });
  return groupId;
};
/** Stores a group's freeze that a newer change replaced before it was sent. Returns its request. */
async function replacedGroupChange({ deployment, merchant }: CaseContext): Promise<Content> {
  const { store } = deployment.operator.deps;
  const request = { userReqNo: requestNumber(), groupId: UNKNOWN_ID, status: 0 as const };
  const { userNo } = merchant.record;
  const changeId = `c${request.userReqNo}`;
  const change = {
    changeId,
    subject: { kind: 'group', id: UNKNOWN_ID },
    userNo,
    userReqNo: request.userReqNo,
    version: 1,
    state: 'replaced',
    requested: { status: 0 },
  };
  const number = { userNo, userReqNo: request.userReqNo, operation: 'groupStatus', content: request };
  await store.write([
    idempotencyClaimUpdate(number, { changeId }),
    { kind: 'put', table: 'orders', item: { ...changeKey(changeId), ...change } },
  ]);
  return request;
}
const withAmount = (field: string, amount: number) => (request: Content) => ({ ...request, [field]: amount });

export const cardCases = {
  scene: { request: () => ({}), refusals: {}, foreign: 'own' },
  cardBin: { request: () => ({}), refusals: {}, foreign: 'own' },
  cardApply: {
    request: async (context) => apply({ channelType: 2, groupId: await group(context), binRangeId: 'S1' }),
    refusals: {
      110002: () => apply({ binRangeId: 'X1' }),
      110003: () => apply({ binRangeId: 'M1', localCurrency: 'EUR' }),
      110004: async (context) =>
        apply({ channelType: 2, groupId: await frozenGroup(context), binRangeId: 'S1' }),
      110005: () => apply({ localCurrency: 'EUR' }),
      110007: () => apply({ binRangeId: 'H1' }),
      120001: () => apply({ channelType: 2, groupId: UNKNOWN_ID, binRangeId: 'S1' }),
    },
    other: withAmount('authLimitAmount', 77),
    foreign: 'refused',
  },
  cardClose: {
    request: onCard,
    refusals: {
      110004: async (context) => ({ userReqNo: requestNumber(), cardId: await closedCard(context) }),
      120001: () => ({ userReqNo: requestNumber(), cardId: UNKNOWN_ID }),
    },
    other: (request) => ({ ...request, cardId: UNKNOWN_ID }),
    foreign: 'refused',
  },
  cardRecharge: {
    request: (context) => onCard(context, { authLimitAmount: 20 }),
    refusals: {
      110003: async (context) => ({
        userReqNo: requestNumber(),
        cardId: await cardWithoutRule(context),
        authLimitAmount: 20,
      }),
      110004: async (context) => ({
        userReqNo: requestNumber(),
        cardId: await closedCard(context),
        authLimitAmount: 20,
      }),
      110005: async (context) => ({
        userReqNo: requestNumber(),
        cardId: await cardWithoutMost(context),
        authLimitAmount: 99_999_999,
      }),
      120001: () => ({ userReqNo: requestNumber(), cardId: UNKNOWN_ID, authLimitAmount: 20 }),
    },
    other: withAmount('authLimitAmount', 21),
    foreign: 'refused',
  },
  cardRefund: {
    request: (context) => onCard(context, { refundAmount: 20 }),
    refusals: {
      110004: async (context) => ({
        userReqNo: requestNumber(),
        cardId: await closedCard(context),
        refundAmount: 20,
      }),
      110006: (context) => onCard(context, { refundAmount: UNREACHABLE_PAGE }),
      120001: () => ({ userReqNo: requestNumber(), cardId: UNKNOWN_ID, refundAmount: 20 }),
    },
    other: withAmount('refundAmount', 21),
    foreign: 'refused',
  },
  cardModify: {
    request: (context) => onCard(context, { status: 0, cardLabel: 'fuel' }),
    refusals: {
      110004: async (context) => ({
        userReqNo: requestNumber(),
        cardId: await closedCard(context),
        status: 0,
      }),
      110008: async (context) => {
        const cardId = await supplementary(context);
        await authorize(context, cardId, 30);
        return { userReqNo: requestNumber(), cardId, authLimitAmount: 29.99 };
      },
      120001: () => ({ userReqNo: requestNumber(), cardId: UNKNOWN_ID, status: 0 }),
    },
    other: (request) => ({ ...request, cardLabel: 'food' }),
    foreign: 'refused',
  },
  cardInfo: {
    request: async (context) => ({ cardId: await card(context) }),
    answers: { balanceAmt: 100, cardStatus: '1' },
    refusals: { 120001: () => ({ cardId: UNKNOWN_ID }) },
    foreign: 'refused',
  },
  cardPage: { request: () => ({ pageSize: 5 }), refusals: {}, foreign: 'empty' },
  cardOperateQuery: {
    request: async (context) => ({ cardId: await card(context) }),
    answers: { totalCount: 1, list: [{ opType: 15, status: 1 }] },
    refusals: {},
    foreign: 'empty',
  },
  groupApply: {
    request: () => ({ userReqNo: requestNumber(), localCurrency: 'USD', authLimitAmount: 500 }),
    refusals: {
      110002: () => ({
        userReqNo: requestNumber(),
        localCurrency: 'USD',
        authLimitAmount: 500,
        binRangeId: 'V1',
      }),
      110003: () => ({ userReqNo: requestNumber(), localCurrency: 'JPY', authLimitAmount: 50_000 }),
      110005: () => ({ userReqNo: requestNumber(), localCurrency: 'EUR', authLimitAmount: 500 }),
    },
    other: withAmount('authLimitAmount', 501),
    foreign: 'own',
  },
  groupPage: {
    request: async (context) => {
      await group(context);
      return { status: 1, pageSize: 3 };
    },
    refusals: {},
    foreign: 'separate',
  },
  groupInfo: {
    request: async (context) => ({ groupId: await group(context) }),
    answers: { creditLimitAmt: 500, balanceAmt: 500, usedAuthAmt: 0, status: 1 },
    refusals: { 120001: () => ({ groupId: UNKNOWN_ID }) },
    foreign: 'refused',
  },
  groupStatus: {
    request: async (context) => ({ userReqNo: requestNumber(), groupId: await group(context), status: 0 }),
    answers: { status: 0 },
    refusals: {
      110004: replacedGroupChange,
      120001: () => ({ userReqNo: requestNumber(), groupId: UNKNOWN_ID, status: 0 }),
    },
    other: (request) => ({ ...request, status: 1 }),
    foreign: 'refused',
  },
} as const satisfies Partial<Cases>;
