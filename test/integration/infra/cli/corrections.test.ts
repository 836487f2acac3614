import { beforeAll, describe, expect, it } from 'vitest';
import { correctionsCommand } from '../../../../infra/cli/corrections.ts';
import { merchantCommand } from '../../../../infra/cli/merchant.ts';
import type { MerchantCall } from '../../../../shared/domain/dependencies.ts';
import { groupOf } from '../../../../shared/domain/issuing/model/group.ts';
import { handleCardTransaction } from '../../../../shared/domain/issuing/transactions/card-transaction-webhook.ts';
import { bookPrefunding } from '../../../../shared/domain/money/accounts/deposit.ts';
import { correctBooking } from '../../../../shared/domain/money/corrections/correct-booking.ts';
import { ActRefused } from '../../../../shared/domain/money/corrections/operator-act.ts';
import {
  type Account,
  cardAccount,
  groupAccount,
  merchantCardAccount,
  writeOffAccount,
} from '../../../../shared/domain/money/ledger/account.ts';
import { readBalance } from '../../../../shared/domain/money/ledger/balance.ts';
import { findEntry } from '../../../../shared/domain/money/ledger/entry.ts';
import { findMerchant, type Merchant } from '../../../../shared/domain/parties/merchant.ts';
import { openedCard, openedGroup, supplementary } from '../../../support/fixtures/card-steps.ts';
import { openTestPlatform, type TestPlatform } from '../../../support/fixtures/test-platform.ts';
import { transaction } from '../../../support/fixtures/transactions.ts';
import { permittedUpstream } from '../../../support/fixtures/upstream-permissions.ts';
import { interruptedStore } from '../../../support/stores/interrupted-store.ts';

let fixture: TestPlatform;
beforeAll(async () => {
  fixture = await openTestPlatform();
});

const operator = () => ({ ...fixture.operator, deps: fixture.deps });
const merchants = (...args: string[]) => merchantCommand(args, operator());
const corrections = (...args: string[]) => correctionsCommand([...args, '--by', 'ada'], operator());
const on = async (account: Account) => (await readBalance(fixture.deps.store, account)).available;
const why = ['--reason', 'typed wrong'];
const account = (userNo: string) => merchantCardAccount(userNo, 'USD');
const deposit = (userNo: string, amount: string, reference: string) =>
  merchants('deposit', userNo, '--currency', 'USD', '--amount', amount, '--reference', reference);
const expectCleanAudit = async () =>
  expect((await fixture.audit()).flatMap(({ differences }) => differences)).toEqual([]);

async function opened(userNo: string, usd: bigint, shards?: string): Promise<MerchantCall> {
  await fixture.merchant(userNo, usd);
  if (shards !== undefined) await merchants('shards', userNo, '--currency', 'USD', '--count', shards);
  return fixture.call((await findMerchant(fixture.deps.store, userNo)) as Merchant);
}

/** Settles this amount on the card by a forced posting. */
async function force(cardId: string, amount: string): Promise<void> {
  const upstream = permittedUpstream('90000001');
  const received = { deps: fixture.deps, upstream, messageId: '1', correlationId: 'test' };
  const content = { transType: '7', transCategory: 2, localCurrencyAmt: amount } as const;
  await handleCardTransaction(transaction(cardId, content), received);
}

