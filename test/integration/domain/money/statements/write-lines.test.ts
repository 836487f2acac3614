import { beforeEach, describe, expect, it } from 'vitest';
import type { MerchantCall } from '../../../../../shared/domain/dependencies.ts';
import { merchantCardAccount } from '../../../../../shared/domain/money/ledger/account.ts';
import { lineKey } from '../../../../../shared/domain/money/statements/statement-line.ts';
import { LineConflict, writeLines } from '../../../../../shared/domain/money/statements/write-lines.ts';
import type { Item } from '../../../../../shared/runtime/store/item.ts';
import type { Store } from '../../../../../shared/runtime/store/store.ts';
import { openedCard } from '../../../../support/fixtures/card-steps.ts';
import { watchedStore } from '../../../../support/stores/watched-store.ts';
import { openStatementFixture, type StatementFixture, statement } from './statement-fixture.ts';

let fixture: StatementFixture;
let call: MerchantCall;
beforeEach(async () => {
  fixture = await openStatementFixture();
  call = await fixture.caller('301');
});

const account = merchantCardAccount('301', 'USD');
const lineOf = (version: number) => fixture.deps.store.get('statements', lineKey(account, version));

describe('statement lines', () => {
  it('are written once, however often the stream repeats their entries', async () => {
    await fixture.deposit(call, 100_000n);
    await openedCard(call);
    const shown = [...fixture.images];
    await fixture.write();
    const before = await fixture.operator.scan('statements');
    for (const again of [shown, shown.toReversed(), shown.slice(2)])
      expect([...(await writeLines(fixture.deps, again))]).toEqual([]);
    expect(await fixture.operator.scan('statements')).toEqual(before);
    expect(await fixture.findings()).toEqual([]);
    expect(fixture.alarmDetails).toEqual([]);
  });

  it('of one batch take one read of the previous line, and none before the first line', async () => {
    const { store, queries } = watchedStore(fixture.deps.store);
    const batch = async () => {
      for (let nth = 0; nth < 4; nth += 1) await fixture.deposit(call, 100n);
      const balances = fixture.images.splice(0).filter(({ sk }) => sk !== 'entry');
      await writeLines({ ...fixture.deps, store }, balances);
      return queries.splice(0).length;
    };
    expect([await batch(), await batch()]).toEqual([0, 1]);
  });

  it('are never earlier than the previous line, whatever the clock of the entry', async () => {
    await fixture.deposit(call, 100n);
    fixture.moveClock(-3_600_000);
    await fixture.deposit(call, 100n);
    await fixture.deposit(call, 100n);
    // Both in one batch, and each in a batch of its own.
    const last = fixture.images.splice(-2);
    await fixture.write();
    await writeLines(fixture.deps, last);
    const times = await Promise.all([1, 2, 3].map(async (version) => (await lineOf(version))?.['time']));
    expect(new Set(times).size).toBe(1);
  });

  it('that are missing raise an alarm with the next one, which is written nevertheless', async () => {
    for (let nth = 0; nth < 3; nth += 1) await fixture.deposit(call, 100n);
    const balances = fixture.images.filter(({ sk }) => sk !== 'entry');
    await writeLines(fixture.deps, [balances[0] as Item, balances[2] as Item]);
    expect(fixture.alarmDetails).toEqual([
      { what: 'statement lines are missing', about: { account, before: '3' } },
    ]);
    expect(await lineOf(3)).toBeDefined();
    expect(await fixture.findings()).toContainEqual(`${account} line 3: the one before it is missing`);
    expect((await statement(call)).list.map(({ entryNo }) => entryNo)).toEqual(['1', '3']);
  });

  it('are not written for changes of a guard’s marks, nor for a card without money', async () => {
    const { store } = fixture.deps;
    const key = { pk: 'card/77', sk: 'balance/card/USD' };
    await store.write([{ kind: 'update', table: 'ledger', key, set: { closed: true } }]);
    await fixture.write();
    expect(await fixture.operator.scan('statements')).toEqual([]);
  });

  it('with a duplicate version are refused, and no later one of that account is written', async () => {
    await fixture.deposit(call, 100n);
    await fixture.deposit(call, 100n);
    await fixture.deposit(call, 100n);
    const [one, two, three] = fixture.images.filter(({ sk }) => sk !== 'entry') as [Item, Item, Item];
    await writeLines(fixture.deps, [one, two]);
    const last = { ...(two['last'] as object), cause: 'deposit/other' };
    const failed = await writeLines(fixture.deps, [one, { ...two, last }, three]);
    expect([...failed.keys()]).toEqual([1, 2]);
    expect(failed.get(1)).toBeInstanceOf(LineConflict);
    expect(String(failed.get(1))).toBe(`LineConflict: ${account} 2: deposit/other, not deposit/BANK-2`);
    expect(await lineOf(3)).toBeUndefined();
  });

  it('that cannot be written are reported by their record, and written when the stream repeats it', async () => {
    await fixture.deposit(call, 100n);
    const { store } = fixture.deps;
    const failure = new Error('out of reach');
    const failing: Store = {
      ...store,
      write: async (writes) => {
        const [write] = writes;
        if (write?.kind === 'put' && write.item.pk.startsWith('platform')) throw failure;
        return store.write(writes);
      },
    };
    const failed = await writeLines({ ...fixture.deps, store: failing }, fixture.images);
    const index = fixture.images.findIndex(({ sk }) => sk === 'entry');
    expect([...failed]).toEqual([[index, failure]]);
    expect(await lineOf(1)).toBeDefined();
    await fixture.write();
    expect(await fixture.findings()).toEqual([]);
  });

  it('of other accounts are written when those of one account fail', async () => {
    const other = await fixture.caller('302');
    await fixture.deposit(call, 100n);
    await fixture.deposit(other, 100n);
    const { store } = fixture.deps;
    const failing: Store = {
      ...store,
      write: async (writes) => {
        const [write] = writes;
        if (write?.kind === 'put' && write.item.pk === account) throw new Error('out of reach');
        return store.write(writes);
      },
    };
    const failed = await writeLines({ ...fixture.deps, store: failing }, fixture.images);
    expect([...failed.keys()].map((index) => fixture.images[index]?.['pk'])).toEqual(['merchant/301']);
    expect((await statement(other)).totalCount).toBe(1);
    await fixture.write();
    expect((await statement(call)).totalCount).toBe(1);
  });
});
