import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { bookDeposit } from '../../../../../shared/domain/money/accounts/deposit.ts';
import {
  type Account,
  cardAccount,
  feesAccount,
  merchantCardAccount,
  settlementAccount,
} from '../../../../../shared/domain/money/ledger/account.ts';
import { readBalance } from '../../../../../shared/domain/money/ledger/balance.ts';
import { AlreadyPosted, entryWrites } from '../../../../../shared/domain/money/ledger/entry.ts';
import {
  freeze,
  type Posting,
  release,
  transfer,
} from '../../../../../shared/domain/money/ledger/posting.ts';
import { openTestPlatform, type TestPlatform } from '../../../../support/fixtures/test-platform.ts';

let fixture: TestPlatform;
let runs = 0;
let causes = 0;

class Insufficient extends Error {}

beforeAll(async () => {
  fixture = await openTestPlatform();
});

/** Books an entry under a new cause. Returns false if a balance was insufficient. */
async function post(postings: readonly Posting[], cause = `test/${++causes}`): Promise<boolean> {
  try {
    const entry = { cause, at: fixture.deps.now(), postings };
    await fixture.deps.store.write(entryWrites(entry, (account) => new Insufficient(account)));
    return true;
  } catch (error) {
    if (error instanceof Insufficient) return false;
    throw error;
  }
}

type Operation = {
  kind: 'freeze' | 'release' | 'transfer' | 'fee';
  from: number;
  to: number;
  amount: bigint;
};
const operation: fc.Arbitrary<Operation> = fc.record({
  kind: fc.constantFrom('freeze', 'release', 'transfer', 'fee'),
  from: fc.nat(2),
  to: fc.nat(2),
  amount: fc.bigInt({ min: 0n, max: 60n }),
});

function postingsOf({ kind, from, to, amount }: Operation, accounts: readonly Account[]): Posting[] {
  const [source, target] = [accounts[from] as Account, accounts[to] as Account];
  if (kind === 'freeze') return freeze(source, amount);
  if (kind === 'release') return release(source, amount);
  if (kind === 'fee') return transfer([source, 'available'], [feesAccount('USD'), 'available'], amount);
  return transfer([source, 'frozen'], [target, 'available'], amount);
}

const differences = async () =>
  (await fixture.audit())
    .filter(({ name }) => /sum to zero|equals the journal/.test(name))
    .flatMap((check) => check.differences);

it('concurrent postings overdraw nothing, and every balance equals the journal', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 5, maxLength: 30 }), async (operations) => {
      runs += 1;
      const owner = `9${runs}`;
      const accounts = [
        merchantCardAccount(owner, 'USD'),
        cardAccount(`${owner}1`, 'USD'),
        cardAccount(`${owner}2`, 'USD'),
      ];
      for (const account of accounts) {
        await post(transfer([settlementAccount('USD'), 'available'], [account, 'available'], 100n));
      }
      const posted = await Promise.all(operations.map((each) => post(postingsOf(each, accounts))));
      const fees = operations.reduce(
        (sum, { kind, amount }, index) => (kind === 'fee' && posted[index] ? sum + amount : sum),
        0n,
      );
      const balances = await Promise.all(accounts.map((account) => readBalance(fixture.deps.store, account)));
      for (const { available, frozen } of balances) expect(available >= 0n && frozen >= 0n).toBe(true);
      expect(balances.reduce((sum, { available, frozen }) => sum + available + frozen, 0n)).toBe(300n - fees);
    }),
    { numRuns: 12 },
  );
  expect(await differences()).toEqual([]);
});

it('a cause is posted once, even concurrently', async () => {
  const account = merchantCardAccount('80', 'USD');
  await post(transfer([settlementAccount('USD'), 'available'], [account, 'available'], 100n));
  const outcomes = await Promise.allSettled(
    Array.from({ length: 10 }, () => post(freeze(account, 5n), 'test/once')),
  );
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  expect(refused).toHaveLength(9);
  for (const error of refused) expect(error).toBeInstanceOf(AlreadyPosted);
  expect(await readBalance(fixture.deps.store, account)).toMatchObject({ available: 95n, frozen: 5n });
});

it('a deposit is booked once for each reference', async () => {
  const deposit = { userNo: '81', currency: 'JPY', amount: 10n ** 15n - 1n, reference: 'bank/1' };
  const booked = await Promise.all(Array.from({ length: 5 }, () => bookDeposit(fixture.deps, deposit)));
  expect(booked.filter(Boolean)).toHaveLength(1);
  expect(await readBalance(fixture.deps.store, merchantCardAccount('81', 'JPY'))).toMatchObject({
    available: deposit.amount,
  });
  await expect(bookDeposit(fixture.deps, { ...deposit, amount: -1n, reference: 'bank/2' })).rejects.toThrow(
    RangeError,
  );
  expect(await differences()).toEqual([]);
});

it('only one of several postings gets the last money', async () => {
  const account = merchantCardAccount('82', 'USD');
  await post(transfer([settlementAccount('USD'), 'available'], [account, 'available'], 100n));
  const posted = await Promise.all([
    post(freeze(account, 60n)),
    post(freeze(account, 60n)),
    post(freeze(account, 41n)),
  ]);
  expect(posted.filter(Boolean)).toHaveLength(1);
});
