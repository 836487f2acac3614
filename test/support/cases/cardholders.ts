import { person } from '../cardholders.ts';
import { openCard } from '../cards.ts';
import { NOBODY } from './cards.ts';
import { type Cases, type Content, requestNumber, type World } from './case.ts';

/** A complete application of somebody new. */
export const application = (changes: Content = {}): Content => ({
  userReqNo: requestNumber(),
  ...person(),
  gender: 2,
  ...changes,
});

/** A cardholder of the merchant. */
export async function cardholder({ merchant }: World, changes: Content = {}): Promise<string> {
  const { cardUserId } = await merchant.client.call('cardholderApply', application(changes) as never);
  return cardUserId;
}

const withLiveCard = async (world: World) => {
  const cardUserId = await cardholder(world);
  await openCard(world.merchant, { binRangeId: 'H1', cardUserId });
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
    request: async (world) => ({ cardUserId: await cardholder(world) }),
    answers: { firstName: 'Ada', status: 1 },
    refusals: { 120001: () => ({ cardUserId: NOBODY }) },
    foreign: 'refused',
  },
  cardholderDelete: {
    request: async (world) => ({ userReqNo: requestNumber(), cardUserId: await cardholder(world) }),
    refusals: {
      110004: async (world) => ({ userReqNo: requestNumber(), cardUserId: await withLiveCard(world) }),
      120001: () => ({ userReqNo: requestNumber(), cardUserId: NOBODY }),
    },
    other: (request) => ({ ...request, cardUserId: NOBODY }),
    foreign: 'refused',
  },
} as const satisfies Partial<Cases>;
