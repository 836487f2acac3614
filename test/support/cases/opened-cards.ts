import { DEMO_RANGES } from '../../../infra/demo/seed/seed.ts';
import { type BinRange, saveBinRange } from '../../../shared/domain/issuing/model/bin-range.ts';
import { openCard } from '../fixtures/cards-over-http.ts';
import { type CaseContext, type Content, requestNumber } from './case.ts';

/** A card of the merchant. */
export const card = ({ merchant }: CaseContext, changes: Content = {}) => openCard(merchant, changes);

/** A group of the merchant with 500 USD in its pool. */
export async function group({ merchant }: CaseContext): Promise<string> {
  const request = { localCurrency: 'USD', authLimitAmount: 500, userReqNo: requestNumber() };
  const { orderId } = await merchant.client.call('groupApply', request);
  await merchant.awaitOrder(orderId);
  return orderId;
}

/** A supplementary card, without a limit unless told. */
export const supplementary = async (context: CaseContext, changes: Content = {}) =>
  openCard(context.merchant, {
    channelType: 2,
    groupId: await group(context),
    binRangeId: 'S1',
    authLimitAmount: 0,
    ...changes,
  });

/** A card that was cancelled. */
export async function closedCard(context: CaseContext): Promise<string> {
  const cardId = await card(context);
  const { orderId } = await context.merchant.client.call('cardClose', { userReqNo: requestNumber(), cardId });
  await context.merchant.awaitOrder(orderId);
  return cardId;
}

/** A BIN range of the cases' own, which only their merchant may use. */
export const OWN_RANGE: BinRange = { ...(DEMO_RANGES[0] as BinRange), binRangeId: 'T1' };

/** A card whose range has lost its rules since. */
export async function cardWithoutRule(context: CaseContext): Promise<string> {
  const { store } = context.deployment.operator.deps;
  await saveBinRange(store, OWN_RANGE);
  const cardId = await card(context, { binRangeId: OWN_RANGE.binRangeId });
  await saveBinRange(store, { ...OWN_RANGE, rules: [] });
  return cardId;
}

/** A card whose range allows any amount. */
export async function cardWithoutMost(context: CaseContext): Promise<string> {
  const { store } = context.deployment.operator.deps;
  const rules = OWN_RANGE.rules.map((rule) => ({ ...rule, maxAmount: 10n ** 12n }));
  await saveBinRange(store, { ...OWN_RANGE, rules });
  return card(context, { binRangeId: OWN_RANGE.binRangeId });
}

/** An id of the right form that nothing has. */
export const UNKNOWN_ID = '1000000000000001';