describe('a mistyped deposit', () => {
  it('is corrected by an entry that names it, repeatedly if need be', async () => {
    await opened('501', 0n);
    await deposit('501', '1000', 'B501');
    expect(await corrections('deposit', 'B501', '--amount', '100', ...why)).toBe(
      'deposit B501 is 100.00 USD, it was 1000.00 USD',
    );
    expect(await on(account('501'))).toBe(10_000n);
    expect(await findEntry(fixture.deps.store, 'correction/1/deposit/B501')).toMatchObject({
      corrects: 'deposit/B501',
      by: 'ada',
      details: { kind: 'correction', remark: 'typed wrong' },
    });
    expect(await corrections('deposit', 'B501', '--amount', '100', ...why)).toBe(
      'deposit B501 is 100.00 USD already',
    );
    await corrections('deposit', 'B501', '--amount', '120.5', ...why);
    expect(await on(account('501'))).toBe(12_050n);
    expect(await findEntry(fixture.deps.store, 'correction/2/deposit/B501')).toMatchObject({
      corrects: 'correction/1/deposit/B501',
    });
    await corrections('deposit', 'B501', '--amount', '0', ...why);
    expect(await on(account('501'))).toBe(0n);
    await expectCleanAudit();
  });

  it('is corrected beyond the available balance only with --overdraft', async () => {
    const call = await opened('502', 0n);
    await deposit('502', '1000', 'B502');
    await openedCard(call);
    const before = fixture.alarms.length;
    await expect(corrections('deposit', 'B502', '--amount', '100', ...why)).rejects.toThrow(
      'the account has less than 900.00 USD available',
    );
    expect(await on(account('502'))).toBe(89_900n);
    await corrections('deposit', 'B502', '--amount', '100', ...why, '--overdraft');
    expect(await on(account('502'))).toBe(-100n);
    expect(fixture.alarms.slice(before)).toEqual(['a balance is below zero']);
    await expectCleanAudit();
  });

  it('is corrected on all shards of the account', async () => {
    const call = await opened('503', 0n, '4');
    await deposit('503', '1000', 'B503');
    await corrections('deposit', 'B503', '--amount', '2', ...why);
    const { merchant } = call;
    expect(merchant.accountShards).toEqual({ USD: 4 });
    expect(await on(account('503'))).toBe(50n);
    await expectCleanAudit();
  });

  it('gets one of two amounts that are given at once, each by its own correction', async () => {
    await opened('504', 0n);
    await deposit('504', '1000', 'B504');
    const to = (amount: bigint, store = fixture.deps.store) =>
      correctBooking(
        { ...fixture.deps, store },
        { kind: 'deposit', reference: 'B504', amount, reason: 'typed wrong', by: 'ada' },
      );
    await to(
      10_000n,
      interruptedStore(fixture.deps.store, () => to(20_000n)),
    );
    expect(await on(account('504'))).toBe(10_000n);
    expect(await findEntry(fixture.deps.store, 'correction/2/deposit/B504')).toMatchObject({
      corrects: 'correction/1/deposit/B504',
    });
    await Promise.all([to(50_000n), to(50_000n)]);
    expect(await on(account('504'))).toBe(50_000n);
    await expectCleanAudit();
  });

  it.each([
    ['an unknown deposit', ['deposit', 'B599', '--amount', '1', ...why]],
    ['no reference', ['deposit', '--amount', '1', ...why]],
    ['no reason', ['deposit', 'B504', '--amount', '1']],
    ['an empty reason', ['deposit', 'B504', '--amount', '1', '--reason', ' ']],
    ['no amount', ['deposit', 'B504', ...why]],
    ['an unknown command', ['transaction', 'B504', '--amount', '1', ...why]],
  ])('is refused with %s', async (_, args) => {
    await expect(corrections(...args)).rejects.toThrow();
  });
});

describe('a prefunding', () => {
  it('is corrected in both directions', async () => {
    await bookPrefunding(fixture.deps, {
      issuer: 'acme',
      currency: 'USD',
      amount: 50_000n,
      reference: 'P2',
    });
    expect(await corrections('prefunding', 'acme/P2', '--amount', '50', ...why)).toBe(
      'prefunding acme/P2 is 50.00 USD, it was 500.00 USD',
    );
    await corrections('prefunding', 'acme/P2', '--amount', '60', ...why);
    await expectCleanAudit();
  });
});

