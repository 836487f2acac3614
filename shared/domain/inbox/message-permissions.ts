import type { JsonObject } from '../../wire/codec/json.ts';
import { NothingFound } from '../../wire/errors.ts';
import { EMBEDDED } from '../issuer-name.ts';
import { upstreamCardOf } from '../issuing/cards/upstream-card.ts';
import { findOrder } from '../issuing/model/order.ts';
import { findOrderBinRangeId } from '../issuing/orders/order-bin-range.ts';
import { assertBinRangeGranted } from '../parties/upstream-permissions.ts';
import type { UpstreamCall } from '../upstream-call.ts';
import type { InboxType } from './inbound-message.ts';
import { idFrom } from './message-number.ts';

/**
 * Checks that the upstream may report on the card or order in the message, before anything is stored. An unknown card
 * or order passes: its owner may become known later, and its money waits in suspense.
 *
 * @throws NotEntitled
 */
export async function assertMessagePermitted(
  type: InboxType,
  content: JsonObject,
  call: UpstreamCall,
): Promise<void> {
  if (call.upstream.issuer !== EMBEDDED || type === 'dpt_payment_bill') return;
  if (type === 'card_operate') return assertOrderPermitted(idFrom(content['userReqNo']), call);
  const cardId = idFrom(content['cardId']);
  if (cardId === undefined) return assertBinRangeGranted(call.upstream);
  await upstreamCardOf(call, cardId).catch(ignoreNothingFound);
}

async function assertOrderPermitted(
  orderId: string | undefined,
  { deps, upstream }: UpstreamCall,
): Promise<void> {
  assertBinRangeGranted(upstream);
  const order = orderId === undefined ? undefined : await findOrder(deps.store, orderId);
  if (order?.issuer === EMBEDDED)
    assertBinRangeGranted(upstream, await findOrderBinRangeId(deps.store, order));
}

function ignoreNothingFound(error: unknown): void {
  if (!(error instanceof NothingFound)) throw error;
}
