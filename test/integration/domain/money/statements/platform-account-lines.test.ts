import { beforeEach, describe, expect, it } from 'vitest';
import { statementCommand } from '../../../../../infra/cli/statement.ts';
import type { MerchantCall } from '../../../../../shared/domain/dependencies.ts';
import { feesAccount, settlementAccount } from '../../../../../shared/domain/money/ledger/account.ts';
import {
  balanceBefore,
  readPlatformLines,
} from '../../../../../shared/domain/money/statements/closing-balances.ts';
import { writeLines } from '../../../../../shared/domain/money/statements/write-lines.ts';
import { openedCard } from '../../../../support/fixtures/card-steps.ts';
import { START } from '../../../../support/fixtures/test-platform.ts';
import { watchedStore } from '../../../../support/stores/watched-store.ts';
import { openStatementFixture, type StatementFixture } from './statement-fixture.ts';

const DAY_MS = 86_400_000;
const settlement = settlementAccount('USD');
let fixture: StatementFixture;
let call: MerchantCall;

beforeEach(async () => {
  fixture = await openStatementFixture();
  call = await fixture.caller('401');
});

/** Books one deposit on each of `days` days, from the first on. */
async function depositsOn(days: number): Promise<void> {
  for (let day = 0; day < days; day += 1) {
    await fixture.deposit(call, 100n);
    await fixture.write();
    fixture.moveClock(DAY_MS);
  }
}

const balanceAt = (at: number) => balanceBefore(fixture.deps.store, settlement, at, fixture.deps.now());
const closings = async () =>
  (await fixture.operator.scan('statements'))
    .filter(({ sk }) => String(sk).startsWith('closing/'))
    .sort((one, other) => Number(one['at']) - Number(other['at']));

describe('a platform account', () => {
  it('has a line for each entry that changes it, and the balance at any time', async () => {
    await depositsOn(3);
    const lines = await readPlatformLines(fixture.deps.store, settlement, 0, fixture.deps.now());
    expect(lines.map(({ time, moved }) => [time, moved.available])).toEqual(
      [0, 1, 2].map((day) => [START + day * DAY_MS, -100n]),
    );
    expect(await balanceAt(START)).toBe(0n);
    expect(await balanceAt(START + 1)).toBe(-100n);
    expect(await balanceAt(START + 10 * DAY_MS)).toBe(-300n);
    expect(await fixture.findings()).toEqual([]);
  });

  it('has a closing for each day that is final, and reads no lines of closed days', async () => {
    await depositsOn(5);
    expect(await balanceAt(fixture.deps.now())).toBe(-500n);
    expect((await closings()).map(({ balance }) => Number(balance))).toEqual([-100, -200, -300]);
    const { store, found } = watchedStore(fixture.deps.store);
    expect(await balanceBefore(store, settlement, fixture.deps.now(), fixture.deps.now())).toBe(-500n);
    expect(new Set(found.map(({ sk }) => String(sk)).filter((sk) => sk.startsWith('line/'))).size).toBe(2);
    expect(await fixture.findings()).toEqual([]);
  });

  it('adds nothing when the stream repeats an entry, even after its day was closed', async () => {
    await fixture.deposit(call, 100n);
    const shown = [...fixture.images];
    await fixture.write();
    await writeLines(fixture.deps, shown);
    fixture.moveClock(5 * DAY_MS);
    expect(await balanceAt(fixture.deps.now())).toBe(-100n);
    await writeLines(fixture.deps, shown);
    expect(await balanceAt(fixture.deps.now())).toBe(-100n);
    expect(await fixture.findings()).toEqual([]);
  });

  it('voids the closing of a day when a line arrives late', async () => {
    await depositsOn(1);
    fixture.moveClock(-DAY_MS / 2);
    await fixture.deposit(call, 7n);
    const late = fixture.images.splice(0);
    fixture.moveClock(6 * DAY_MS);
    expect(await balanceAt(fixture.deps.now())).toBe(-100n);
    await writeLines(fixture.deps, late);
    expect((await closings()).map((closing) => closing['void'])).toEqual([true]);
    expect(await balanceAt(fixture.deps.now())).toBe(-107n);
    expect(await fixture.findings()).toEqual([]);
  });

  it('needs no read of closings for a line that arrives in time', async () => {
    await depositsOn(3);
    await fixture.deposit(call, 100n);
    const { store, queries } = watchedStore(fixture.deps.store);
    const entry = fixture.images.splice(0).filter(({ sk }) => sk === 'entry');
    await writeLines({ ...fixture.deps, store }, entry);
    expect(queries).toEqual([]);
  });

  it('closes a day two days after its end, and no earlier', async () => {
    await fixture.deposit(call, 100n);
    await fixture.write();
    const dayEnd = (Math.floor(START / DAY_MS) + 1) * DAY_MS;
    fixture.moveClock(dayEnd + 2 * DAY_MS - 1 - fixture.deps.now());
    expect(await balanceAt(fixture.deps.now())).toBe(-100n);
    expect(await closings()).toEqual([]);
    fixture.moveClock(1);
    expect(await balanceAt(fixture.deps.now())).toBe(-100n);
    expect((await closings()).map(({ at }) => at)).toEqual([dayEnd]);
  });

  it('closes no day that is read in part', async () => {
    await depositsOn(1);
    fixture.moveClock(5 * DAY_MS);
    expect(await balanceAt(START + 1)).toBe(-100n);
    expect(await closings()).toEqual([]);
  });

  it('voids the closings from the day of a late line on, and no earlier ones', async () => {
    await depositsOn(2);
    const dayEnd = (Math.floor(START / DAY_MS) + 1) * DAY_MS;
    const back = fixture.deps.now() - dayEnd;
    fixture.moveClock(-back);
    await fixture.deposit(call, 7n);
    const late = fixture.images.splice(0);
    fixture.moveClock(back + 5 * DAY_MS);
    expect(await balanceAt(fixture.deps.now())).toBe(-200n);
    await writeLines(fixture.deps, late);
    expect((await closings()).map((closing) => closing['void'])).toEqual([undefined, true]);
    expect(await balanceAt(fixture.deps.now())).toBe(-207n);
    expect((await closings()).map(({ balance }) => Number(balance))).toEqual([-100, -207]);
    expect(await fixture.findings()).toEqual([]);
  });

  it('has all lines of one moment, and none of entries that leave it unchanged', async () => {
    for (let nth = 0; nth < 30; nth += 1) await fixture.deposit(call, 1_000n);
    await openedCard(call);
    await fixture.write();
    const { store } = fixture.deps;
    const lines = await readPlatformLines(store, settlement, START, START + 1);
    expect(lines).toHaveLength(30);
    expect(lines.map(({ cause }) => cause)).toEqual(lines.map(({ cause }) => cause).toSorted());
    const fees = await readPlatformLines(store, feesAccount('USD'), 0, START + 1);
    expect(fees.map(({ details, moved }) => [details.kind, moved.available])).toEqual([['opening', 100n]]);
  });
});

