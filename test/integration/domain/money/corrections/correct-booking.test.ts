import { afterAll, beforeAll, expect, it } from 'vitest';
import { bookDeposit } from '../../../../../shared/domain/money/accounts/deposit.ts';
import {
  type CorrectableKind,
  correctBooking,
  findBooking,
} from '../../../../../shared/domain/money/corrections/correct-booking.ts';
import { ActRefused } from '../../../../../shared/domain/money/corrections/operator-act.ts';
import { payOut } from '../../../../../shared/domain/money/corrections/payout.ts';
import { merchantCardAccount } from '../../../../../shared/domain/money/ledger/account.ts';
import { readBalance } from '../../../../../shared/domain/money/ledger/balance.ts';
import { findEntry } from '../../../../../shared/domain/money/ledger/entry.ts';
import { MAX_MINOR } from '../../../../../shared/wire/money/amount.ts';
import { openTestPlatform, type TestPlatform } from '../../../../support/fixtures/test-platform.ts';
import { interruptedStore } from '../../../../support/stores/interrupted-store.ts';

let fixture: TestPlatform;
const REASON = { reason: 'typed wrong', by: 'ada' };
const account = merchantCardAccount('531', 'USD');
const available = async () => (await readBalance(fixture.deps.store, account)).available;
const correct = (kind: CorrectableKind, reference: string, amount: bigint) =>
  correctBooking(fixture.deps, { kind, reference, amount, ...REASON });
const payout = (amount: bigint, reference: string, deps = fixture.deps) =>
  payOut(deps, { userNo: '531', currency: 'USD', amount, reference, ...REASON });

beforeAll(async () => {
  fixture = await openTestPlatform();
  await fixture.merchant('531', 1_000n);
  await fixture.merchant('532', 0n);
  await bookDeposit(fixture.deps, { userNo: '531', currency: 'USD', amount: 500n, reference: 'D531' });
});
afterAll(async () => {
  expect((await fixture.audit()).flatMap(({ differences }) => differences)).toEqual([]);
});

it('a booking can be corrected up to the maximum balance', async () => {
  await expect(correct('deposit', 'D531', MAX_MINOR - 999n)).rejects.toThrow(
    new ActRefused('the account would have more than 15 digits'),
  );
  expect(await available()).toBe(1_500n);
  await correct('deposit', 'D531', MAX_MINOR - 1_000n);
  expect(await available()).toBe(MAX_MINOR);
  await correct('deposit', 'D531', 500n);
  expect(await available()).toBe(1_500n);
});

it('a correction takes at most what is available, and does nothing when the booking is already right', async () => {
  await expect(correct('deposit', 'D531', 0n)).resolves.toMatchObject({ amount: 500n });
  await correct('deposit', 'D531', 500n);
  const { corrections } = await findBooking(fixture.deps.store, 'deposit', 'D531');
  await correct('deposit', 'D531', 500n);
  expect(await findBooking(fixture.deps.store, 'deposit', 'D531')).toMatchObject({ corrections });
  await bookDeposit(fixture.deps, { userNo: '532', currency: 'USD', amount: 500n, reference: 'D532' });
  await payOut(fixture.deps, { userNo: '532', currency: 'USD', amount: 400n, reference: 'P530', ...REASON });
  await expect(correct('deposit', 'D532', 399n)).rejects.toThrow(
    new ActRefused('the account has less than 1.01 USD available; --overdraft takes it anyway'),
  );
});

it('a booking is found with its present amount, and only under its own kind', async () => {
  await correct('deposit', 'D531', 700n);
  expect(await findBooking(fixture.deps.store, 'deposit', 'D531')).toEqual({
    account,
    amount: 700n,
    latest: 'correction/5/deposit/D531',
    corrections: 5,
  });
  await expect(findBooking(fixture.deps.store, 'payout', 'D531')).rejects.toThrow(
    new ActRefused('there is no payout D531'),
  );
});

it('a payout has its reason on the statement, and is refused beyond what a concurrent one leaves', async () => {
  expect(await payout(100n, 'P531')).toBe(true);
  expect(await findEntry(fixture.deps.store, 'payout/P531')).toMatchObject({
    details: { kind: 'payout', remark: 'typed wrong' },
    by: 'ada',
  });
  expect(await payout(100n, 'P531')).toBe(false);
  await expect(payout(90n, 'P531')).rejects.toThrow(
    new ActRefused('payout/P531 is already used for something else'),
  );
  const before = await available();
  const store = interruptedStore(fixture.deps.store, () => payout(before - 10n, 'P532'));
  await expect(payout(20n, 'P533', { ...fixture.deps, store })).rejects.toThrow(
    new ActRefused('the account has less than 0.20 USD available'),
  );
  expect(await available()).toBe(10n);
});
