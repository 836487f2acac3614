import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isInboxType } from '../../../../shared/domain/inbox/inbound-message.ts';
import { messageContentOf } from '../../../../shared/domain/inbox/retry-inbox.ts';
import { openCard } from '../../../../shared/domain/issuing/orders/card-opening.ts';
import { fulfilOrder } from '../../../../shared/domain/issuing/orders/fulfil-order.ts';
import { NothingFound, TryAgainLater } from '../../../../shared/wire/errors.ts';
import { opening } from '../../../support/fixtures/card-steps.ts';
import { newRecordNo, sentTransaction, tradeFee } from '../../../support/fixtures/transactions.ts';
import { Crash } from '../../../support/stores/faulty-store.ts';
import { interruptedStore } from '../../../support/stores/interrupted-store.ts';
import { clearing, type InboxFixture, openInboxFixture } from './inbox-fixture.ts';

let fixture: InboxFixture;
const MINUTE = 60_000;

beforeEach(async () => {
  fixture = await openInboxFixture();
});
afterEach(async () => {
  expect(await fixture.differences()).toEqual([]);
});

/** Returns the only stored message. */
const only = async () => {
  const [message, ...others] = await fixture.messages();
  expect(others).toEqual([]);
  return message;
};

describe('a message', () => {
  it('is stored unchanged and sealed, and applied', async () => {
    const content = clearing(await fixture.card(), { merchantCategoryCode: 5814, unknown: 'field' });
    await fixture.receive('card_transaction', content);
    const message = await only();
    expect(message).toMatchObject({ status: 'applied', sender: { userNo: '90000001', issuer: 'embedded' } });
    expect(message && (await messageContentOf(fixture.deps, message))).toEqual(content);
    expect(JSON.stringify(await fixture.operator.scan('inbox'))).not.toContain('Coffee House');
  });

  it('that is repeated is stored once and moves its money once', async () => {
    const cardId = await fixture.card();
    const content = clearing(cardId);
    await Promise.all([1, 2, 3].map(() => fixture.receive('card_transaction', content)));
    await fixture.receive('card_transaction', content);
    expect(await only()).toMatchObject({ status: 'applied' });
    expect(await fixture.onCard(cardId)).toEqual([6_000n, 0n]);
  });

  it('expires after 400 days if it is finished, and never otherwise', async () => {
    await fixture.receive('card_transaction', clearing(await fixture.card()));
    await fixture.receive('card_transaction', clearing('1150000000000009'));
    const stored = (await fixture.operator.scan('inbox')).filter(({ pk }) =>
      String(pk).startsWith('message/'),
    );
    const expiresAt = Math.floor((fixture.deps.now() + 400 * 86_400_000) / 1_000);
    expect(stored.map((item) => item['expiresAt']).sort()).toEqual([expiresAt, undefined]);
  });

  it('whose processing crashed is applied by the next run without being sent again', async () => {
    const cardId = await fixture.card();
    const store = interruptedStore(
      fixture.deps.store,
      () => Promise.reject(new Crash()),
      (writes) => writes.some(({ table }) => table === 'ledger'),
    );
    const deps = { ...fixture.deps, store };
    await expect(fixture.receive('card_transaction', clearing(cardId), { deps })).rejects.toThrow(Crash);
    expect(await only()).toMatchObject({ status: 'received' });
    expect(await fixture.retry()).toBe(0);
    fixture.moveClock(MINUTE);
    expect(await fixture.retry()).toBe(1);
    expect(await only()).toMatchObject({ status: 'applied' });
    expect(await fixture.onCard(cardId)).toEqual([6_000n, 0n]);
    fixture.moveClock(MINUTE);
    expect(await fixture.retry()).toBe(0);
  });

  it('of a type without an id is not stored', () => {
    expect(
      ['card_3ds_otp', 'card_activation_code', 'card_activation_status'].some((type) =>
        isInboxType(type as never),
      ),
    ).toBe(false);
  });

  it('without its id is refused, and nothing is stored', async () => {
    const content = { ...clearing('1'), recordNo: null };
    await expect(fixture.receive('card_transaction', content)).rejects.toThrow('recordNo: is required');
    expect(await fixture.messages()).toEqual([]);
  });
});

