import { addToStock } from '../../../shared/domain/issuing/cards/physical/card-stock.ts';
import { findBinRange, saveBinRange } from '../../../shared/domain/issuing/model/bin-range.ts';
import { cardholder } from './cardholders.ts';
import { type CaseContext, type Cases, type Content, requestNumber } from './case.ts';
import { card, closedCard, UNKNOWN_ID } from './opened-cards.ts';

const PIN = '295814';

/** Adds a card to the stock, as an operator does. Returns its id, which it keeps when it is assigned. */
async function stockCard({ deployment }: CaseContext): Promise<string> {
  const { deps } = deployment.operator;
  const range = await findBinRange(deps.store, 'P1');
  if (!range) throw new Error('the demo ranges have physical cards');
  return (await addToStock(deps, range)).cardId;
}

async function assignment(context: CaseContext, changes: Content = {}) {
  await stockCard(context);
  const cardUserId = await cardholder(context);
  return { userReqNo: requestNumber(), binRangeId: 'P1', localCurrency: 'USD', cardUserId, ...changes };
}

/** Returns the id of a physical card that awaits activation. */
export async function assignedCard(context: CaseContext): Promise<string> {
  const { cardId } = await context.merchant.client.call('cardAssign', await assignment(context));
  return cardId;
}

/** Returns the activation code that the bureau reports and the merchant receives. */
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

/** Returns the id of an active physical card. */
async function activeCard(context: CaseContext): Promise<string> {
  const cardId = await assignedCard(context);
  await context.merchant.client.call('cardActive', await activation(context, cardId));
  return cardId;
}

const activation = async (context: CaseContext, cardId: string) => ({
  userReqNo: requestNumber(),
  cardId,
  activationCode: await activationCode(context, cardId),
  pin: PIN,
});
const reset = (cardId: string) => ({ userReqNo: requestNumber(), cardId, pin: PIN });

/** A range of physical cards whose fee exceeds any merchant's balance. */
export const EXPENSIVE_RANGE = 'T2';

async function expensiveRange({ deployment }: CaseContext): Promise<string> {
  const { store } = deployment.operator.deps;
  const range = await findBinRange(store, 'P1');
  if (!range) throw new Error('the demo ranges have physical cards');
  const rules = range.rules.map((rule) => ({ ...rule, openFee: 10n ** 12n }));
  const expensive = { ...range, binRangeId: EXPENSIVE_RANGE, rules };
  await saveBinRange(store, expensive);
  await addToStock(deployment.operator.deps, expensive);
  return EXPENSIVE_RANGE;
}

export const pccCases = {
  cardAssign: {
    request: (context) => assignment(context),
    answers: { status: '3' },
    refusals: {
      110002: (context) => assignment(context, { binRangeId: 'V1' }),
      110003: (context) => assignment(context, { localCurrency: 'JPY' }),
      110005: async (context) => assignment(context, { binRangeId: await expensiveRange(context) }),
      110007: async (context) => assignment(context, { cardUserId: await deletedHolder(context) }),
      120001: (context) => assignment(context, { cardUserId: UNKNOWN_ID }),
    },
    other: (request) => ({ ...request, cardUserId: UNKNOWN_ID }),
    foreign: 'refused',
  },
  cardActive: {
    request: async (context) => activation(context, await assignedCard(context)),
    refusals: {
      110004: async (context) => ({ ...reset(await card(context)), activationCode: '00000000' }),
      110011: async (context) => {
        const request = await activation(context, await assignedCard(context));
        return { ...request, activationCode: '00000000' };
      },
      120001: () => ({ ...reset(UNKNOWN_ID), activationCode: '00000000' }),
    },
    other: (request) => ({ ...request, cardId: UNKNOWN_ID }),
    foreign: 'refused',
  },
  cardPinReset: {
    request: async (context) => reset(await activeCard(context)),
    refusals: {
      110004: async (context) => reset(await closedCard(context)),
      120001: () => reset(UNKNOWN_ID),
    },
    other: (request) => ({ ...request, cardId: UNKNOWN_ID }),
    foreign: 'refused',
  },
} as const satisfies Partial<Cases>;

async function deletedHolder(context: CaseContext): Promise<string> {
  const cardUserId = await cardholder(context);
  await context.merchant.client.call('cardholderDelete', { cardUserId });
  return cardUserId;
}
