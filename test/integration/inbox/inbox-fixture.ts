import type { NotificationType } from '../../../shared/contract/notifications.ts';
import { applyPaymentBill } from '../../../shared/dpt/payment.ts';
import { type Effect, type KeptType, type Message, messageFrom } from '../../../shared/inbox/message.ts';
import { receive } from '../../../shared/inbox/receive.ts';
import { type Effects, retryInbox } from '../../../shared/inbox/retry.ts';
import { EMBEDDED } from '../../../shared/issuer/issuer-name.ts';
import { applyCardOperate } from '../../../shared/orders/told.ts';
import type { Platform } from '../../../shared/platform/platform.ts';
import { applyCardTransaction } from '../../../shared/transactions/apply.ts';
import { applyTradeFee } from '../../../shared/transactions/fees.ts';
import type { Told } from '../../../shared/upstreams/told.ts';
import type { EntitledTeller } from '../../../shared/upstreams/upstream.ts';
import { entitled, keepRights } from '../../support/rights.ts';
import { sentTransaction } from '../../support/transactions.ts';
import { openTransactionWorld, type TransactionWorld } from '../transactions/world.ts';

export const EFFECTS: Effects = {
  card_transaction: applyCardTransaction,
  card_operate: applyCardOperate,
  trade_fee: applyTradeFee,
  dpt_payment_bill: applyPaymentBill,
};

/** A world whose upstreams tell through the inbox. */
export interface InboxWorld extends TransactionWorld {
  /** Tells it as its upstream sends it; `by` is another network or issuer, or another platform under the effect. */
  receive(
    type: KeptType,
    content: object,
    by?: { userNo?: string; issuer?: string; platform?: Platform },
  ): Promise<void>;
  /** Tells it as this upstream sends it. */
  receiveFrom(upstream: EntitledTeller, type: KeptType, content: object, platform?: Platform): Promise<void>;
  /** Tries again what is due. */
  retry(): Promise<number>;
  /** All that is kept, oldest first. */
  messages(): Promise<Message[]>;
  /** What is in suspense, by the journal. */
  suspense(currency?: string): Promise<bigint>;
}

/** A card that nobody has. */
export const NOBODY = '1150000000000009';

/** A clearing of 40 USD, and what is different about it. */
export const clearing = (cardId: string, changes: object = {}) =>
  sentTransaction(cardId, { transCategory: 2, settleAmount: 40, ...changes });

/** The inbox of a test file. */
export async function openInboxWorld(): Promise<InboxWorld> {
  const world = await openTransactionWorld();
  await keepRights(world.platform.store, entitled('90000001'));
  const receiveFrom: InboxWorld['receiveFrom'] = (upstream, type, content, platform = world.platform) => {
    const told: Told = { ...world.told, platform, upstream, messageId: 'm' };
    const opened = { content: JSON.parse(JSON.stringify(content)), text: JSON.stringify(content) };
    const effect = EFFECTS[type] as unknown as Effect<NotificationType>;
    return receive(type as NotificationType, opened, told, effect);
  };
  return {
    ...world,
    receive: (type, content, { userNo = '90000001', issuer = EMBEDDED, platform } = {}) =>
      receiveFrom(entitled(userNo, issuer), type, content, platform),
    receiveFrom,
    retry: () => retryInbox(world.platform, EFFECTS),
    messages: async () =>
      (await world.operator.scan('inbox'))
        .filter(({ pk }) => String(pk).startsWith('message/'))
        .map(messageFrom)
        .sort((one, other) => one.receivedAt - other.receivedAt),
    suspense: async (currency = 'USD') =>
      (await world.books()).entries
        .flatMap(({ postings }) => postings)
        .filter(({ account }) => account === `platform:suspense/${currency}`)
        .reduce((sum, { amount }) => sum + amount, 0n),
  };
}