describe('a repeat with more complete texts', () => {
  it('updates the texts without an alarm, a notification or a booking', async () => {
    const cardId = await fixture.card();
    const content = clearing(cardId, { merchantName: 'AMZN', merchantCategoryCode: undefined });
    await fixture.receive('card_transaction', content);
    await fixture.receive('card_transaction', {
      ...content,
      merchantName: 'Amazon Marketplace',
      merchantCategoryCode: '5942',
    });
    await fixture.receive('card_transaction', content);
    expect(fixture.alarms).toEqual([]);
    expect((await fixture.messages()).map(({ status }) => status)).toEqual(['applied', 'applied']);
    expect((await fixture.snapshot()).records).toMatchObject([
      { settled: { merchantName: 'Amazon Marketplace', merchantCategoryCode: '5942' } },
    ]);
    expect(await fixture.notificationsOf(content.recordNo)).toHaveLength(1);
    expect(await fixture.onCard(cardId)).toEqual([6_000n, 0n]);
  });
});

describe('settled money of an unknown card', () => {
  it('is suspended, and the message is acknowledged', async () => {
    const owed = await fixture.owed();
    await fixture.receive('card_transaction', clearing('1150000000000009'));
    expect(await fixture.suspense()).toBe(-4_000n);
    expect((await fixture.owed()) - owed).toBe(4_000n);
    expect(fixture.alarms).toEqual(['money is in suspense']);
    expect(await only()).toMatchObject({ status: 'suspended', reason: '120001 nothing found' });
  });

  it('is suspended once when it is repeated with other texts', async () => {
    const content = clearing('1150000000000009');
    for (const merchantName of ['A', 'AB', 'ABC'])
      await fixture.receive('card_transaction', { ...content, merchantName });
    expect(await fixture.suspense()).toBe(-4_000n);
  });

  it.each([
    ['a refund', { transType: '3' }, 4_000n],
    ['a settlement difference', { transType: '4', fundsDirection: 1 }, 4_000n],
    ['a clearing with the other direction', { fundsDirection: 1 }, -4_000n],
  ])('moves in the direction of %s', async (_, changes, amount) => {
    await fixture.receive('card_transaction', clearing('1150000000000009', changes));
    expect(await fixture.suspense()).toBe(amount);
  });

  it('is not suspended if it was declined or only authorized: the message waits without money', async () => {
    for (const changes of [{ transCategory: 1 }, { transStatus: '2' }] as const)
      await fixture.receive('card_transaction', clearing('1150000000000009', changes));
    expect(await fixture.suspense()).toBe(0n);
    expect((await fixture.messages()).map(({ status }) => status)).toEqual(['waiting', 'waiting']);
    expect(fixture.alarms).toEqual([]);
  });

  it('is booked and released from suspense in one transaction, once the card exists', async () => {
    const { orderId } = await openCard(opening(), fixture.own);
    await fixture.receive('card_transaction', clearing(orderId));
    await fixture.receive('card_transaction', sentTransaction(orderId, { localCurrencyAmt: 10 }));
    await fixture.receive('trade_fee', tradeFee(orderId));
    expect(await fixture.suspense()).toBe(-4_075n);
    await fulfilOrder(fixture.deps, orderId);
    const [account] = await fixture.onAccount();
    fixture.moveClock(MINUTE);
    expect(await fixture.retry()).toBe(3);
    expect(await fixture.suspense()).toBe(0n);
    expect(await fixture.onCard(orderId)).toEqual([5_000n, 1_000n]);
    expect(await fixture.onAccount()).toEqual([account - 75n, 0n]);
    expect((await fixture.messages()).map(({ status }) => status)).toEqual(['applied', 'applied', 'applied']);
    for (const item of await fixture.operator.scan('inbox'))
      for (const gone of ['worklist', 'dueAt', 'dueShard', 'reason']) expect(item).not.toHaveProperty(gone);
  });

  it('is booked once when it is repeated with better texts before a retry', async () => {
    const { orderId } = await openCard(opening(), fixture.own);
    const content = clearing(orderId);
    await fixture.receive('card_transaction', content);
    await fulfilOrder(fixture.deps, orderId);
    await fixture.receive('card_transaction', { ...content, merchantName: 'Coffee House of London' });
    expect(await fixture.suspense()).toBe(0n);
    expect(await fixture.onCard(orderId)).toEqual([6_000n, 0n]);
    fixture.moveClock(MINUTE);
    await fixture.retry();
    expect(await fixture.onCard(orderId)).toEqual([6_000n, 0n]);
  });

  it('is booked once when it is repeated with better texts after a retry', async () => {
    const { orderId } = await openCard(opening(), fixture.own);
    const content = clearing(orderId);
    await fixture.receive('card_transaction', content);
    await fulfilOrder(fixture.deps, orderId);
    fixture.moveClock(MINUTE);
    expect(await fixture.retry()).toBe(1);
    await fixture.receive('card_transaction', { ...content, merchantName: 'Coffee House of London' });
    expect(await fixture.suspense()).toBe(0n);
    expect(await fixture.onCard(orderId)).toEqual([6_000n, 0n]);
  });

  it('is retried at growing intervals for about three days, and then left to an operator', async () => {
    await fixture.receive('card_transaction', clearing('1150000000000009'));
    const begun = fixture.deps.now();
    const dueAt = async () => (await fixture.operator.scan('inbox')).find((item) => item['dueAt'])?.['dueAt'];
    const waits: number[] = [];
    for (let due = await dueAt(); due !== undefined; due = await dueAt()) {
      waits.push((Number(due) - fixture.deps.now()) / MINUTE);
      fixture.moveClock(Number(due) - 1 - fixture.deps.now());
      expect(await fixture.retry()).toBe(0);
      fixture.moveClock(1);
      expect(await fixture.retry()).toBe(1);
    }
    expect(waits.slice(0, 11)).toEqual([1, 1, 2, 4, 8, 16, 32, 64, 128, 256, 360]);
    expect(waits).toHaveLength(20);
    expect(waits.reduce((sum, wait) => sum + wait, 0) / 60 / 24).toBeCloseTo(2.86, 2);
    expect(await only()).toMatchObject({ status: 'suspended', retries: 20, receivedAt: begun });
    expect(fixture.alarms).toEqual(['money is in suspense', 'an upstream message waits for an operator']);
    expect(await fixture.suspense()).toBe(-4_000n);
  });
});

