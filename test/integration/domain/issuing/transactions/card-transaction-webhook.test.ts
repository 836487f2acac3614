import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handleCardTransaction } from '../../../../../shared/domain/issuing/transactions/card-transaction-webhook.ts';
import { groupAccount } from '../../../../../shared/domain/money/ledger/account.ts';
import type { UpstreamCall } from '../../../../../shared/domain/upstream-call.ts';
import { NothingFound, RequestNumberReused } from '../../../../../shared/wire/errors.ts';
import { openedGroup, supplementary } from '../../../../support/fixtures/card-steps.ts';
import { type ReceivedTransaction, transaction } from '../../../../support/fixtures/transactions.ts';
import { openTransactionFixture, type TransactionFixture } from './transaction-fixture.ts';

let fixture: TransactionFixture;
beforeAll(async () => {
  fixture = await openTransactionFixture();
});
afterAll(async () => {
  expect(await fixture.differences()).toEqual([]);
});

const settled = (
  of: ReceivedTransaction,
  changes: Partial<ReceivedTransaction> = {},
): ReceivedTransaction => ({
  ...of,
  transCategory: 2,
  ...changes,
});
const about = (origin: ReceivedTransaction, changes: Partial<ReceivedTransaction>) => ({
  originRecordNo: origin.recordNo,
  ...changes,
});

describe('money moves', () => {
  type Then = (origin: ReceivedTransaction) => Partial<ReceivedTransaction>[];
  const child =
    (...kinds: [ReceivedTransaction['transType'], 1 | 2, string, (0 | 1)?][]): Then =>
    (origin) =>
      kinds.map(([transType, transCategory, localCurrencyAmt, fundsDirection]) =>
        about(origin, {
          transType,
          transCategory,
          localCurrencyAmt,
          ...(fundsDirection !== undefined && { fundsDirection }),
        }),
      );
  const settlement =
    (settleAmount?: string): Then =>
    (origin) => [settled(origin, settleAmount === undefined ? {} : { settleAmount })];
  const both =
    (...steps: Then[]): Then =>
    (origin) =>
      steps.flatMap((step) => step(origin));

  it.each<[string, Then, [bigint, bigint], bigint]>([
    ['into a hold by an authorization', () => [], [6_000n, 4_000n], 0n],
    ['out by a settlement', settlement(), [6_000n, 0n], 4_000n],
    ['out by a settlement below the hold', settlement('25'), [7_500n, 0n], 2_500n],
    ['out by a settlement above the hold', settlement('60.5'), [3_950n, 0n], 6_050n],
    ['out by a settlement above the balance', settlement('140'), [-4_000n, 0n], 14_000n],
    ['out by a partial clearing', child(['1', 2, '15']), [6_000n, 2_500n], 1_500n],
    [
      'out by partial clearings and a final one',
      both(child(['1', 2, '15'], ['1', 2, '5']), settlement('10')),
      [7_000n, 0n],
      3_000n,
    ],
    ['back by a reversal', child(['2', 1, '40']), [10_000n, 0n], 0n],
    ['back by a partial reversal', child(['2', 1, '15']), [7_500n, 2_500n], 0n],
    [
      'back after a clearing by a settled reversal alone',
      both(settlement(), child(['2', 1, '40'], ['2', 2, '40'])),
      [10_000n, 0n],
      0n,
    ],
    ['out by a capture after a reversal', child(['2', 1, '40'], ['5', 2, '40']), [6_000n, 0n], 4_000n],
    [
      'back by a refund once it is settled',
      both(settlement(), child(['3', 1, '40'], ['3', 2, '30'])),
      [9_000n, 0n],
      1_000n,
    ],
    ['out by a forced settlement', child(['7', 2, '40']), [6_000n, 0n], 4_000n],
    ['out by a settlement difference', both(settlement(), child(['4', 2, '1.5', 0])), [5_850n, 0n], 4_150n],
    ['in by a settlement difference', both(settlement(), child(['4', 2, '1.5', 1])), [6_150n, 0n], 3_850n],
  ])('%s', async (_, then, card, owed) => {
    const cardId = await fixture.card();
    const before = await fixture.owed();
    const authorization = await fixture.sendTransaction(cardId);
    for (const changes of then(authorization)) await fixture.sendTransaction(cardId, changes);
    expect(await fixture.onCard(cardId)).toEqual(card);
    expect((await fixture.owed()) - before).toBe(owed);
    expect(await fixture.usedAmount(cardId)).toBe(10_000n - card[0]);
  });

  it.each<[string, Partial<ReceivedTransaction>, [bigint, bigint]]>([
    ['neither way for a declined authorization', { transStatus: '2', respCode: '200002' }, [10_000n, 0n]],
    ['out without an authorization', { transType: '7', transCategory: 2 }, [6_000n, 0n]],
    ['in by an unlinked refund', { transType: '3', transCategory: 2 }, [14_000n, 0n]],
    ['neither way before a refund is settled', { transType: '3' }, [10_000n, 0n]],
  ])('%s', async (_, changes, card) => {
    const cardId = await fixture.card();
    const { recordNo } = await fixture.sendTransaction(cardId, changes);
    expect(await fixture.onCard(cardId)).toEqual(card);
    expect(await fixture.notificationsOf(recordNo)).toHaveLength(1);
  });

  it('on the event’s own card only, even if it names an authorization of another', async () => {
    const [replaced, cardId] = [await fixture.card(), await fixture.card()];
    const authorization = await fixture.sendTransaction(replaced);
    await fixture.sendTransaction(cardId, { recordNo: '1', transType: '1' });
    await fixture.sendTransaction(cardId, about(authorization, { transCategory: 2, localCurrencyAmt: '30' }));
    expect(await fixture.onCard(replaced)).toEqual([6_000n, 4_000n]);
    expect(await fixture.onCard(cardId)).toEqual([3_000n, 4_000n]);
  });

  it('in the pool of a supplementary card’s group', async () => {
    const groupId = await openedGroup(fixture.own);
    const cardId = await fixture.card(supplementary(groupId));
    const authorization = await fixture.sendTransaction(cardId);
    const pool = groupAccount(groupId, 'USD');
    expect(await fixture.balance(pool)).toEqual([46_000n, 4_000n]);
    await fixture.apply(settled(authorization, { settleAmount: '30' }));
    expect(await fixture.balance(pool)).toEqual([47_000n, 0n]);
    expect(await fixture.usedAmount(cardId)).toBe(3_000n);
  });
});

