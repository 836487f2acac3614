import type { JsonObject } from '../../wire/codec/json.ts';
import { type InboundContent, notifications } from '../../wire/contract/notifications.ts';
import { parseContent } from '../../wire/contract/parse-content.ts';
import { ContractError } from '../../wire/errors.ts';
import { suspendedMoneyOf } from '../money/suspense/suspend.ts';
import { isSettlementType, type SuspendedMoney, settledMoneyOf } from '../money/suspense/suspended-money.ts';
import { numberNamespace } from '../parties/upstream.ts';
import type { InboundMessage } from './inbound-message.ts';

/** The money that would go to the suspense account for the message, with the cause that identifies the fact. */
export function suspendedMoneyIn(
  { type, sender }: InboundMessage,
  content: object,
): SuspendedMoney | undefined {
  if (!isSettlementType(type)) return undefined;
  const money = settledMoneyOf(type, content as never);
  if (!money) return undefined;
  const { cardId, recordNo, receiptNo } = content as InboundContent<'card_transaction'> &
    InboundContent<'trade_fee'>;
  return suspendedMoneyOf(money, {
    source: numberNamespace(sender),
    type,
    number: receiptNo ?? recordNo,
    cardId,
  });
}

/** The money in a content that may be invalid. */
export function moneyIn(message: InboundMessage, content: JsonObject): SuspendedMoney | undefined {
  try {
    return suspendedMoneyIn(message, parseContent(notifications[message.type].inbound, content));
  } catch (error) {
    if (error instanceof ContractError) return undefined;
    throw error;
  }
}