describe('settled money that contradicts an earlier message', () => {
  it('in its amount is suspended with an alarm, and the first message stands', async () => {
    const cardId = await fixture.card();
    const content = clearing(cardId);
    await fixture.receive('card_transaction', content);
    const other = { ...content, settleAmount: 45 };
    for (const received of [other, { ...other, merchantName: 'Coffee House of London' }, content])
      await fixture.receive('card_transaction', received);
    expect(await fixture.onCard(cardId)).toEqual([6_000n, 0n]);
    expect(await fixture.suspense()).toBe(-4_500n);
    expect(fixture.alarms).toEqual(['money is in suspense']);
    fixture.moveClock(MINUTE);
    expect(await fixture.retry()).toBe(0);
  });

  it('in its currency is suspended in that currency', async () => {
    await fixture.receive('card_transaction', clearing(await fixture.card(), { localCurrency: 'EUR' }));
    expect(await fixture.suspense('EUR')).toBe(-4_000n);
  });

  it('of a fee in a coin is suspended in that coin: no card account holds coins', async () => {
    const cardId = await fixture.card();
    await fixture.receive('trade_fee', tradeFee(cardId, { realCcy: 'USDT', realFee: '0.75' }));
    expect(await only()).toMatchObject({ status: 'suspended' });
    expect(await fixture.suspense('USDT')).toBe(-750_000n);
  });

  it('of a fee is suspended as well', async () => {
    const fee = tradeFee(await fixture.card());
    await fixture.receive('trade_fee', fee);
    await fixture.receive('trade_fee', { ...fee, realFee: '0.80' });
    expect(await fixture.suspense()).toBe(-80n);
  });

  it('and comes from another network is no contradiction', async () => {
    const cardId = await fixture.card();
    const fee = tradeFee(cardId);
    await fixture.receive('trade_fee', fee);
    await fixture.receive('trade_fee', { ...fee, realFee: '0.80' }, { userNo: '90000009' });
    expect(await fixture.suspense()).toBe(0n);
  });
});

