import { DEMO_RANGES } from '../../../infra/demo/seed/seed.ts';
import { type BinRange, saveBinRange } from '../../../shared/domain/issuing/model/bin-range.ts';
import { openCard } from '../fixtures/cards-over-http.ts';
import { type CaseContext, type Content, requestNumber } from './case.ts';

/** Opens a card of the merchant. Returns its id. */
export const card = ({ merchant }: CaseContext, changes: Content = {}) => openCard(merchant, changes);

/** Opens a group of the merchant with 500 USD in its pool. Returns its id. */
export async function group({ merchant }: CaseContext): Promise<string> {
  const request = { localCurrency: 'USD', authLimitAmount: 500, userReqNo: requestNumber() };
  const { orderId } = await merchant.client.call('groupApply', request);
  await merchant.awaitOrder(orderId);
  return orderId;
}

/** Opens a supplementary card, by default without a limit. Returns its id. */
export const supplementary = async (context: CaseContext, changes: Content = {}) =>
  openCard(context.merchant, {
    channelType: 2,
    groupId: await group(context),
    binRangeId: 'S1',
    authLimitAmount: 0,
    ...changes,
  });

/** Opens and cancels a card. Returns its id. */
export async function closedCard(context: CaseContext): Promise<string> {
  const cardId = await card(context);
  const { orderId } = await context.merchant.client.call('cardClose', { userReqNo: requestNumber(), cardId });
  await context.merchant.awaitOrder(orderId);
  return cardId;
}

/** A BIN range that only the merchant of the cases may use. */
export const OWN_RANGE: BinRange = { ...(DEMO_RANGES[0] as BinRange), binRangeId: 'T1' };

/** Opens a card and removes the rules of its range. Returns its id. */
export async function cardWithoutRule(context: CaseContext): Promise<string> {
  const { store } = context.deployment.operator.deps;
  await saveBinRange(store, OWN_RANGE);
  const cardId = await card(context, { binRangeId: OWN_RANGE.binRangeId });
  await saveBinRange(store, { ...OWN_RANGE, rules: [] });
  return cardId;
}

/** Opens a card whose range allows any amount. Returns its id. */
export async function cardWithoutMost(context: CaseContext): Promise<string> {
  const { store } = context.deployment.operator.deps;
  const rules = OWN_RANGE.rules.map((rule) => ({ ...rule, maxAmount: 10n ** 12n }));
  await saveBinRange(store, { ...OWN_RANGE, rules });
  return card(context, { binRangeId: OWN_RANGE.binRangeId });
}

/** A well-formed id that does not exist. */
export const UNKNOWN_ID = '1000000000000001';