describe('npm run merchant -- payout', () => {
  const payout = (userNo: string, amount: string, reference: string) =>
    merchants(
      'payout',
      userNo,
      '--currency',
      'USD',
      '--amount',
      amount,
      '--reference',
      reference,
      '--reason',
      'asked',
    );

  it('pays out what is available from all shards, once for each reference', async () => {
    await opened('511', 10_000n, '4');
    expect(await payout('511', '90', 'O511')).toBe('paid out 90.00 USD to merchant 511');
    expect(await payout('511', '90', 'O511')).toBe('reference O511 was paid out already');
    await expect(payout('511', '9', 'O511')).rejects.toThrow(ActRefused);
    await opened('512', 10_000n);
    await expect(payout('512', '90', 'O511')).rejects.toThrow(
      'payout/O511 is already used for something else',
    );
    await expect(payout('511', '10.01', 'O512')).rejects.toThrow('less than 10.01 USD available');
    await payout('511', '10', 'O513');
    await expectCleanAudit();
  });

  it('is corrected like a deposit', async () => {
    await opened('513', 10_000n);
    await payout('513', '90', 'O514');
    await corrections('payout', 'O514', '--amount', '9', ...why);
    expect(await on(account('513'))).toBe(9_100n);
    await expect(corrections('payout', 'O514', '--amount', '101', ...why)).rejects.toThrow(ActRefused);
    await corrections('payout', 'O514', '--amount', '100', ...why);
    expect(await on(account('513'))).toBe(0n);
    await expectCleanAudit();
  });
});