describe('the merchant is notified', () => {
  it('once of each event, with the fields that the platform sets itself', async () => {
    const cardId = await fixture.card();
    const authorization = await fixture.sendTransaction(cardId, { feeType: 1, approvalCode: 'A1B2C3' });
    await fixture.apply(settled(authorization, { settleAmount: '39.5', settleTime: '2026-03-02 09:00:00' }));
    const common = { recordNo: authorization.recordNo, cardId, approvalCode: 'A1B2C3', transType: '1' };
    const money = { localCurrencyAmt: 40, feeType: 2, fundsType: 1, fundsDirection: 0 };
    expect(await fixture.notificationsOf(authorization.recordNo)).toMatchObject([
      { ...common, ...money, transCategory: 1 },
      { ...common, ...money, transCategory: 2, settleAmount: 39.5, settleTime: '2026-03-02 09:00:00' },
    ]);
  });

  it('of no repeat, even of a concurrent one', async () => {
    const cardId = await fixture.card();
    const authorization = transaction(cardId);
    await Promise.all(Array.from({ length: 8 }, () => fixture.apply(authorization)));
    await fixture.apply(authorization);
    expect(await fixture.onCard(cardId)).toEqual([6_000n, 4_000n]);
    expect(await fixture.notificationsOf(authorization.recordNo)).toHaveLength(1);
  });
});

describe('the webhook refuses', () => {
  it('another event under the same number, and moves nothing', async () => {
    const cardId = await fixture.card();
    const authorization = await fixture.sendTransaction(cardId);
    const other = { ...authorization, localCurrencyAmt: '41' };
    await expect(fixture.apply(other)).rejects.toThrow(RequestNumberReused);
    expect(await fixture.onCard(cardId)).toEqual([6_000n, 4_000n]);
  });

  it('all but one of two concurrent events under one number', async () => {
    const cardId = await fixture.card();
    const authorization = transaction(cardId, { localCurrencyAmt: '10' });
    const received = await Promise.allSettled([
      fixture.apply(authorization),
      fixture.apply({ ...authorization, transStatus: '2' }),
    ]);
    const refused = received.filter((outcome) => outcome.status === 'rejected');
    expect(refused.map(({ reason }) => reason)).toEqual([expect.any(RequestNumberReused)]);
    const isApproved = received[0]?.status === 'fulfilled';
    expect(await fixture.onCard(cardId)).toEqual(isApproved ? [9_000n, 1_000n] : [10_000n, 0n]);
  });

  it('an unknown card, or another issuer’s', async () => {
    const cardId = await fixture.card();
    const elsewhere = {
      ...fixture.upstreamCall,
      upstream: { userNo: '90000002', issuer: 'upstream' },
    } as UpstreamCall;
    await expect(fixture.sendTransaction('1150000000000009')).rejects.toThrow(NothingFound);
    await expect(handleCardTransaction(transaction(cardId), elsewhere)).rejects.toThrow(NothingFound);
    expect(await fixture.onCard(cardId)).toEqual([10_000n, 0n]);
  });
});

it('a balance below zero raises an alarm, and a repeat raises no other', async () => {
  const cardId = await fixture.card();
  const before = fixture.alarms.length;
  const content = await fixture.sendTransaction(cardId, {
    transType: '7',
    transCategory: 2,
    localCurrencyAmt: '100',
  });
  expect(fixture.alarms).toHaveLength(before);
  await fixture.sendTransaction(cardId, { transType: '7', transCategory: 2, localCurrencyAmt: '0.01' });
  expect(fixture.alarms.slice(before)).toEqual(['a balance is below zero']);
  await fixture.apply(content);
  expect(fixture.alarms.slice(before)).toHaveLength(1);
});
