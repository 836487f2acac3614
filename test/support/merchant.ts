import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect } from 'vitest';
import { setDemoRates } from '../../infra/ops/demo-rates.ts';
import { DEMO_FEES, DEMO_RANGES } from '../../infra/ops/seed.ts';
import { saveBinRange } from '../../shared/cards/bin.ts';
import { MerchantClient, type MerchantClientOptions } from '../../shared/client/client.ts';
import type { Notification } from '../../shared/client/notifications.ts';
import { generateRsaKeyPair, type RsaModulusBits } from '../../shared/codec/keys.ts';
import type { NotificationContent, NotificationType } from '../../shared/contract/notifications.ts';
import { bookDeposit } from '../../shared/ledger/deposit.ts';
import type { Merchant } from '../../shared/merchants/merchant.ts';
import { onboardMerchant } from '../../shared/merchants/onboard.ts';
import { privateKeySealer } from '../../shared/merchants/platform-keys.ts';
import type { Deployment } from './deployment.ts';

type CardOperate = NotificationContent<'card_operate'>;

/** What a merchant's endpoint answers to the n-th notification it gets, counted from 1. */
export type Endpoint = (count: number) => { status?: number; body?: string };

/** A merchant with its own keys, money and endpoint, calling over HTTP as any merchant would. */
export interface TestMerchant {
  readonly userNo: string;
  readonly record: Merchant;
  readonly client: MerchantClient;
  /** The merchant's private key, PKCS#8 PEM. */
  readonly privateKey: string;
  /** The latest request as it went over the wire, to be sent again as whoever sees it can. */
  captured(): Parameters<typeof fetch>;
  /** Every card_operate that arrived, in order, repeats included. */
  readonly received: CardOperate[];
  /** The n-th card_operate of this order, the first unless told, as soon as it is there. */
  outcome(orderId: string, nth?: number): Promise<CardOperate>;
  /** Every notification of every type that arrived, in order, repeats included. */
  readonly notifications: Notification[];
  /** The n-th notification of the type that matches, the first unless told, as soon as it is there. */
  told<Type extends NotificationType>(
    type: Type,
    matches: (content: NotificationContent<Type>) => boolean,
    nth?: number,
  ): Promise<NotificationContent<Type>>;
  close(): Promise<void>;
}

let merchants = 0;

/** A merchant number that no other test of this run has. */
export function newUserNo(): string {
  merchants += 1;
  return `${10_000 + (process.pid % 80_000)}${String(merchants).padStart(5, '0')}`;
}

/** Onboards a merchant at a deployment. `usd` is in minor units. */
export async function openMerchant(
  deployment: Deployment,
  options: {
    usd?: bigint;
    keyBits?: RsaModulusBits;
    endpoint?: Endpoint;
    changes?: Partial<Merchant>;
    userNo?: string;
    client?: Partial<Pick<MerchantClientOptions, 'retry'>>;
  } = {},
): Promise<TestMerchant> {
  const { platform } = deployment.operator;
  const userNo = options.userNo ?? newUserNo();
  const keyBits = options.keyBits ?? 1024;
  const pair = await generateRsaKeyPair(keyBits);
  const received: Notification[] = [];
  const arrivals = new EventEmitter().setMaxListeners(0);
  let client: MerchantClient | undefined;
  const server = await startEndpoint(options.endpoint, (body) => {
    if (client) received.push(client.openNotification(body));
    arrivals.emit('arrived');
  });
  for (const range of DEMO_RANGES) await saveBinRange(platform.store, range);
  await setDemoRates(platform);
  const asked = {
    userNo,
    name: `Merchant ${userNo}`,
    publicKey: pair.publicKey,
    requestCipher: 'merchant-private' as const,
    allowedAddresses: [],
    notifyUrl: urlOf(server),
    binRangeIds: DEMO_RANGES.map(({ binRangeId }) => binRangeId),
    cardDataInNotifications: false,
    fees: DEMO_FEES,
    ...options.changes,
  };
  const sealer = privateKeySealer(deployment.env['DATA_KEY']);
  const record = await onboardMerchant(platform.store, sealer, asked, keyBits);
  await bookDeposit(platform, {
    userNo,
    currency: 'USD',
    amount: options.usd ?? 100_000n,
    reference: `test/${userNo}`,
  });
  let captured: Parameters<typeof fetch> | undefined;
  client = new MerchantClient({
    fetch: (url, init = {}) => {
      const { signal: _, ...request } = init;
      captured = [url, request];
      return fetch(url, init);
    },
    baseUrl: deployment.apiUrl,
    userNo,
    merchantPrivateKey: pair.privateKey,
    platformPublicKey: record.platformPublicKey,
    ...options.client,
  });
  const told: TestMerchant['told'] = async (type, matches, nth = 1) => {
    for (;;) {
      const found = contentsOf(received, type).filter(matches)[nth - 1];
      if (found) return found;
      await once(arrivals, 'arrived');
    }
  };
  return {
    userNo,
    record,
    client,
    captured: () => captured ?? expect.fail('nothing was sent'),
    privateKey: pair.privateKey,
    notifications: received,
    get received() {
      return contentsOf(received, 'card_operate');
    },
    told,
    outcome: (orderId, nth) => told('card_operate', (content) => content.orderId === orderId, nth),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** The contents of the notifications of one type. */
const contentsOf = <Type extends NotificationType>(
  notifications: readonly Notification[],
  type: Type,
): NotificationContent<Type>[] =>
  notifications
    .filter((notification) => notification.type === type)
    .map(({ content }) => content as NotificationContent<Type>);

async function startEndpoint(
  endpoint: Endpoint | undefined,
  accepted: (body: string) => void,
): Promise<Server> {
  let count = 0;
  const server = createServer(async (request, response) => {
    count += 1;
    const { status = 200, body = 'SUCCESS' } = endpoint?.(count) ?? {};
    accepted(await textOf(request));
    response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/notify`;

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** Two merchants for a test file, open before its tests and gone after them. */
export function twoMerchants(deployment: Deployment): { merchant: TestMerchant; stranger: TestMerchant } {
  const both = {} as { merchant: TestMerchant; stranger: TestMerchant };
  beforeAll(async () => {
    [both.merchant, both.stranger] = await Promise.all([openMerchant(deployment), openMerchant(deployment)]);
  });
  afterAll(async () => {
    await Promise.all([both.merchant.close(), both.stranger.close()]);
    deployment.operator.close();
  });
  return both;
}
