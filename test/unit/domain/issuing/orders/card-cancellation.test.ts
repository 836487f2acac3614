import { describe, expect, it } from 'vitest';
import type { Dependencies } from '../../../../../shared/domain/dependencies.ts';
import { cardCancellation } from '../../../../../shared/domain/issuing/orders/card-cancellation.ts';
import {
  balanceKey,
  cardAccount,
  merchantCardAccount,
} from '../../../../../shared/domain/money/ledger/account.ts';
import { readBalance } from '../../../../../shared/domain/money/ledger/balance.ts';
import { WriteConflict } from '../../../../../shared/runtime/idempotency/execute-once.ts';
import { MemoryStore } from '../../../../support/stores/model/memory-store.ts';
import { cancellation } from './orders-fixture.ts';

const ON_CARD = cardAccount('5', 'USD');
const ON_ACCOUNT = merchantCardAccount('7', 'USD');

/**
 * Returns the effects of a successful cancellation that froze 100 USD, with this balance available on the card by then.
 */
async function succeeded(available: bigint, changes: Parameters<typeof cancellation>[0] = {}) {
  const store = new MemoryStore();
  await store.write([{ kind: 'put', table: 'ledger', item: { ...balanceKey(ON_CARD), available } }]);
  const deps = { store, now: () => 1_000, panRetentionMs: 7 } as unknown as Dependencies;
  const order = cancellation({ issuer: 'upstream', ...changes });
  return cardCancellation.succeed(order, { deps, balanceOf: (account) => readBalance(store, account) });
}

describe('a closed card', () => {
  it('has its balance closed on the condition that it is unchanged', async () => {
    const { guards = [], orderAttributes, writes } = await succeeded(0n);
    expect(orderAttributes).toEqual({});
    expect(guards).toHaveLength(1);
    const [guard] = guards;
    expect(guard).toMatchObject({
      account: ON_CARD,
      when: [{ kind: 'equals', attribute: 'available', value: 0n }],
      set: { closed: true },
      remove: ['closing', 'returning'],
    });
    expect(guard?.onConflict({ available: 0n })).toBeUndefined();
    expect(guard?.onConflict({ available: 1n })).toBeInstanceOf(WriteConflict);
    expect(writes).toMatchObject([{ set: { status: 'closed', closedAmount: 10_000n } }]);
  });

  it('returns what became available meanwhile', async () => {
    const { postings, orderAttributes, guards } = await succeeded(300n);
    expect(orderAttributes).toEqual({ balanceChange: 300n });
    expect(guards).toHaveLength(1);
    expect(postings).toContainEqual({ account: ON_ACCOUNT, side: 'available', amount: 300n });
  });

  it.each([
    ['as much as it froze, which is paid from that', -10_000n, 0n, false],
    ['more than it froze, which the account pays', -10_001n, 1n, true],
  ])('may have a debt of %s', async (_, available, owed, isAccounts) => {
    const { postings, guards = [] } = await succeeded(available);
    expect(guards.map(({ account }) => account)).toEqual(isAccounts ? [ON_CARD, ON_ACCOUNT] : [ON_CARD]);
    const account = postings.filter((one) => one.account === ON_ACCOUNT && one.side === 'available');
    expect(account.reduce((sum, { amount }) => sum - amount, 0n)).toBe(owed);
    if (!isAccounts) return;
    expect(guards[1]).toMatchObject({ overdraft: true });
    expect(guards[1]?.onConflict({})).toBeUndefined();
  });

  it('has its secrets removed where they are stored here', async () => {
    const tables = async (issuer: string) =>
      (await succeeded(0n, { issuer })).writes?.map(({ table }) => table);
    expect(await tables('upstream')).toEqual(['cards']);
    expect(await tables('embedded')).toContain('vault');
  });
});

it('a failed cancellation restores the card and its balance', () => {
  const { guards, postings, writes } = cardCancellation.fail(cancellation(), false);
  expect(writes).toMatchObject([{ set: { status: 'active' } }]);
  expect(guards).toMatchObject([{ account: ON_CARD, remove: ['closing', 'closed', 'returning'] }]);
  expect(guards?.[0]?.onConflict({})).toBeUndefined();
  expect(postings).toEqual([
    { account: ON_CARD, side: 'frozen', amount: -10_000n },
    { account: ON_CARD, side: 'available', amount: 10_000n },
  ]);
});
