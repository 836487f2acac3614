import { MessageRefused, OperationRefused } from '../../shared/client/client-errors.ts';
import type { UpstreamClient } from '../../shared/client/upstream-client.ts';
import type { Random } from '../../shared/runtime/random.ts';
import { formatDateTime } from '../../shared/wire/contract/time.ts';
import { cardOpening } from '../support/fixtures/cards-over-http.ts';
import { sentPaymentBill } from '../support/fixtures/dpt.ts';
import { sentTransaction } from '../support/fixtures/transactions.ts';
import type { SoakMerchant } from './merchant.ts';
import type { ReceivedNotifications } from './received-notifications.ts';

const UTC_OFFSET = '+08:00';

/** The context of a request. */
export interface Scene {
  readonly merchant: SoakMerchant;
  readonly upstream: UpstreamClient;
  readonly notifications: ReceivedNotifications;
  readonly random: Random;
  /** The number of this request in the run. Ids in the request derive from it, so that a repeat is idempotent. */
  readonly request: string;
  /** The time of the request, in epoch milliseconds. */
  readonly since: number;
}

type Action = (scene: Scene) => Promise<unknown>;

/** Returns one of the merchant's cards, or undefined if it has none. */
const aCard = ({ merchant, random }: Scene) => [...merchant.cards][random(Math.max(merchant.cards.size, 1))];

async function order(scene: Scene, accepted: Promise<{ readonly orderId: string }>): Promise<void> {
  scene.notifications.expect(`order/${(await accepted).orderId}`, scene.since);
}

const open: Action = (scene) =>
  order(scene, scene.merchant.client.call('cardApply', cardOpening({ userReqNo: scene.request })));

/** Returns an action on a card, which opens a card if there is none. */
const withCard =
  (action: (scene: Scene, cardId: string) => Promise<unknown>): Action =>
  (scene) => {
    const cardId = aCard(scene);
    return cardId === undefined ? open(scene) : action(scene, cardId);
  };

const recharge = withCard((scene, cardId) =>
  order(
    scene,
    scene.merchant.client.call('cardRecharge', {
      userReqNo: scene.request,
      cardId,
      authLimitAmount: 10 + scene.random(40),
    }),
  ),
);

const refund = withCard((scene, cardId) =>
  order(
    scene,
    scene.merchant.client.call('cardRefund', {
      userReqNo: scene.request,
      cardId,
      refundAmount: 1 + scene.random(5),
    }),
  ),
);

const close = withCard((scene, cardId) => {
  scene.merchant.cards.delete(cardId);
  return order(scene, scene.merchant.client.call('cardClose', { userReqNo: scene.request, cardId }));
});

const authorize = withCard(async ({ merchant, upstream, notifications, random, request, since }, cardId) => {
  const { cardNo, cardExpiryDate, cardVerifyNo } = await merchant.client.call('cardInfo', { cardId });
  const amount = 1 + random(20);
  const { approved, recordNo } = await upstream.authorize({
    networkId: request,
    cardNo,
    expiry: cardExpiryDate,
    cvv2: cardVerifyNo,
    transCurrency: 'USD',
    transCurrencyAmt: amount,
    merchantName: 'Coffee House',
    merchantCategoryCode: '5814',
    merchantCountry: 'USA',
  });
  notifications.expect(`record/${recordNo}/1`, since);
  if (approved) merchant.authorizations.push({ recordNo, cardId, amount });
});

const clear: Action = async (scene) => {
  const held = scene.merchant.authorizations.shift();
  if (!held) {
    await authorize(scene);
    return;
  }
  const { recordNo, cardId, amount } = held;
  await scene.upstream.send(
    'card_transaction',
    sentTransaction(cardId, {
      recordNo,
      transCurrency: 'USD',
      transCurrencyAmt: amount,
      localCurrencyAmt: amount,
      settleAmount: amount,
      settleTime: formatDateTime(scene.since, UTC_OFFSET),
      transCategory: 2,
    }),
  );
  scene.notifications.expect(`record/${recordNo}/2`, scene.since);
};

const deposit: Action = async ({ merchant, upstream, notifications, random, request, since }) => {
  const requested = await merchant.client.call('dptAcquire', {
    userReqNo: request,
    currency: 'USDT',
    network: 'TRC20',
  });
  const bill = sentPaymentBill(requested, 10 + random(90));
  await upstream.send('dpt_payment_bill', bill);
  notifications.expect(`payment/${bill.txId}`, since);
};

const look: Action = ({ merchant, random }) => {
  const queries = [
    () => merchant.client.call('accountBalance', {}),
    () => merchant.client.call('cardPage', { pageSize: 20 }),
    () => merchant.client.call('cardBin', {}),
    () => merchant.client.call('transactionQuery', { pageSize: 20 }),
  ];
  return (queries[random(queries.length)] ?? (() => Promise.resolve()))();
};

/** The actions of merchants and networks, with their share in percent. */
const ACTIONS: readonly (readonly [name: string, share: number, action: Action])[] = [
  ['open', 10, open],
  ['recharge', 25, recharge],
  ['refund', 12, refund],
  ['close', 3, close],
  ['authorize', 20, authorize],
  ['clear', 12, clear],
  ['deposit', 3, deposit],
  ['query', 15, look],
];

/** Draws an action by its share. */
function pickAction(random: Random): (typeof ACTIONS)[number] {
  let rest = random(100);
  for (const entry of ACTIONS) {
    if (rest < entry[1]) return entry;
    rest -= entry[1];
  }
  throw new Error('the shares of the actions are not a hundred');
}

/** The result of one request. */
export interface Sent {
  readonly action: string;
  /** Milliseconds until the answer. */
  readonly took: number;
  /** `ok`, the code of a refusal, or the name of the error. */
  readonly result: string;
}

/** Makes the next request of the run. */
export async function makeRequest(scene: Scene): Promise<Sent> {
  const [name, , action] = pickAction(scene.random);
  const result = await action(scene).then(
    () => 'ok',
    (error: unknown) => codeOf(error) ?? nameOf(error),
  );
  return { action: name, took: Date.now() - scene.since, result };
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof OperationRefused || error instanceof MessageRefused ? error.errorCode : undefined;

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
