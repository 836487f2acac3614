import { beforeAll, describe, expect, it } from 'vitest';
import { linesEqualJournal } from '../../../../shared/domain/audit/statement-checks.ts';
import { settlementAccount } from '../../../../shared/domain/money/ledger/account.ts';
import { balanceBefore } from '../../../../shared/domain/money/statements/closing-balances.ts';
import type { Item } from '../../../../shared/runtime/store/item.ts';
import { openedCard } from '../../../support/fixtures/card-steps.ts';
import { START } from '../../../support/fixtures/test-platform.ts';
import { openStatementFixture } from '../money/statements/statement-fixture.ts';

const ACCOUNT = 'merchant/501:card/USD';
const FEES = 'platform:fees/USD';
let ledger: readonly Item[];
let statements: readonly Item[];

/** Creates a deposit, an opened card and the balances at the end of a day. */
beforeAll(async () => {
  const fixture = await openStatementFixture();
  const call = await fixture.caller('501');
  await fixture.deposit(call, 100_000n);
  await openedCard(call);
  await fixture.write();
  fixture.moveClock(5 * 86_400_000);
  const { store, now } = fixture.deps;
  await balanceBefore(store, settlementAccount('USD'), now(), now());
  ledger = await fixture.operator.scan('ledger');
  statements = await fixture.operator.scan('statements');
});

const found = (lines: readonly Item[], items = ledger, dueBefore?: number) =>
  linesEqualJournal(items, lines, dueBefore).differences;
const isLine = (version: number) => (item: Item) =>
  item['account'] === ACCOUNT && item['version'] === version;
const isOfFees = ({ account }: Item) => account === FEES;
const changed = (items: readonly Item[], is: (item: Item) => boolean, changes: Item) =>
  items.map((item) => (is(item) ? { ...item, ...changes } : item));
const without = (is: (item: Item) => boolean) => statements.filter((item) => !is(item));
const isBalance = ({ pk, sk }: Item) => pk === 'merchant/501' && sk === 'balance/card/USD';
const moved = { available: 1n, frozen: 0n };

describe('the audit of statement lines', () => {
  it('finds no difference in the lines that the worker wrote', () => {
    expect(found(statements)).toEqual([]);
    expect(linesEqualJournal(ledger, statements).examined).toBe(6);
  });

  it.each<[string, () => readonly string[], string]>([
    ['a missing line', () => found(without(isLine(2))), `${ACCOUNT} line 3: the one before it is missing`],
    ['a missing last line', () => found(without(isLine(3))), `${ACCOUNT}: 2 lines, changed 3 times`],
    [
      'a changed amount',
      () => found(changed(statements, isLine(1), { moved })),
      `${ACCOUNT} line 1: moved 1 available, 0 frozen, its entry 100000 available, 0 frozen`,
    ],
    [
      'a changed balance after a line',
      () => found(changed(statements, isLine(2), { available: 5n })),
      `${ACCOUNT} line 2: does not follow the line before it`,
    ],
    [
      'a changed balance after the last line',
      () => found(statements, changed(ledger, isBalance, { available: 5n })),
      `${ACCOUNT}: its lines end in 89900 available, 0 frozen, it has 5 available, 0 frozen`,
    ],
    [
      'a line without an entry',
      () => found(changed(statements, isLine(3), { cause: 'order/9/settled' })),
      `${ACCOUNT} line 3: order/9/settled has no entry, or a line already`,
    ],
    [
      'a line that is earlier than the one before it',
      () => found(changed(statements, isLine(3), { time: START - 1 })),
      `${ACCOUNT} line 3: is older than the line before it`,
    ],
    [
      'money from before the first line',
      () => found(changed(statements, isLine(1), { available: 100_007n })),
      `${ACCOUNT}: its lines begin with another balance than that of older entries`,
    ],
    [
      'a platform account without the line of an entry',
      () => found(without(isOfFees)),
      expect.stringMatching(/^platform:fees\/USD order\/\d+\/settled: has no line$/),
    ],
    [
      'a platform account with two lines of one entry',
      () => found([...statements, ...statements.filter(isOfFees)]),
      expect.stringMatching(
        /^platform:fees\/USD order\/\d+\/settled: a line without an entry, or a second one$/,
      ),
    ],
    [
      'another amount on a platform account',
      () => found(changed(statements, isOfFees, { moved })),
      expect.stringMatching(/^platform:fees\/USD order\/\d+\/settled: is not what its entry says$/),
    ],
    [
      'a changed closing',
      () => found(changed(statements, ({ sk }) => String(sk).startsWith('closing/'), { balance: 1n })),
      'platform:settlement/USD: closed with 1, by its lines -100000',
    ],
  ])('finds %s', (_, differences, expected) => {
    expect(differences()).toContainEqual(expected);
  });

  it('allows lines of the latest moments to be missing, and no others', () => {
    const notWrittenYet = without((item) => isLine(3)(item) || isOfFees(item));
    expect(found(notWrittenYet, ledger, START)).toEqual([]);
    expect(found(notWrittenYet, ledger, START + 1)).not.toEqual([]);
    expect(found(without(isLine(1)), ledger, START)).not.toEqual([]);
  });
});
