import { addToStock } from '../../../shared/domain/issuing/cards/physical/card-stock.ts';
import { findBinRange, saveBinRange } from '../../../shared/domain/issuing/model/bin-range.ts';
import { cardholder } from './cardholders.ts';
import { card, closedCard, UNKNOWN_ID } from './cards.ts';
import { type CaseContext, type Cases, type Content, requestNumber } from './case.ts';

const PIN = '295814';

/** A new card in the stock, as an operator adds it; answers its id, which it keeps when it is assigned. */
async function stockCard({ deployment }: CaseContext): Promise<string> {
  const { deps } = deployment.operator;
  const range = await findBinRange(deps.store, 'P1');
  if (!range) throw new Error('the demo ranges have physical cards');
  return (await addToStock(deps, range)).cardId;
}

async function assignment(world: CaseContext, changes: Content = {}) {
  await stockCard(world);
  const cardUserId = await cardholder(world);
  return { userReqNo: requestNumber(), binRangeId: 'P1', localCurrency: 'USD', cardUserId, ...changes };
}

/** A physical card that awaits activation. */
export async function assignedCard(world: CaseContext): Promise<string> {
  const { cardId } = await world.merchant.client.call('cardAssign', await assignment(world));
  return cardId;
}

/** Its activation code, as the bureau tells it and the merchant gets it. */
export async function activationCode({ upstream, merchant }: CaseContext, cardId: string): Promise<string> {
  await upstream.client.send('card_activation_code', {
    cardId,
    cardNo: '559900******0000',
    activationCode: '27182818',
  });
  const notification = await merchant.awaitNotification(
    'card_activation_code',
    (content) => content.cardId === cardId,
  );
  return notification.activationCode;
}

/** A physical card that is in use. */
async function activeCard(world: CaseContext): Promise<string> {
  const cardId = await assignedCard(world);
  await world.merchant.client.call('cardActive', await activation(world, cardId));
  return cardId;
}

const activation = async (world: CaseContext, cardId: string) => ({
  userReqNo: requestNumber(),
  cardId,
  activationCode: await activationCode(world, cardId),
  pin: PIN,
});
const reset = (cardId: string) => ({ userReqNo: requestNumber(), cardId, pin: PIN });

/** A range of physical cards that cost more than any merchant has. */
export const EXPENSIVE_RANGE = 'T2';

async function expensiveRange({ deployment }: CaseContext): Promise<string> {
  const { store } = deployment.operator.deps;
  const range = await findBinRange(store, 'P1');
  if (!range) throw new Error('the demo ranges have physical cards');
  const rules = range.rules.map((rule) => ({ ...rule, openFee: 10n ** 12n }));
  const dear = { ...range, binRangeId: EXPENSIVE_RANGE, rules };
  await saveBinRange(store, dear);
  await addToStock(deployment.operator.deps, dear);
  return EXPENSIVE_RANGE;
}

export const pccCases = {
  cardAssign: {
    request: (world) => assignment(world),
    answers: { status: '3' },
    refusals: {
      110002: (world) => assignment(world, { binRangeId: 'V1' }),
      110003: (world) => assignment(world, { localCurrency: 'JPY' }),
      110005: async (world) => assignment(world, { binRangeId: await expensiveRange(world) }),
      110007: async (world) => assignment(world, { cardUserId: await deletedHolder(world) }),
      120001: (world) => assignment(world, { cardUserId: UNKNOWN_ID }),
    },
    other: (request) => ({ ...request, cardUserId: UNKNOWN_ID }),
    foreign: 'refused',
  },
  cardActive: {
    request: async (world) => activation(world, await assignedCard(world)),
    refusals: {
      110004: async (world) => ({ ...reset(await card(world)), activationCode: '00000000' }),
      110011: async (world) => {
        const request = await activation(world, await assignedCard(world));
        return { ...request, activationCode: '00000000' };
      },
      120001: () => ({ ...reset(UNKNOWN_ID), activationCode: '00000000' }),
    },
    other: (request) => ({ ...request, cardId: UNKNOWN_ID }),
    foreign: 'refused',
  },
  cardPinReset: {
    request: async (world) => reset(await activeCard(world)),
    refusals: {
      110004: async (world) => reset(await closedCard(world)),
      120001: () => reset(UNKNOWN_ID),
    },
    other: (request) => ({ ...request, cardId: UNKNOWN_ID }),
    foreign: 'refused',
  },
} as const satisfies Partial<Cases>;

async function deletedHolder(world: CaseContext): Promise<string> {
  const cardUserId = await cardholder(world);
  await world.merchant.client.call('cardholderDelete', { cardUserId });
  return cardUserId;
}
