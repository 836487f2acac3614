import { cardTold } from '../cards/held.ts';
import type { JsonObject } from '../codec/json.ts';
import { NothingFound } from '../contract/errors.ts';
import { EMBEDDED } from '../issuer/issuer-name.ts';
import { findOrder } from '../orders/order.ts';
import { rangeOfOrder } from '../orders/order-range.ts';
import { assertMaySpeakOf } from '../upstreams/rights.ts';
import type { Told } from '../upstreams/told.ts';
import type { KeptType } from './message.ts';
import { idIn } from './number.ts';

/**
 * Refuses what its upstream has no right to say, before anything of it is kept. A card or an order that nobody knows is
 * no reason: whose it is may turn out later, and its money waits in suspense.
 *
 * @throws NotEntitled
 */
export async function assertMayBeTold(type: KeptType, content: JsonObject, told: Told): Promise<void> {
  if (told.upstream.issuer !== EMBEDDED || type === 'dpt_payment_bill') return;
  if (type === 'card_operate') return assertOfOrder(idIn(content['userReqNo']), told);
  const cardId = idIn(content['cardId']);
  if (cardId === undefined) return assertMaySpeakOf(told.upstream);
  await cardTold(told, cardId).catch(unlessUnknown);
}

async function assertOfOrder(orderId: string | undefined, { platform, upstream }: Told): Promise<void> {
  assertMaySpeakOf(upstream);
  const order = orderId === undefined ? undefined : await findOrder(platform.store, orderId);
  if (order?.issuer === EMBEDDED) assertMaySpeakOf(upstream, await rangeOfOrder(platform.store, order));
}

function unlessUnknown(error: unknown): void {
  if (!(error instanceof NothingFound)) throw error;
}
