import { beforeAll, describe, expect, it } from 'vitest';
import { openCard } from '../../../../../shared/domain/issuing/orders/card-opening.ts';
import { inquireBalances } from '../../../../../shared/domain/money/accounts/balance-inquiry.ts';
import {
  BalanceTooLarge,
  bookDeposit,
  bookPrefunding,
} from '../../../../../shared/domain/money/accounts/deposit.ts';
import { forcedEntryWrites } from '../../../../../shared/domain/money/accounts/forced-postings.ts';
import {
  type Account,
  cardAccount,
  merchantCardAccount,
  settlementAccount,
  upstreamAccount,
} from '../../../../../shared/domain/money/ledger/account.ts';
import { readBalances } from '../../../../../shared/domain/money/ledger/balance.ts';
import { transfer } from '../../../../../shared/domain/money/ledger/posting.ts';
import { opening } from '../../../../support/fixtures/card-steps.ts';
import { depositCoins } from '../../../../support/fixtures/dpt-deposits.ts';
import {
  fulfilledLater,
  openTestPlatform,
  type TestPlatform,
} from '../../../../support/fixtures/test-platform.ts';
import { Crash, FaultyStore } from '../../../../support/stores/faulty-store.ts';

let fixture: TestPlatform;

beforeAll(async () => {
  fixture = await openTestPlatform(fulfilledLater);
});

/** Returns what was posted to the available side of the account under the cause, by the journal. */
async function posted(cause: string, account: Account): Promise<bigint[]> {
  const { entries } = await fixture.snapshot();
  const postings = entries.filter((entry) => entry.cause === cause).flatMap((entry) => entry.postings);
  return postings
    .filter((posting) => posting.account === account && posting.side === 'available')
    .map(({ amount }) => amount);
}

describe('Account Balance', () => {
  it('lists the accounts that meet every criterion', async () => {
    const call = fixture.call(await fixture.merchant('701', 5n));
    await bookDeposit(fixture.deps, { userNo: '701', currency: 'EUR', amount: 7n, reference: 'eur/701' });
    await depositCoins(fixture.deps, { userNo: '701', coin: 'USDT', amount: 9n, reference: 'usdt/701' });
    const listed = async (request: Parameters<typeof inquireBalances>[0]) =>
      (await inquireBalances(request, call)).list.map(
        ({ accountType, currency }) => `${accountType} ${currency}`,
      );
    expect(await listed({})).toEqual(['1 EUR', '1 USD', '2 USDT']);
    expect(await listed({ currency: 'USD' })).toEqual(['1 USD']);
    expect(await listed({ accountType: 1 })).toEqual(['1 EUR', '1 USD']);
    expect(await listed({ accountType: 2, currency: 'USDT' })).toEqual(['2 USDT']);
    expect(await listed({ accountType: 2, currency: 'USD' })).toEqual([]);
  });
});

it('Account Balance includes frozen money in the current balance, and not in the available one', async () => {
  const call = fixture.call(await fixture.merchant('703', 50_000n));
  await openCard(opening(), call);
  expect(await inquireBalances({}, call)).toEqual({
    list: [
      { accountType: 1, currency: 'USD', currentBalance: 500, availableBalance: 399, frozenBalance: 101 },
    ],
  });
});

describe('prefunding', () => {
  const prefunding = { issuer: 'acme', currency: 'USD', amount: 500n, reference: 'bank/1' };

  it('is owed to us by the external issuer, once for each reference', async () => {
    expect(await bookPrefunding(fixture.deps, prefunding)).toBe(true);
    expect(await bookPrefunding(fixture.deps, prefunding)).toBe(false);
    expect(await posted('prefunding/acme/bank/1', upstreamAccount('acme', 'USD'))).toEqual([-500n]);
    expect(await posted('prefunding/acme/bank/1', settlementAccount('USD'))).toEqual([500n]);
    expect(await bookPrefunding(fixture.deps, { ...prefunding, issuer: 'other' })).toBe(true);
  });

  it('that is returned is no longer owed', async () => {
    await bookPrefunding(fixture.deps, { ...prefunding, amount: -200n, reference: 'bank/2' });
    expect(await posted('prefunding/acme/bank/2', upstreamAccount('acme', 'USD'))).toEqual([200n]);
    expect(await posted('prefunding/acme/bank/2', settlementAccount('USD'))).toEqual([-200n]);
    const sums = (await fixture.audit()).filter(({ name }) => /sum to zero/.test(name));
    expect(sums.flatMap(({ differences }) => differences)).toEqual([]);
  });
});

it('a deposit that makes a balance too large for the wire is refused', async () => {
  const most = 10n ** 15n - 1n;
  const deposit = (userNo: string, amount: bigint) =>
    bookDeposit(fixture.deps, { userNo, currency: 'USD', amount, reference: `${userNo}/${amount}` });
  await deposit('704', most - 1n);
  await expect(deposit('704', 2n)).rejects.toThrow(new BalanceTooLarge('an account has at most 15 digits'));
  await expect(deposit('704', 2n)).rejects.toThrow(expect.objectContaining({ name: 'BalanceTooLarge' }));
  expect(await deposit('704', 1n)).toBe(true);
  await expect(deposit('705', most + 1n)).rejects.toThrow(BalanceTooLarge);
});

it('balances of several accounts come in the order requested, with zeros for unused accounts', async () => {
  await fixture.merchant('706', 6n);
  await fixture.merchant('707', 7n);
  const accounts = ['707', '708', '706'].map((userNo) => merchantCardAccount(userNo, 'USD'));
  expect(await readBalances(fixture.deps.store, accounts)).toEqual(
    [7n, 0n, 6n].map((available, index) => ({ account: accounts[index], available, frozen: 0n })),
  );
});

it('a deposit whose write failed is not taken for one that was booked before', async () => {
  const store = new FaultyStore(fixture.deps.store);
  store.plan(() => 'before');
  const deposit = { userNo: '702', currency: 'USD', amount: 5n, reference: 'bank/702' };
  await expect(bookDeposit({ ...fixture.deps, store }, deposit)).rejects.toThrow(Crash);
  expect(await bookDeposit(fixture.deps, deposit)).toBe(true);
});

it('the alarm of an overdraft has the account, the balance and the cause, and is raised before the write', async () => {
  const card = cardAccount('703', 'USD');
  const postings = transfer([card, 'available'], [settlementAccount('USD'), 'available'], 5n);
  const guard = { account: card, overdraft: true, onConflict: () => undefined };
  const entry = { cause: 'test/703', at: fixture.deps.now(), postings };
  const raised: unknown[] = [];
  const alarm = (...alarmed: unknown[]) => raised.push(alarmed);
  await forcedEntryWrites({ ...fixture.deps, alarm }, entry, () => new Error('insufficient'), [guard]);
  expect(raised).toEqual([
    ['a balance is below zero', { account: card, available: '-5', cause: 'test/703' }],
  ]);
});
