import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MerchantClient } from '../../../shared/client/client.ts';
import { newRequestNumber } from '../../../shared/client/request-number.ts';
import { openResponse, parseResponseEnvelope, sealRequest } from '../../../shared/wire/codec/envelope.ts';
import {
  generateRsaKeyPair,
  importPrivateKey,
  importPublicKey,
  type RsaPublicKey,
} from '../../../shared/wire/codec/keys.ts';
import { cardApply, cardRecharge } from '../../../shared/wire/contract/operations/card-orders.ts';
import { post } from '../../support/clouds/deployment.ts';
import { cardOpening } from '../../support/fixtures/cards-over-http.ts';
import type { RunningApp } from '../frame/running-app.ts';
import type { Arrival } from './endpoint.ts';

const KEY_BITS = 1024;

/** The amount of a recharge and the funds of its merchant, in US dollars. */
const RECHARGE = 10;
const FUNDS = '10000000.00';

/** A request with its answer. */
export interface Sent {
  /** Time of sending, on the clock of `performance.now`. */
  readonly at: number;
  /** The body of the answer, still sealed. */
  readonly answer: string;
}

/** A merchant with money and a card. It seals requests before the measurement and opens answers after it. */
export interface Client {
  readonly userNo: string;
  /** Returns the bodies of `count` recharges of the card. */
  seal(count: number): string[];
  send(body: string): Promise<Sent>;
  /** Returns the ids of the accepted orders. Throws if one was refused. */
  orderIds(sent: readonly Sent[]): string[];
  /**
   * Returns the milliseconds from each request to its notification. Throws if one was refused, failed or had no
   * notification.
   */
  latencies(sent: readonly Sent[], arrivals: readonly Arrival[]): number[];
}

/** Opens a merchant by an operator's commands, with notifications to the app's endpoint, and the merchant's card. */
export async function openClient(app: RunningApp, userNo: string): Promise<Client> {
  const { baseUrl, endpoint } = app;
  const { privateKey, platformPublicKey } = await openMerchant(app, userNo);
  const key = importPrivateKey(privateKey);
  const platformKey = importPublicKey(platformPublicKey);
  const merchant = new MerchantClient({
    baseUrl,
    userNo,
    merchantPrivateKey: privateKey,
    platformPublicKey,
    unsigned: true,
  });
  const sealed = (content: object) =>
    JSON.stringify(sealRequest({ userReqNo: newRequestNumber(), ...content }, userNo, key));
  orderIn((await post({ apiUrl: baseUrl }, cardApply.path, sealed(cardOpening()))).body, platformKey);
  const [opened] = outcomes(merchant, await endpoint.awaitArrivals(1, userNo));
  const recharge = () => sealed({ cardId: opened?.cardId, authLimitAmount: RECHARGE });
  return {
    userNo,
    seal: (count) => Array.from({ length: count }, recharge),
    send: async (body) => {
      const at = performance.now();
      return { at, answer: (await post({ apiUrl: baseUrl }, cardRecharge.path, body)).body };
    },
    orderIds: (sent) => sent.map(({ answer }) => orderIn(answer, platformKey)),
    latencies: (sent, arrivals) => {
      const arrivedAt = new Map(outcomes(merchant, arrivals).map(({ orderId, at }) => [orderId, at]));
      return sent.map(({ at, answer }) => {
        const orderId = orderIn(answer, platformKey);
        const arrived = arrivedAt.get(orderId);
        if (arrived === undefined) throw new Error(`no notification of the order ${orderId} came`);
        return arrived - at;
      });
    },
  };
}

/** Opens a merchant that need not sign, because merchants of early states do not, and that has a high request limit. */
export async function openMerchant({ command, dataDir, endpoint }: RunningApp, userNo: string) {
  const file = (name: string) => join(dataDir, 'keys', `${userNo}-${name}.pem`);
  const { publicKey, privateKey } = await generateRsaKeyPair(KEY_BITS);
  writeFileSync(file('public'), publicKey);
  const signs = (await command('merchant', '--help')).includes('--unsigned');
  const keys = ['--key', file('public'), '--platform-key', file('platform'), '--key-bits', String(KEY_BITS)];
  const others = ['--name', `Client ${userNo}`, '--bins', 'V1', '--notify', endpoint.url];
  await command('merchant', 'open', userNo, ...keys, ...others, ...(signs ? ['--unsigned'] : []));
  const money = ['--currency', 'USD', '--amount', FUNDS, '--reference', `bench/${userNo}`];
  await command('merchant', 'deposit', userNo, ...money);
  await command('merchant', 'limit', userNo, '--per-second', '1000', '--burst', '1000');
  return { privateKey, platformPublicKey: readFileSync(file('platform'), 'utf8') };
}

/** Returns the orders of the notifications. Throws if one is not a success. */
const outcomes = (client: MerchantClient, arrivals: readonly Arrival[]) =>
  arrivals.map(({ body, at }) => {
    const { type, content } = client.openNotification(body);
    if (type !== 'card_operate' || content.status !== 1) throw new Error(`not a success: ${type}`);
    return { at, orderId: content.orderId, cardId: content.cardId };
  });

function orderIn(answer: string, platformKey: RsaPublicKey): string {
  const envelope = parseResponseEnvelope(answer);
  if (!envelope.success) throw new Error(`an order is refused: ${envelope.errorCode} ${envelope.errorMsg}`);
  return String(openResponse(envelope, platformKey)['orderId']);
}
