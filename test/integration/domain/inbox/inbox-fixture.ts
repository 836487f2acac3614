import type { Dependencies } from '../../../../shared/domain/dependencies.ts';
import { handlePaymentBill } from '../../../../shared/domain/dpt/payment-bill-webhook.ts';
import {
  type InboundMessage,
  type InboxType,
  type MessageHandler,
  messageFrom,
} from '../../../../shared/domain/inbox/inbound-message.ts';
import { receiveMessage } from '../../../../shared/domain/inbox/receive-message.ts';
import { type MessageHandlers, retryInbox } from '../../../../shared/domain/inbox/retry-inbox.ts';
import { EMBEDDED } from '../../../../shared/domain/issuer-name.ts';
import { handleCardOperate } from '../../../../shared/domain/issuing/orders/card-operate-webhook.ts';
import { handleCardTransaction } from '../../../../shared/domain/issuing/transactions/card-transaction-webhook.ts';
import { handleTradeFee } from '../../../../shared/domain/issuing/transactions/trade-fee-webhook.ts';
import type { PermittedUpstream } from '../../../../shared/domain/parties/upstream.ts';
import type { UpstreamCall } from '../../../../shared/domain/upstream-call.ts';
import type { NotificationType } from '../../../../shared/wire/contract/notifications.ts';
import { fulfilledLater } from '../../../support/fixtures/test-platform.ts';
import { sentTransaction } from '../../../support/fixtures/transactions.ts';
import { permittedUpstream, savePermissions } from '../../../support/fixtures/upstream-permissions.ts';
import {
  openTransactionFixture,
  type TransactionFixture,
} from '../issuing/transactions/transaction-fixture.ts';

export const EFFECTS: MessageHandlers = {
  card_transaction: handleCardTransaction,
  card_operate: handleCardOperate,
  trade_fee: handleTradeFee,
  dpt_payment_bill: handlePaymentBill,
};

/** A platform whose upstreams report through the inbox. */
export interface InboxFixture extends TransactionFixture {
  /** Receives a message of its upstream; `by` names another network or issuer, or other dependencies for its effect. */
  receive(
    type: InboxType,
    content: object,
    by?: { userNo?: string; issuer?: string; deps?: Dependencies },
  ): Promise<void>;
  /** Receives a message of this upstream. */
  receiveFrom(
    upstream: PermittedUpstream,
    type: InboxType,
    content: object,
    deps?: Dependencies,
  ): Promise<void>;
  /** Retries the messages that are due. */
  retry(): Promise<number>;
  /** Returns all stored messages, oldest first. */
  messages(): Promise<InboundMessage[]>;
  /** Returns the money in suspense, by the journal. */
  suspense(currency?: string): Promise<bigint>;
}

/** The id of a card that does not exist. */
export const UNKNOWN_CARD_ID = '1150000000000009';

/** Returns a clearing of 40 USD with the given changes. */
export const clearing = (cardId: string, changes: object = {}) =>
  sentTransaction(cardId, { transCategory: 2, settleAmount: 40, ...changes });

/** Opens the inbox of a test file. */
export async function openInboxFixture(): Promise<InboxFixture> {
  const fixture = await openTransactionFixture(fulfilledLater);
  await savePermissions(fixture.deps.store, permittedUpstream('90000001'));
  const receiveFrom: InboxFixture['receiveFrom'] = (upstream, type, content, deps = fixture.deps) => {
    const call: UpstreamCall = { ...fixture.upstreamCall, deps, upstream, messageId: 'm' };
    const opened = { content: JSON.parse(JSON.stringify(content)), text: JSON.stringify(content) };
    const effect = EFFECTS[type] as unknown as MessageHandler<NotificationType>;
    return receiveMessage(type as NotificationType, opened, call, effect);
  };
  return {
    ...fixture,
    receive: (type, content, { userNo = '90000001', issuer = EMBEDDED, deps } = {}) =>
      receiveFrom(permittedUpstream(userNo, issuer), type, content, deps),
    receiveFrom,
    retry: () => retryInbox(fixture.deps, EFFECTS),
    messages: async () =>
      (await fixture.operator.scan('inbox'))
        .filter(({ pk }) => String(pk).startsWith('message/'))
        .map(messageFrom)
        .sort((one, other) => one.receivedAt - other.receivedAt),
    suspense: async (currency = 'USD') =>
      (await fixture.snapshot()).entries
        .flatMap(({ postings }) => postings)
        .filter(({ account }) => account === `platform:suspense/${currency}`)
        .reduce((sum, { amount }) => sum + amount, 0n),
  };
}
