import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { MerchantClient } from '../../shared/client/client.ts';
import type { Notification } from '../../shared/client/open-notification.ts';
import type { Random } from '../../shared/runtime/random.ts';
import type { Deployment } from '../support/clouds/deployment.ts';
import { openMerchant } from '../support/fixtures/merchant.ts';
import type { ReceivedNotifications } from './received-notifications.ts';

/** The retries take about a minute, which is longer than a restart of the cloud. */
const RETRY = { maxAttempts: 12, initialDelayMs: 500, maxDelayMs: 8_000 };
const MILLION = 1_000_000;

/** A merchant with what its next requests may use. */
export interface SoakMerchant {
  readonly userNo: string;
  readonly client: MerchantClient;
  /** Open cards without an order to cancel them. */
  readonly cards: Set<string>;
  /** Authorizations that were approved and not yet cleared. */
  readonly authorizations: { recordNo: string; cardId: string; amount: number }[];
  close(): Promise<void>;
}

/** Opens a merchant whose endpoint sometimes fails and records the notifications that it receives. */
export async function openSoakMerchant(
  deployment: Deployment,
  notifications: ReceivedNotifications,
  { failures, random }: { readonly failures: number; readonly random: Random },
): Promise<SoakMerchant> {
  const cards = new Set<string>();
  const pending: { client?: MerchantClient } = {};
  const server = createServer(async (request, response) => {
    const body = await text(request);
    if (random(MILLION) < failures * MILLION) return response.writeHead(500).end();
    if (pending.client) note(pending.client.openNotification(body), notifications, cards);
    return response.end('SUCCESS');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const notifyUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const merchant = await openMerchant(deployment, {
    usd: 100_000_000n,
    changes: { notifyUrl },
    client: { retry: RETRY },
  });
  await merchant.close();
  pending.client = merchant.client;
  return {
    userNo: merchant.userNo,
    client: merchant.client,
    cards,
    authorizations: [],
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function note(
  { type, content }: Notification,
  notifications: ReceivedNotifications,
  cards: Set<string>,
): void {
  const now = Date.now();
  if (type === 'card_operate') {
    notifications.arrived(`order/${content.orderId}`, now);
    if (content.opType === 15 && content.status === 1 && content.cardId) cards.add(content.cardId);
  } else if (type === 'card_transaction') {
    notifications.arrived(`record/${content.recordNo}/${content.transCategory}`, now);
  } else if (type === 'dpt_payment_bill') {
    notifications.arrived(`payment/${content.txId}`, now);
  }
}
