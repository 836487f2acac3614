import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Dependencies } from '../../../../shared/domain/dependencies.ts';
import { acquire } from '../../../../shared/domain/dpt/acquire.ts';
import { type InboundMessage, inboxKey } from '../../../../shared/domain/inbox/inbound-message.ts';
import { messageContentOf, retryInbox } from '../../../../shared/domain/inbox/retry-inbox.ts';
import { openCard } from '../../../../shared/domain/issuing/orders/card-opening.ts';
import { fulfilOrder } from '../../../../shared/domain/issuing/orders/fulfil-order.ts';
import { merchantDptAccount } from '../../../../shared/domain/money/ledger/account.ts';
import type { Write } from '../../../../shared/runtime/store/write.ts';
import { newRequestNo, opening } from '../../../support/fixtures/card-steps.ts';
import { openCoinNetworks, paymentBill } from '../../../support/fixtures/dpt.ts';
import { Crash } from '../../../support/stores/faulty-store.ts';
import { interruptedStore } from '../../../support/stores/interrupted-store.ts';
import { clearing, EFFECTS, type InboxFixture, openInboxFixture, UNKNOWN_CARD_ID } from './inbox-fixture.ts';

let fixture: InboxFixture;

beforeEach(async () => {
  fixture = await openInboxFixture();
});
afterEach(async () => {
  expect(await fixture.differences()).toEqual([]);
});

const changesMessage = (writes: readonly Write[]) =>
  writes.some(({ kind, table }) => kind === 'update' && table === 'inbox');
/** Returns dependencies with which `happens` runs before a stored message is updated. */
const meanwhile = (happens: () => Promise<unknown>): Dependencies => ({
  ...fixture.deps,
  store: interruptedStore(fixture.deps.store, happens, changesMessage),
});

describe('a payment of coins', () => {
  it('is retried when its message was interrupted after the credit, and is credited once', async () => {
    await openCoinNetworks(fixture.deps.store);
    const request = { userReqNo: newRequestNo('acquire'), currency: 'USDT', network: 'TRC20' } as const;
    const bill = paymentBill(await acquire(request, fixture.own), '5');
    const account = merchantDptAccount(fixture.own.merchant.userNo, 'USDT');
    const deps = meanwhile(() => Promise.reject(new Crash()));
    await expect(fixture.receive('dpt_payment_bill', bill, { deps })).rejects.toThrow(Crash);
    expect(await fixture.messages()).toMatchObject([{ status: 'received' }]);
    expect(await fixture.balance(account)).toEqual([4_950_000n, 0n]);
    fixture.moveClock(60_000);
    expect(await fixture.retry()).toBe(1);
    await fixture.receive('dpt_payment_bill', bill);
    expect(await fixture.messages()).toMatchObject([{ status: 'applied' }]);
    expect(await fixture.balance(account)).toEqual([4_950_000n, 0n]);
    fixture.moveClock(86_400_000);
    expect(await fixture.retry()).toBe(0);
  });
});

describe('a message', () => {
  it('that is repeated while it is suspended is suspended once', async () => {
    const content = clearing(UNKNOWN_CARD_ID);
    const deps = meanwhile(() => fixture.receive('card_transaction', content));
    await fixture.receive('card_transaction', content, { deps });
    expect(await fixture.messages()).toMatchObject([{ status: 'suspended' }]);
    expect(await fixture.suspense()).toBe(-4_000n);
    expect(fixture.alarms).toEqual(['money is in suspense']);
  });

  it('that cannot be stored is not acknowledged, even if another one with its number is stored', async () => {
    const content = clearing(UNKNOWN_CARD_ID, { transCategory: 1 });
    const failingAt = (index: number) => {
      let puts = 0;
      const store = interruptedStore(
        fixture.deps.store,
        () => Promise.reject(new Crash()),
        (writes) => {
          puts += writes.some(({ kind, table }) => kind === 'put' && table === 'inbox') ? 1 : 0;
          return puts === index;
        },
      );
      return fixture.receive('card_transaction', content, { deps: { ...fixture.deps, store } });
    };
    await expect(failingAt(1)).rejects.toThrow(Crash);
    expect(await fixture.messages()).toEqual([]);
    await fixture.receive('card_transaction', { ...content, merchantName: 'Tea House' });
    // The write under the other message's number fails, then the write under the next number.
    for (const index of [1, 2]) await expect(failingAt(index)).rejects.toThrow(Crash);
    expect(await fixture.messages()).toHaveLength(1);
  });

  it('stays open when it cannot be suspended', async () => {
    const deps = meanwhile(() => Promise.reject(new Crash()));
    await expect(fixture.receive('card_transaction', clearing(UNKNOWN_CARD_ID), { deps })).rejects.toThrow(
      Crash,
    );
    expect(await fixture.messages()).toMatchObject([{ status: 'received' }]);
    expect(await fixture.suspense()).toBe(0n);
  });

  it('with money in suspense keeps it there once when a retry is refused for another reason', async () => {
    const { orderId } = await openCard(opening(), fixture.own);
    await fixture.receive('card_transaction', clearing(orderId, { localCurrency: 'EUR' }));
    expect(await fixture.messages()).toMatchObject([{ status: 'suspended', reason: '120001 nothing found' }]);
    await fulfilOrder(fixture.deps, orderId);
    fixture.moveClock(60_000);
    expect(await fixture.retry()).toBe(1);
    expect(await fixture.messages()).toMatchObject([
      { status: 'suspended', reason: expect.stringMatching(/^110001 /) },
    ]);
    expect(await fixture.suspense('EUR')).toBe(-4_000n);
    fixture.moveClock(86_400_000);
    expect(await fixture.retry()).toBe(0);
  });

  it('that another run has just retried is skipped, even if the index still shows it', async () => {
    await fixture.receive('card_transaction', clearing(UNKNOWN_CARD_ID));
    fixture.moveClock(60_000);
    const { store } = fixture.deps;
    let isTried = false;
    const behind: typeof store = {
      ...interruptedStore(store, async () => {}),
      query: async (query) => {
        const found = await store.query(query);
        if (found.length > 0 && !isTried) {
          isTried = true;
          expect(await fixture.retry()).toBe(1);
        }
        return found;
      },
    };
    expect(await retryInbox({ ...fixture.deps, store: behind }, EFFECTS)).toBe(0);
    expect(await fixture.messages()).toMatchObject([{ retries: 1 }]);
  });

  it('whose stored content cannot be parsed is reported as an error', async () => {
    await fixture.receive('card_transaction', clearing(UNKNOWN_CARD_ID));
    const [message] = (await fixture.messages()) as [InboundMessage];
    const content = await fixture.deps.sealer.seal('[]', inboxKey(message.messageKey).pk);
    await expect(messageContentOf(fixture.deps, { ...message, content })).rejects.toThrow(
      new Error('the stored content cannot be parsed'),
    );
  });
});