describe('a message that cannot be interpreted', () => {
  it.each([
    ['an invalid amount', { settleAmount: 'much' }],
    ['an amount with more decimals than its currency', { settleAmount: 0.001 }],
    ['an invalid currency', { localCurrency: 'XXZ' }],
    ['an invalid transType', { transType: '6' }],
    ['a settlement difference without a direction', { transType: '4' }],
    ['an authorization in another currency', { transCategory: 1, localCurrency: 'EUR' }],
  ])('is stored on the worklist: %s', async (_, changes) => {
    const cardId = await fixture.card();
    const content = clearing(cardId, changes);
    for (const __ of [1, 2]) await fixture.receive('card_transaction', content);
    expect(await only()).toMatchObject({ status: 'refused', reason: expect.stringMatching(/^110001 \w+: /) });
    expect(fixture.alarms).toEqual(['an upstream message cannot be applied']);
    expect(await fixture.onCard(cardId)).toEqual([10_000n, 0n]);
    expect(await fixture.suspense()).toBe(0n);
  });
});

describe('an order result', () => {
  it('is accepted with the field names of sibling deployments', async () => {
    const content = {
      orderId: '77',
      resourceId: '4711',
      userReqNo: '1150000000000009',
      transactionType: 16,
      transactionStatus: '1',
      amount: 10,
      fee: 0,
      createTime: '2026-03-01 10:00:00',
    };
    await expect(fixture.receive('card_operate', content)).rejects.toThrow(NothingFound);
    expect(await only()).toMatchObject({ status: 'refused', reason: '120001 nothing found' });
  });

  it('that is refused is stored, and processed anew when it is repeated', async () => {
    const answer = {
      orderId: '77',
      userReqNo: '1150000000000009',
      opType: 16,
      status: 1,
      amount: 10,
      fee: 0,
    };
    for (const _ of [1, 2])
      await expect(fixture.receive('card_operate', answer, { issuer: 'upstream' })).rejects.toThrow(
        NothingFound,
      );
    expect(await only()).toMatchObject({ status: 'refused' });
  });
});

it('a second content under a number has to wait until the first is processed', async () => {
  const cardId = await fixture.card();
  const recordNo = newRecordNo();
  const store = interruptedStore(
    fixture.deps.store,
    async () => {
      const other = clearing(cardId, { recordNo, merchantName: 'Tea House' });
      await expect(fixture.receive('card_transaction', other)).rejects.toThrow(TryAgainLater);
    },
    (writes) => writes.some(({ table }) => table === 'ledger'),
  );
  await fixture.receive('card_transaction', clearing(cardId, { recordNo }), {
    deps: { ...fixture.deps, store },
  });
  expect(await fixture.onCard(cardId)).toEqual([6_000n, 0n]);
});

it('a clearing beyond the balance counts once when it arrives twice at the same moment', async () => {
  const cardId = await fixture.card();
  const content = clearing(cardId, { settleAmount: 150 });
  const store = interruptedStore(
    fixture.deps.store,
    () => fixture.receive('card_transaction', content),
    (writes) => writes.some(({ table }) => table === 'ledger'),
  );
  await fixture.receive('card_transaction', content, { deps: { ...fixture.deps, store } });
  expect(await fixture.onCard(cardId)).toEqual([-5_000n, 0n]);
  expect(await only()).toMatchObject({ status: 'applied' });
});
