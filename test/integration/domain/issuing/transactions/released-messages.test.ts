import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_RANGES } from '../../../../../infra/demo/seed/seed.ts';
import { saveBinRange } from '../../../../../shared/domain/issuing/model/bin-range.ts';
import { cancelCard } from '../../../../../shared/domain/issuing/orders/card-cancellation.ts';
import { handleCardTransaction } from '../../../../../shared/domain/issuing/transactions/card-transaction-webhook.ts';
import { handleTradeFee } from '../../../../../shared/domain/issuing/transactions/trade-fee-webhook.ts';
import type { UpstreamCall } from '../../../../../shared/domain/upstream-call.ts';
import { NotEntitled, ParameterInvalid, StatusNotSuitable } from '../../../../../shared/wire/errors.ts';
import { newRequestNo } from '../../../../support/fixtures/card-steps.ts';
import { tradeFee, transaction } from '../../../../support/fixtures/transactions.ts';
import { interruptedStore } from '../../../../support/stores/interrupted-store.ts';
import { openTransactionFixture, type TransactionFixture } from './transaction-fixture.ts';

let fixture: TransactionFixture;
beforeAll(async () => {
  fixture = await openTransactionFixture();
  for (const range of DEMO_RANGES)
    if (range.binRangeId === 'M1') await saveBinRange(fixture.deps.store, { ...range, feesFrom: 'card' });
});
afterAll(async () => {
  expect(await fixture.differences()).toEqual([]);
});

let items = 0;
/** Returns the call by which an operator releases a message, and whether its completion has been written. */
function releasing(changes: Partial<UpstreamCall> = {}) {
  items += 1;
  const item = { pk: `note/${items}` };
  const completionWrites = [{ kind: 'put', table: 'transactions', item } as const];
  const call: UpstreamCall = { ...fixture.upstreamCall, completionWrites, ...changes };
  return { call, isDone: async () => (await fixture.deps.store.get('transactions', item)) !== undefined };
}
const booked = new StatusNotSuitable('message', 'booked on this card already');
/** Returns an upstream that may not credit anything without a matching purchase. */
const withoutCeiling = () => ({ ...fixture.upstreamCall.upstream, ceilings: { USD: 0n } });

describe.each([
  {
    type: 'transaction',
    handle: handleCardTransaction,
    message: (cardId: string) => transaction(cardId),
    refund: (cardId: string) => transaction(cardId, { transType: '3', transCategory: 2 }),
  },
  {
    type: 'fee',
    handle: handleTradeFee as unknown as typeof handleCardTransaction,
    message: (cardId: string) => tradeFee(cardId) as unknown as ReturnType<typeof transaction>,
    refund: (cardId: string) =>
      tradeFee(cardId, { realFee: '-40' }) as unknown as ReturnType<typeof transaction>,
  },
])('a $type that an operator releases', ({ handle, message, refund }) => {
  it('is refused when it is already booked, and the message stays', async () => {
    const content = message(await fixture.card());
    await handle(content, fixture.upstreamCall);
    const { call, isDone } = releasing({ rejectDuplicate: true });
    await expect(handle(content, call)).rejects.toThrow(booked);
    expect(await isDone()).toBe(false);
  });

  it('is not counted against the upstream’s credit ceiling', async () => {
    const cardId = await fixture.card();
    const before = [await fixture.onCard(cardId), await fixture.onAccount()].flat().reduce((a, b) => a + b);
    const sent = releasing({ upstream: withoutCeiling() });
    await expect(handle(refund(cardId), sent.call)).rejects.toThrow(
      'beyond what its upstream may bring in a day',
    );
    expect(await sent.isDone()).toBe(false);
    const released = releasing({ upstream: withoutCeiling(), rejectDuplicate: true });
    await handle(refund(cardId), released.call);
    expect(await released.isDone()).toBe(true);
    const after = [await fixture.onCard(cardId), await fixture.onAccount()].flat().reduce((a, b) => a + b);
    expect(after - before).toBe(4_000n);
  });

  it('is completed by a repeat as well', async () => {
    const content = message(await fixture.card());
    await handle(content, fixture.upstreamCall);
    const { call, isDone } = releasing();
    await handle(content, call);
    expect(await isDone()).toBe(true);
  });
});

it('a clearing of another upstream’s authorization is refused, but an operator may release it', async () => {
  const cardId = await fixture.card();
  const authorization = await fixture.sendTransaction(cardId);
  const clearing = { ...authorization, transCategory: 2 } as const;
  const upstream = { ...fixture.upstreamCall.upstream, userNo: '90000009' };
  await expect(handleCardTransaction(clearing, releasing({ upstream }).call)).rejects.toThrow(NotEntitled);
  expect(await fixture.onCard(cardId)).toEqual([6_000n, 4_000n]);
  await handleCardTransaction(clearing, releasing({ upstream, rejectDuplicate: true }).call);
  expect(await fixture.onCard(cardId)).toEqual([2_000n, 4_000n]);
});

describe('a fee', () => {
  it.each(['USDT', 'USDC'])('in %s is refused: no card account has that currency', async (realCcy) => {
    const charge = handleTradeFee(tradeFee(await fixture.card(), { realCcy }), fixture.upstreamCall);
    await expect(charge).rejects.toThrow(
      new ParameterInvalid('realCcy', 'is not a currency of card accounts'),
    );
  });

  it('that is refunded while its card is cancelled goes to the account', async () => {
    const cardId = await fixture.card({ binRangeId: 'M1' });
    const [before] = await fixture.onAccount();
    const store = interruptedStore(fixture.deps.store, async () => {
      await cancelCard({ userReqNo: newRequestNo('close'), cardId }, fixture.own);
      await fixture.fulfilAll();
    });
    const deps = { ...fixture.deps, store };
    await handleTradeFee(tradeFee(cardId, { realFee: '-0.75' }), { ...fixture.upstreamCall, deps });
    expect(await fixture.onCard(cardId)).toEqual([0n, 0n]);
    expect(await fixture.onAccount()).toEqual([before + 10_000n + 75n, 0n]);
  });
});
