import { beforeAll, expect, it } from 'vitest';
import { merchantCommand } from '../../../infra/ops/merchant.ts';
import { ActRefused } from '../../../shared/corrections/act.ts';
import { writeOff } from '../../../shared/corrections/debt.ts';
import { merchantCardAccount, partOf, settlementAccount } from '../../../shared/ledger/accounts.ts';
import { bookDeposit } from '../../../shared/ledger/deposit.ts';
import { entryWrites, transfer } from '../../../shared/ledger/entry.ts';
import { forcedWrites } from '../../../shared/ledger/forced.ts';
import { readParts, sumOf } from '../../../shared/ledger/parts.ts';
import { newNumber } from '../../support/card-steps.ts';
import { interruptedStore } from '../../support/interrupted-store.ts';
import { openTestPlatform, type TestPlatform } from '../../support/test-platform.ts';

let world: TestPlatform;
beforeAll(async () => {
  world = await openTestPlatform();
});

const PARTS = 4;
const bank = settlementAccount('USD');

/** A merchant's account with parts that owes 120 USD, on its first part. */
async function owing(userNo: string) {
  await world.merchant(userNo, 40_000n);
  await merchantCommand(['parts', userNo, '--currency', 'USD', '--parts', String(PARTS)], world.operator);
  const account = merchantCardAccount(userNo, 'USD');
  const postings = transfer([account, 'available'], [bank, 'available'], 52_000n);
  const entry = { cause: newNumber('booked'), at: world.platform.now(), postings };
  const guard = { account, overdraft: true, otherwise: () => undefined };
  await world.platform.store.write(await forcedWrites(world.platform, entry, () => new Error(), [guard]));
  const available = async () =>
    sumOf(account, await readParts(world.platform.store, account, PARTS)).available;
  return { account, available };
}

/** What an order that fails gives back onto the part that it was frozen on. */
const onPart = (account: ReturnType<typeof merchantCardAccount>, part: number, amount: bigint) =>
  world.platform.store.write(
    entryWrites(
      {
        cause: newNumber('booked'),
        at: world.platform.now(),
        postings: transfer([bank, 'available'], [partOf(account, part), 'available'], amount),
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

it('a write-off bears no more than is owed when money comes onto another part meanwhile', async () => {
  const { account, available } = await owing('901');
  expect(await available()).toBe(-12_000n);
  const store = interruptedStore(world.platform.store, () => onPart(account, 2, 10_100n));
  expect(await writeOff({ ...world.platform, store }, act('901'))).toBe(true);
  expect(await available()).toBe(0n);
});

it('nor when a deposit pays a part of what the other parts do not have', async () => {
  const { account, available } = await owing('902');
  await onPart(account, 2, 7_000n);
  const deposit = { userNo: '902', currency: 'USD', amount: 4_000n, reference: 'D902' };
  const store = interruptedStore(world.platform.store, () => bookDeposit(world.platform, deposit));
  await expect(writeOff({ ...world.platform, store }, act('902', 5_000n))).rejects.toThrow(ActRefused);
  expect(await available()).toBe(-1_000n);
});
