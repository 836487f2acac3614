import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MerchantClient } from '../../../shared/client/client.ts';
import { newRequestNumber } from '../../../shared/client/request-number.ts';
import { openResponse, parseResponseEnvelope, sealRequest } from '../../../shared/wire/codec/envelope.ts';
import { generateRsaKeyPair, importPrivateKey, importPublicKey } from '../../../shared/wire/codec/keys.ts';
import { networkAuthorize } from '../../../shared/wire/contract/card-network.ts';
import { post } from '../../support/clouds/deployment.ts';
import { cardOpening } from '../../support/fixtures/cards-over-http.ts';
import { openMerchant, type Sent } from '../app/client.ts';
import type { RunningApp } from '../frame/running-app.ts';

const MERCHANT = '21000001';
const NETWORK = '21000002';
const KEY_BITS = 1024;
/** US dollars: many times what a run spends with a card. */
const ON_THE_CARD = 1_000;
const PRICE = 0.01;

/** A card in use. The network seals requests before the measurement and opens answers after it. */
export interface Buyer {
  /** Returns the bodies of `count` purchases. */
  seal(count: number): string[];
  send(body: string): Promise<Sent>;
  /** Throws if an answer is not an approval. */
  assertApproved(sent: readonly Sent[]): void;
}

/** Opens a merchant with `count` cards and the network that uses them, by the app's commands and the wire. */
export async function openBuyers(app: RunningApp, count: number): Promise<Buyer[]> {
  const { baseUrl, endpoint } = app;
  const { privateKey, platformPublicKey } = await openMerchant(app, MERCHANT);
  const keys = { merchantPrivateKey: privateKey, platformPublicKey };
  const merchant = new MerchantClient({ baseUrl, userNo: MERCHANT, ...keys, unsigned: true });
  const opening = { ...cardOpening({ authLimitAmount: ON_THE_CARD }), userReqNo: '' };
  for (let nth = 0; nth < count; nth += 1)
    await merchant.call('cardApply', { ...opening, userReqNo: newRequestNumber() } as never);
  const network = await openNetwork(app);
  const buyers: Buyer[] = [];
  for (const { body } of await endpoint.awaitArrivals(count, MERCHANT)) {
    const { type, content } = merchant.openNotification(body);
    if (type !== 'card_operate' || content.cardId === undefined) throw new Error(`not a card: ${type}`);
    buyers.push(buyerWith(await merchant.call('cardInfo', { cardId: content.cardId }), app, network));
  }
  return buyers;
}

type Network = Awaited<ReturnType<typeof openNetwork>>;

/** Opens a network that need not sign, because networks of early states do not. */
async function openNetwork({ command, dataDir }: RunningApp) {
  const file = (name: string) => join(dataDir, 'keys', `${NETWORK}-${name}.pem`);
  const { publicKey, privateKey } = await generateRsaKeyPair(KEY_BITS);
  writeFileSync(file('public'), publicKey);
  const help = await command('upstream', '--help');
  const known = (option: string, ...values: string[]) => (help.includes(option) ? [option, ...values] : []);
  const keys = ['--key', file('public'), '--platform-key', file('platform'), '--key-bits', String(KEY_BITS)];
  const rights = ['--types', 'authorize', ...known('--bins', 'V1'), ...known('--unsigned')];
  await command('upstream', 'add', NETWORK, '--name', 'Network', ...keys, ...rights);
  const platformKey = importPublicKey(readFileSync(file('platform'), 'utf8'));
  return { key: importPrivateKey(privateKey), platformKey };
}

interface CardData {
  readonly cardNo?: string | undefined;
  readonly cardExpiryDate?: string | undefined;
  readonly cardVerifyNo?: string | undefined;
}

function buyerWith(card: CardData, { baseUrl }: RunningApp, { key, platformKey }: Network): Buyer {
  const purchase = () => ({
    networkId: newRequestNumber(),
    cardNo: card.cardNo,
    expiry: card.cardExpiryDate,
    cvv2: card.cardVerifyNo,
    transCurrency: 'USD',
    transCurrencyAmt: PRICE,
    merchantName: 'Coffee House',
  });
  return {
    seal: (count) =>
      Array.from({ length: count }, () => JSON.stringify(sealRequest(purchase(), NETWORK, key))),
    send: async (body) => {
      const at = performance.now();
      return { at, answer: (await post({ apiUrl: baseUrl }, networkAuthorize.path, body)).body };
    },
    assertApproved: (sent) => {
      for (const { answer } of sent) {
        const envelope = parseResponseEnvelope(answer);
        if (!envelope.success) throw new Error(`refused: ${envelope.errorCode} ${envelope.errorMsg}`);
        const { approved, respCode } = openResponse(envelope, platformKey);
        if (approved !== 1) throw new Error(`declined: ${respCode}`);
      }
    },
  };
}
