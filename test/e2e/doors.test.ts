import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_RANGES } from '../../infra/ops/seed.ts';
import { type BinRange, saveBinRange } from '../../shared/cards/bin.ts';
import { MessageRefused } from '../../shared/client/errors.ts';
import {
  type NotificationContent,
  type NotificationType,
  notifications,
} from '../../shared/contract/notifications.ts';
import { cardOpening, openCard } from '../support/cards.ts';
import type { World } from '../support/cases/case.ts';
import { assignedCard } from '../support/cases/pcc.ts';
import { authorize } from '../support/cases/transactions.ts';
import { auditDifferences, sharedDeployment } from '../support/deployment.ts';
import { newTxId, openNetworks } from '../support/dpt.ts';
import { openMerchant, type TestMerchant } from '../support/merchant.ts';
import { openUpstream, type TestUpstream } from '../support/upstream.ts';

type Messages = { readonly [Type in NotificationType]: () => Promise<NotificationContent<Type>> };

const deployment = sharedDeployment();
const TIME = '2026-11-22 10:00:00';
let merchant: TestMerchant;
let world: World;
/** Holds the cards that are kept here, and those whose orders somebody else answers. */
let upstreams: Record<'embedded' | 'upstream', TestUpstream>;
let numbers = 0;

const newNumber = (): string => {
  numbers += 1;
  return `${7_000_000_000 + process.pid}${String(numbers).padStart(4, '0')}`;
};

/** For each type a new message about something of the merchant's. */
const messages: Messages = {
  card_transaction: async () => {
    const { recordNo } = await authorize(world, await openCard(merchant), 20);
    const told = await merchant.told('card_transaction', (content) => content.recordNo === recordNo);
    return { ...told, transCategory: 2, settleAmount: 20, settleTime: TIME };
  },
  card_operate: async () => {
    const { orderId } = await merchant.client.call('cardApply', cardOpening({ binRangeId: 'U1' }));
    return {
      orderId: newNumber(),
      userReqNo: orderId,
      opType: 15,
      status: 2,
      amount: 100,
      fee: 0,
      createAt: TIME,
    };
  },
  trade_fee: async () => ({
    cardId: await openCard(merchant),
    opType: 97,
    receiptNo: newNumber(),
    recordNo: newNumber(),
    userNo: '1',
    realCcy: 'USD',
    realFee: '0.25',
    createAt: TIME,
  }),
  card_3ds_otp: async () => ({
    otp: '314159',
    cardId: await openCard(merchant),
    cardNo: '499900******0000',
    transactionCurrency: 'USD',
    transactionAmount: '20',
    merchantName: 'Bookshop',
  }),
  dpt_payment_bill: async () => {
    const { orderNo, address, userReqNo } = await merchant.client.call('dptAcquire', {
      currency: 'USDT',
      network: 'TRC20',
    });
    const paid = { paymentAmount: 9, factAmount: 9, fee: 0 };
    const order = { serialNumber: userReqNo, orderNo, toAddress: address };
    const transactionTime = '2026-11-22T10:00:00.000+08:00';
    return { txId: newTxId(), fromAddress: address, ...order, ...paid, transactionTime };
  },
  card_activation_code: async () => ({
    cardId: await assignedCard(world),
    cardNo: '559900******0000',
    activationCode: '27182818',
  }),
  card_activation_status: async () => {
    const cardId = Number(await assignedCard(world));
    return { cardId, staus: 1, status: 1 };
  },
};

/** What the merchant can tell the message by. */
function isAbout(type: NotificationType, sent: Record<string, unknown>) {
  const field =
    { card_operate: 'orderId', dpt_payment_bill: 'orderNo', trade_fee: 'receiptNo' }[type as string] ??
    'cardId';
  const value = type === 'card_operate' ? sent['userReqNo'] : sent[field];
  return (content: Record<string, unknown>) => content[field] === value;
}

const types = Object.keys(notifications) as NotificationType[];
const issuerOf = (type: NotificationType) => (type === 'card_operate' ? 'upstream' : 'embedded');
const message = async (type: NotificationType) => (await messages[type]()) as Record<string, unknown>;
const send = (by: TestUpstream, type: NotificationType, content: object) =>
  by.client.send(type, content as never);
const told = async (type: NotificationType, content: Record<string, unknown>) =>
  (await merchant.told(type, isAbout(type, content) as never)) as Record<string, unknown>;

async function refusal(sending: Promise<void>): Promise<string> {
  try {
    await sending;
    return 'accepted';
  } catch (error) {
    if (error instanceof MessageRefused) return `${error.status} ${error.errorCode}`;
    throw error;
  }
}

beforeAll(async () => {
  const { store } = deployment.operator.platform;
  const range: BinRange = { ...(DEMO_RANGES[0] as BinRange), binRangeId: 'U1', issuer: 'upstream' };
  await saveBinRange(store, range);
  await openNetworks(store);
  const binRangeIds = [...DEMO_RANGES.map(({ binRangeId }) => binRangeId), 'U1'];
  merchant = await openMerchant(deployment, { usd: 1_000_000n, changes: { binRangeIds } });
  const [embedded, upstream] = await Promise.all([
    openUpstream(deployment),
    openUpstream(deployment, { issuer: 'upstream' }),
  ]);
  upstreams = { embedded, upstream };
  world = { deployment, merchant, stranger: merchant, upstream: embedded };
});
afterAll(async () => {
  await merchant.close();
  deployment.operator.close();
});

describe.each(types)('%s', (type) => {
  it('is taken over and reaches the merchant, once however often it is told', async () => {
    const content = await message(type);
    for (const _ of [1, 2, 3]) await send(upstreams[issuerOf(type)], type, content);
    const reached = await told(type, content);
    expect(notifications[type].told.safeParse(reached).error?.issues).toBeUndefined();
    const another = await message(type);
    await send(upstreams[issuerOf(type)], type, another);
    await told(type, another);
    const about = isAbout(type, content);
    const category = content['transCategory'];
    const same = merchant.notifications.filter(
      (one) =>
        one.type === type &&
        about(one.content as never) &&
        (one.content as Record<string, unknown>)['transCategory'] === category,
    );
    expect(same).toHaveLength(1);
  });

  it('is refused from whoever may not tell it', async () => {
    const others = types.filter((other) => other !== type);
    const unentitled = await openUpstream(deployment, { issuer: issuerOf(type), types: others });
    expect(await refusal(send(unentitled, type, await message(type)))).toBe('401 100002');
  });

  it.skipIf(type === 'dpt_payment_bill')('about what another issuer holds finds nothing', async () => {
    const foreign = upstreams[issuerOf(type) === 'embedded' ? 'upstream' : 'embedded'];
    expect(await refusal(send(foreign, type, await message(type)))).toBe('404 120001');
  });
});

it('leaves clean books', async () => {
  const differences = await auditDifferences(deployment, merchant.userNo);
  expect(differences).toEqual([]);
});