describe('a debt', () => {
  it('of a card is collected from its account, once for each reference', async () => {
    const call = await opened('521', 30_000n);
    const cardId = await openedCard(call);
    await force(cardId, '150');
    const args = ['collect', '--card', cardId, '--reference', 'C521', ...why];
    expect(await corrections(...args)).toBe('collected as C521');
    expect(await corrections(...args)).toBe('C521 was collected already');
    expect([await on(cardAccount(cardId, 'USD')), await on(account('521'))]).toEqual([0n, 14_900n]);
    await expect(corrections('collect', '--card', cardId, '--reference', 'C522', ...why)).rejects.toThrow(
      'owes 0.00 USD',
    );
    await force(cardId, '150');
    await expect(corrections(...args)).rejects.toThrow('C521 is already used for something else');
    await expect(corrections('collect', '--card', cardId, '--reference', 'C523', ...why)).rejects.toThrow(
      'less than 150.00 USD available',
    );
    await corrections('collect', '--card', cardId, '--reference', 'C523', ...why, '--overdraft');
    expect([await on(cardAccount(cardId, 'USD')), await on(account('521'))]).toEqual([0n, -100n]);
    await expectCleanAudit();
  });

  it('of a pool is paid into it', async () => {
    const call = await opened('522', 200_000n, '3');
    const groupId = await openedGroup(call);
    const cardId = await openedCard(call, supplementary(groupId));
    await force(cardId, '620');
    await corrections('collect', '--group', groupId, '--reference', 'C524', ...why);
    expect(await on(groupAccount(groupId, 'USD'))).toBe(0n);
    expect(await groupOf(fixture.deps.store, '522', groupId)).toMatchObject({ funded: 62_000n });
    await expect(corrections('collect', '--card', cardId, '--reference', 'C525', ...why)).rejects.toThrow(
      'a supplementary card owes nothing',
    );
    await force(cardId, '10');
    await corrections('write-off', '--group', groupId, '--reference', 'W522', ...why);
    expect(await groupOf(fixture.deps.store, '522', groupId)).toMatchObject({ funded: 63_000n });
    await expectCleanAudit();
  });

  it('is written off in whole or in part, and never beyond the debt', async () => {
    const call = await opened('523', 10_100n, '2');
    const cardId = await openedCard(call);
    await force(cardId, '150');
    const off = (reference: string, ...more: string[]) =>
      corrections('write-off', '--card', cardId, '--reference', reference, ...why, ...more);
    await expect(off('W523', '--amount', '50.01')).rejects.toThrow('owes 50.00 USD');
    await off('W523', '--amount', '20');
    expect(await off('W523', '--amount', '20')).toBe('W523 was written off already');
    for (const other of [['--amount', '30'], []])
      await expect(off('W523', ...other)).rejects.toThrow('W523 is already used for something else');
    await off('W524');
    expect(await on(cardAccount(cardId, 'USD'))).toBe(0n);
    const entry = await findEntry(fixture.deps.store, 'write-off/W524');
    expect(entry?.postings).toContainEqual({
      account: writeOffAccount('USD'),
      side: 'available',
      amount: -3_000n,
    });
    expect(await off('W524')).toBe('W524 was written off already');
    await expect(off('W525')).rejects.toThrow('owes 0.00 USD');
    await force(cardId, '10');
    await expect(off('W524')).rejects.toThrow('W524 is already used for something else');
    await expectCleanAudit();
  });

  it('of an account is written off, after which its shards pay again', async () => {
    const call = await opened('524', 10_100n, '3');
    const cardId = await openedCard(call);
    await force(cardId, '150');
    await corrections('collect', '--card', cardId, '--reference', 'C526', ...why, '--overdraft');
    expect(await on(account('524'))).toBe(-5_000n);
    const off = ['write-off', '--user', '524', '--currency', 'USD', '--reference', 'W526', ...why];
    await corrections(...off);
    expect(await on(account('524'))).toBe(0n);
    await deposit('524', '303', 'B524');
    await openedCard(fixture.call(call.merchant), { authLimitAmount: '300' });
    await expectCleanAudit();
  });

  it.each([
    ['without a debtor', ['collect', '--reference', 'C599', ...why]],
    ['with two debtors', ['collect', '--card', '1', '--group', '2', '--reference', 'C599', ...why]],
    ['for an unknown card', ['collect', '--card', '1', '--reference', 'C599', ...why]],
    [
      'for collecting from a merchant itself',
      ['collect', '--user', '521', '--currency', 'USD', '--reference', 'C599', ...why],
    ],
    ['without a reference', ['write-off', '--user', '521', '--currency', 'USD', ...why]],
    ['in coins', ['write-off', '--user', '521', '--currency', 'USDT', '--reference', 'C599', ...why]],
  ])('is refused %s', async (_, args) => {
    await expect(corrections(...args)).rejects.toThrow();
  });
});

const listed = async (cause: string) => {
  const lines = (await correctionsCommand(['list'], operator())).split('\n');
  return lines.find((one) => one.includes(cause));
};

it('all corrections are listed with operator and reason', async () => {
  expect(await listed('correction/1/deposit/B501')).toMatch(
    /^2026-03-01 10:00:00 {2}correction\/1\/deposit\/B501 +merchant\/501:card\/USD +-900\.00 USD +ada +typed wrong$/,
  );
  expect(await listed('write-off/W524')).toBeDefined();
});

it('a correction on several shards is listed with its sum', async () => {
  await opened('531', 0n, '90');
  await deposit('531', '5000', 'B531');
  await corrections('deposit', 'B531', '--amount', '4000', ...why);
  expect(await listed('correction/1/deposit/B531')).toMatch(
    / {2}merchant\/531:card\/USD +-1000\.00 USD +ada /,
  );
});

it('a correction of a prefunding is listed with the balance at the issuer', async () => {
  await bookPrefunding(fixture.deps, {
    issuer: 'acme',
    currency: 'USD',
    amount: 50_000n,
    reference: 'P531',
  });
  await corrections('prefunding', 'acme/P531', '--amount', '600', ...why);
  expect(await listed('correction/1/prefunding/acme/P531')).toMatch(
    / {2}platform:upstream\/acme\/USD +-100\.00 USD +ada /,
  );
});
