import { beforeAll, expect, it } from 'vitest';
import { merchantCommand } from '../../../../../infra/cli/merchant.ts';
import { bookDeposit } from '../../../../../shared/domain/money/accounts/deposit.ts';
import { forcedEntryWrites } from '../../../../../shared/domain/money/accounts/forced-postings.ts';
import { postDebtWriteOff } from '../../../../../shared/domain/money/corrections/debt.ts';
import { ActRefused } from '../../../../../shared/domain/money/corrections/operator-act.ts';
import {
  merchantCardAccount,
  settlementAccount,
  shardOf,
} from '../../../../../shared/domain/money/ledger/account.ts';
import { entryWrites } from '../../../../../shared/domain/money/ledger/entry.ts';
import { transfer } from '../../../../../shared/domain/money/ledger/posting.ts';
import { readShards, totalOf } from '../../../../../shared/domain/money/ledger/shards.ts';
import { newRequestNo } from '../../../../support/fixtures/card-steps.ts';
import { openTestPlatform, type TestPlatform } from '../../../../support/fixtures/test-platform.ts';
import { interruptedStore } from '../../../../support/stores/interrupted-store.ts';

let fixture: TestPlatform;
beforeAll(async () => {
  fixture = await openTestPlatform();
});

const SHARDS = 4;
const bank = settlementAccount('USD');

/** Creates a merchant's account with shards that owes 120 USD on its first shard. */
async function owing(userNo: string) {
  await fixture.merchant(userNo, 40_000n);
  await merchantCommand(['shards', userNo, '--currency', 'USD', '--count', String(SHARDS)], fixture.operator);
  const account = merchantCardAccount(userNo, 'USD');
  const postings = transfer([account, 'available'], [bank, 'available'], 52_000n);
  const entry = { cause: newRequestNo('booked'), at: fixture.deps.now(), postings };
  const guard = { account, overdraft: true, onConflict: () => undefined };
  await fixture.deps.store.write(await forcedEntryWrites(fixture.deps, entry, () => new Error(), [guard]));
  const available = async () =>
    totalOf(account, await readShards(fixture.deps.store, account, SHARDS)).available;
  return { account, available };
}

/** Books money onto a shard, as a failed order does with its freeze. */
const bookOnShard = (account: ReturnType<typeof merchantCardAccount>, shard: number, amount: bigint) =>
  fixture.deps.store.write(
    entryWrites(
      {
        cause: newRequestNo('booked'),
        at: fixture.deps.now(),
        postings: transfer([bank, 'available'], [shardOf(account, shard), 'available'], amount),
      },
      () => new Error(),
    ),
  );

const act = (userNo: string, amount?: bigint) => ({
  debtor: { userNo, currency: 'USD' },
  reference: `W${userNo}`,
  reason: 'bankrupt',
  by: 'ada',
  ...(amount !== undefined && { amount }),
});

it('a write-off covers at most the debt when money arrives on another shard at the same time', async () => {
  const { account, available } = await owing('901');
  expect(await available()).toBe(-12_000n);
  const store = interruptedStore(fixture.deps.store, () => bookOnShard(account, 2, 10_100n));
  expect(await postDebtWriteOff({ ...fixture.deps, store }, act('901'))).toBe(true);
  expect(await available()).toBe(0n);
});

it('a write-off is refused when a deposit pays part of the debt at the same time', async () => {
  const { account, available } = await owing('902');
  await bookOnShard(account, 2, 7_000n);
  const deposit = { userNo: '902', currency: 'USD', amount: 4_000n, reference: 'D902' };
  const store = interruptedStore(fixture.deps.store, () => bookDeposit(fixture.deps, deposit));
  await expect(postDebtWriteOff({ ...fixture.deps, store }, act('902', 5_000n))).rejects.toThrow(ActRefused);
  expect(await available()).toBe(-1_000n);
});
