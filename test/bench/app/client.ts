import { newRequestNumber } from '../../../shared/client/request-number.ts';
import { openResponse, parseResponseEnvelope, sealRequest } from '../../../shared/wire/codec/envelope.ts';
import { importPrivateKey, importPublicKey, type RsaPublicKey } from '../../../shared/wire/codec/keys.ts';
import { cardRecharge } from '../../../shared/wire/contract/operations/card-orders.ts';
import { type Deployment, post } from '../../support/clouds/deployment.ts';
import { cardOpening } from '../../support/fixtures/cards-over-http.ts';
import { openMerchant, type TestMerchant } from '../../support/fixtures/merchant.ts';
import type { Arrival, Endpoint } from './endpoint.ts';

/** What a card is recharged with, in US dollars, and what its merchant has for that, in cents. */
const RECHARGE = 10;
const FUNDS = 1_000_000_000n;

/** A request that was answered. */
export interface Sent {
  /** When it was sent, on the clock of `performance.now`. */
  readonly at: number;
  /** The body of its answer, which nobody has opened yet. */
  readonly answer: string;
}

/** A merchant with money and a card, who seals before the clock runs and opens what came when it has stopped. */
export interface Client {
  readonly userNo: string;
  /** The bodies of so many requests to recharge the card. */
  seal(count: number): string[];
  send(body: string): Promise<Sent>;
  /** Milliseconds from each request to its notification; throws when one was refused, failed or has no notification. */
  latencies(sent: readonly Sent[], arrivals: readonly Arrival[]): number[];
}

/** Onboards a merchant whose notifications go to the endpoint, and opens its card. */
export async function openClient(deployment: Deployment, endpoint: Endpoint): Promise<Client> {
  const merchant = await openMerchant(deployment, { usd: FUNDS, changes: { notifyUrl: endpoint.url } });
  // Its own endpoint is not called.
  await merchant.close();
  const { userNo } = merchant;
  await merchant.client.call('cardApply', cardOpening());
  const [opened] = outcomes(merchant, await endpoint.awaitArrivals(1, userNo));
  const key = importPrivateKey(merchant.privateKey);
  const platformKey = importPublicKey(merchant.record.platformPublicKey);
  const sealed = () => {
    const request = {
      userReqNo: newRequestNumber(),
      cardId: opened?.cardId,
      authLimitAmount: RECHARGE,
    };
    return JSON.stringify(sealRequest(request, userNo, key));
  };
  return {
    userNo,
    seal: (count) => Array.from({ length: count }, sealed),
    send: async (body) => {
      const at = performance.now();
      return { at, answer: (await post(deployment, cardRecharge.path, body)).body };
    },
    latencies: (sent, arrivals) => {
      const arrivedAt = new Map(outcomes(merchant, arrivals).map(({ orderId, at }) => [orderId, at]));
      return sent.map(({ at, answer }) => {
        const orderId = orderIn(answer, platformKey);
        const arrived = arrivedAt.get(orderId);
        if (arrived === undefined) throw new Error(`no notification of order ${orderId}`);
        return arrived - at;
      });
    },
  };
}

/** The orders that the notifications tell of, all of which have to be successes. */
const outcomes = ({ client }: TestMerchant, arrivals: readonly Arrival[]) =>
  arrivals.map(({ body, at }) => {
    const { type, content } = client.openNotification(body);
    if (type !== 'card_operate' || content.status !== 1) throw new Error(`not a success: ${type}`);
    return { at, orderId: content.orderId, cardId: content.cardId };
  });

function orderIn(answer: string, platformKey: RsaPublicKey): string {
  const envelope = parseResponseEnvelope(answer);
  if (!envelope.success) throw new Error(`a recharge is refused: ${envelope.errorCode} ${envelope.errorMsg}`);
  return String(openResponse(envelope, platformKey)['orderId']);
}
