import { newRequestNumber } from '../../../shared/client/request-number.ts';
import { openResponse, parseResponseEnvelope, sealRequest } from '../../../shared/codec/envelope.ts';
import { importPrivateKey, importPublicKey } from '../../../shared/codec/keys.ts';
import { cardRecharge } from '../../../shared/contract/operations/card-orders.ts';
import { cardOpening } from '../../support/cards.ts';
import { type Deployment, post } from '../../support/deployment.ts';
import { openMerchant } from '../../support/merchant.ts';
import type { Arrival, Endpoint } from './endpoint.ts';

/** What a card is recharged with, in US dollars, and what its merchant has for it, in cents. */
const RECHARGE = 10;
const FUNDS = 1_000_000_000n;

/** A request on its way: its times are on the clock of `performance.now`. */
export interface Sent {
  readonly at: number;
  readonly answer: string;
}

/** A merchant with money and a card. What it has to seal and to open is done before and after the clock runs. */
export interface Client {
  readonly userNo: string;
  /** The bodies of so many requests to recharge the card. */
  seal(count: number): string[];
  send(body: string): Promise<Sent>;
  /**
   * Milliseconds from each request until its notification arrived.
   *
   * @throws Error when one was refused, was not told or failed
   */
  latencies(sent: readonly Sent[], arrivals: readonly Arrival[]): number[];
}

/** Onboards a merchant whose notifications go to the endpoint and opens its card. */
export async function openClient(
  deployment: Deployment,
  endpoint: Endpoint,
  notifyUrl: string,
): Promise<Client> {
  const merchant = await openMerchant(deployment, { usd: FUNDS, changes: { notifyUrl } });
  await merchant.close();
  const { userNo, client, record } = merchant;
  const [key, platformKey] = [
    importPrivateKey(merchant.privateKey),
    importPublicKey(record.platformPublicKey),
  ];
  const outcomes = (arrivals: readonly Arrival[]) =>
    arrivals.map(({ body, at }) => {
      const { type, content } = client.openNotification(body);
      if (type !== 'card_operate' || content.status !== 1)
        throw new Error(`an order failed, or ${type} was told`);
      return { at, ...content };
    });
  await client.call('cardApply', cardOpening());
  const [{ cardId = '' } = {}] = outcomes(await endpoint.told(1, userNo));
  return {
    userNo,
    seal: (count) =>
      Array.from({ length: count }, () => {
        const request = { userReqNo: newRequestNumber(), cardId, authLimitAmount: RECHARGE };
        return JSON.stringify(sealRequest(request, userNo, key));
      }),
    send: async (body) => {
      const at = performance.now();
      return { at, answer: (await post(deployment, cardRecharge.path, body)).body };
    },
    latencies: (sent, arrivals) => {
      const told = new Map(outcomes(arrivals).map(({ orderId, at }) => [orderId, at]));
      return sent.map(({ at, answer }) => {
        const envelope = parseResponseEnvelope(answer);
        if (!envelope.success) throw new Error(`a recharge is refused: ${answer}`);
        const { orderId } = openResponse(envelope, platformKey);
        const arrived = told.get(String(orderId));
        if (arrived === undefined) throw new Error(`the order ${orderId} was not told`);
        return arrived - at;
      });
    },
  };
}