describe('npm run statement', () => {
  const run = (...args: string[]) => statementCommand(args, { ...fixture.operator, deps: fixture.deps });

  it('shows the lines of any account with the balance after each', async () => {
    await depositsOn(3);
    const rows = async (...args: string[]) =>
      (await run(...args)).split('\n').map((row) => row.split(/ {2,}/));
    expect(await rows('platform:settlement/USD')).toEqual([
      ['time', 'kind', 'amount', 'balance', 'frozen', 'entry', 'remark'],
      ['2026-03-01 10:00:00', 'deposit', '-1.00', '-1.00', '0.00', 'deposit/BANK-1', 'BANK-1'],
      ['2026-03-02 10:00:00', 'deposit', '-1.00', '-2.00', '0.00', 'deposit/BANK-2', 'BANK-2'],
      ['2026-03-03 10:00:00', 'deposit', '-1.00', '-3.00', '0.00', 'deposit/BANK-3', 'BANK-3'],
    ]);
    expect(
      (await rows('platform:settlement/USD', '--since', '2026-03-02', '--until', '2026-03-03'))[1],
    ).toEqual(['2026-03-02 10:00:00', 'deposit', '-1.00', '-2.00', '0.00', 'deposit/BANK-2', 'BANK-2']);
    expect((await rows('merchant/401:card/USD', '--since', '2026-03-03')).slice(1)).toEqual([
      ['2026-03-03 10:00:00', 'deposit', '1.00', '3.00', '0.00', 'deposit/BANK-3', 'BANK-3'],
    ]);
    expect(await run('card/7:card/USD')).toBe('no lines of card/7:card/USD');
  });

  it.each([[], ['merchant/401'], ['platform:fees/ZZZ'], ['repair'], ['merchant/401~3:card/USD']])(
    'refuses %j',
    async (...args) => {
      await expect(run(...args)).rejects.toThrow('ACCOUNT must be like');
    },
  );

  it('writes missing lines from the journal', async () => {
    for (const amount of [100n, 200n, 300n, 400n]) await fixture.deposit(call, amount);
    const [one, two, three, four] = fixture.images.splice(0).filter(({ sk }) => sk !== 'entry');
    await writeLines(
      fixture.deps,
      [one, three].flatMap((image) => (image ? [image] : [])),
    );
    expect([two, four]).not.toContain(undefined);
    expect((await fixture.findings()).length).toBeGreaterThan(0);
    expect(await run('repair', 'merchant/401:card/USD')).toBe('merchant/401:card/USD: 2 lines written');
    expect(await run('repair', 'platform:settlement/USD')).toBe('platform:settlement/USD: 4 lines written');
    expect(await fixture.findings()).toEqual([]);
    expect(await run('repair', 'merchant/401:card/USD')).toBe('merchant/401:card/USD: 0 lines written');
    expect(await run('repair', 'platform:settlement/USD')).toBe('platform:settlement/USD: 0 lines written');
  });

  it('shows the balance from before the first lines after a repair, also where days were closed without it', async () => {
    await fixture.deposit(call, 100n);
    const old = fixture.images.splice(0).find(({ sk }) => sk === 'entry') ?? {};
    const { onPlatform: _, ...before } = old;
    await fixture.deps.store.write([
      { kind: 'put', table: 'ledger', item: before as typeof before & { pk: string }, replace: true },
    ]);
    fixture.images.splice(0);
    fixture.moveClock(DAY_MS);
    await fixture.deposit(call, 5n);
    await fixture.write();
    fixture.moveClock(5 * DAY_MS);
    expect(await balanceAt(fixture.deps.now())).toBe(-5n);
    await run('repair', 'platform:settlement/USD');
    expect(await balanceAt(fixture.deps.now())).toBe(-105n);
    expect((await run('platform:settlement/USD')).split('\n').at(-1)).toMatch(/-0\.05 +-1\.05 /);
  });
});
