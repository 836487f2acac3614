import { person } from '../fixtures/cardholders.ts';
import { openCard } from '../fixtures/cards-over-http.ts';
import { type CaseContext, type Cases, type Content, requestNumber } from './case.ts';
import { UNKNOWN_ID } from './opened-cards.ts';

/** Returns a complete application of a new person. */
export const application = (changes: Content = {}): Content => ({
  userReqNo: requestNumber(),
  ...person(),
  gender: 2,
  ...changes,
});

/** Creates a cardholder of the merchant. Returns its id. */
export async function cardholder({ merchant }: CaseContext, changes: Content = {}): Promise<string> {
  const { cardUserId } = await merchant.client.call('cardholderApply', application(changes) as never);
  return cardUserId;
}

const withLiveCard = async (context: CaseContext) => {
  const cardUserId = await cardholder(context);
  await openCard(context.merchant, { binRangeId: 'H1', cardUserId });
  return cardUserId;
};

export const cardholderCases = {
  cardholderApply: {
    request: () => application(),
    answers: { status: 1 },
    refusals: {},
    other: (request) => ({ ...request, lastName: 'King' }),
    foreign: 'own',
  },
  cardholderInfo: {
    request: async (context) => ({ cardUserId: await cardholder(context) }),
    answers: { firstName: 'Ada', status: 1 },
    refusals: { 120001: () => ({ cardUserId: UNKNOWN_ID }) },
    foreign: 'refused',
  },
  cardholderDelete: {
    request: async (context) => ({ userReqNo: requestNumber(), cardUserId: await cardholder(context) }),
    refusals: {
      110004: async (context) => ({ userReqNo: requestNumber(), cardUserId: await withLiveCard(context) }),
      120001: () => ({ userReqNo: requestNumber(), cardUserId: UNKNOWN_ID }),
    },
    other: (request) => ({ ...request, cardUserId: UNKNOWN_ID }),
    foreign: 'refused',
  },
} as const satisfies Partial<Cases>;
