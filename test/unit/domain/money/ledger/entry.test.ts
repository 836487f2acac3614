import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  accountFromKey,
  balanceKey,
  cardAccount,
  custodyAccount,
  feesAccount,
  groupAccount,
  hasBalance,
  merchantCardAccount,
  merchantDptAccount,
  settlementAccount,
  shardOf,
} from '../../../../../shared/domain/money/ledger/account.ts';
import {
  AlreadyPosted,
  type BalanceGuard,
  CoinOnCardAccount,
  type Entry,
  entryFrom,
  entryWrites,
  GuardRepeated,
  overdraftEntryWrites,
  UnbalancedEntry,
} from '../../../../../shared/domain/money/ledger/entry.ts';
import {
  freeze,
  type Posting,
  release,
  transfer,
} from '../../../../../shared/domain/money/ledger/posting.ts';
import { absent, atLeast, type Put, type Update } from '../../../../../shared/runtime/store/write.ts';

const account = merchantCardAccount('100001', 'USD');
const card = cardAccount('1234', 'USD');
const fees = feesAccount('USD');
const AT = Date.UTC(2026, 2, 1);

class Insufficient extends Error {}
const writesOf = (postings: readonly Posting[], guards?: readonly BalanceGuard[]) =>
  entryWrites({ cause: 'order/1/accepted', at: AT, postings }, (name) => new Insufficient(name), guards);
const updatesOf = (postings: readonly Posting[], guards?: readonly BalanceGuard[]) =>
  writesOf(postings, guards).filter((write): write is Update => write.kind === 'update');

describe('the writes of an entry', () => {
  it('put it under its cause, which refuses another entry of that cause', () => {
    const postings = freeze(account, 5n);
    const [put] = writesOf(postings);
    expect(put).toMatchObject({
      kind: 'put',
      table: 'ledger',
      item: { pk: 'entry/order/1/accepted', sk: 'entry', cause: 'order/1/accepted', at: AT, postings },
    });
    expect(put).not.toHaveProperty('replace');
    const refusal = put?.onConflict?.(undefined);
    expect(refusal).toBeInstanceOf(AlreadyPosted);
    expect(String(refusal)).toBe('AlreadyPosted: cause order/1/accepted');
  });

  it('require funds on the sides that decrease, and on no other', () => {
    const postings = [...transfer([account, 'frozen'], [card, 'available'], 7n), ...freeze(account, 2n)];
    expect(updatesOf(postings)).toMatchObject([
      {
        key: balanceKey(account),
        add: { available: -2n, frozen: -5n },
        when: [atLeast('available', 2n), atLeast('frozen', 5n)],
      },
      { key: balanceKey(card), add: { available: 7n, frozen: 0n }, when: [] },
    ]);
  });

  it('change each balance once, by the sum of its postings', () => {
    const accounts = [account, card, cardAccount('9', 'USD'), fees, settlementAccount('USD')] as const;
    const side = fc.constantFrom('available' as const, 'frozen' as const);
    const end = fc.tuple(fc.constantFrom(...accounts), side);
    const move = fc.tuple(end, end, fc.bigInt({ min: 0n, max: 10n ** 15n }));
    fc.assert(
      fc.property(fc.array(move, { maxLength: 8 }), (moves) => {
        const postings = moves.flatMap(([from, to, amount]) => transfer(from, to, amount));
        const updates = updatesOf(postings);
        const touched = new Set(postings.map((posting) => posting.account).filter(hasBalance));
        expect(updates.map(({ key }) => accountFromKey(key)).sort()).toEqual([...touched].sort());
        for (const { key, add, when } of updates) {
          const sum = (wanted: string) =>
            postings
              .filter((posting) => posting.account === accountFromKey(key) && posting.side === wanted)
              .reduce((total, { amount }) => total + amount, 0n);
          const moves = sum('available') !== 0n || sum('frozen') !== 0n;
          expect(add).toEqual({
            available: sum('available'),
            frozen: sum('frozen'),
            ...(moves && { version: 1n }),
          });
          const falling = ['available', 'frozen'].filter((name) => sum(name) < 0n);
          expect(when?.map(({ attribute }) => attribute)).toEqual(falling);
        }
      }),
    );
  });

  it('number the changes of a balance, each with its amounts', () => {
    const [own] = updatesOf([
      ...freeze(account, 5n),
      ...transfer([account, 'frozen'], [fees, 'available'], 1n),
    ]);
    expect(own?.add).toEqual({ available: -5n, frozen: 4n, version: 1n });
    expect(own?.set).toEqual({
      last: {
        cause: 'order/1/accepted',
        at: AT,
        moved: { available: -5n, frozen: 4n },
        details: { kind: 'other', orderId: '1', remark: 'accepted' },
      },
    });
  });

  it('number nothing where nothing moves: a guard’s mark is no change of the balance', () => {
    const guard: BalanceGuard = { account: card, set: { closed: true }, onConflict: () => undefined };
    const [, guarded] = updatesOf(freeze(account, 5n), [guard]);
    expect(guarded).toMatchObject({ add: { available: 0n, frozen: 0n }, set: { closed: true } });
    expect(guarded?.add).not.toHaveProperty('version');
    expect(guarded?.set).not.toHaveProperty('last');
    const [back] = updatesOf([...freeze(account, 5n), ...release(account, 5n)]);
    expect(back?.add).not.toHaveProperty('version');
  });

  it('mark entries that change platform accounts, for the stream', () => {
    const fee = transfer([account, 'available'], [fees, 'available'], 5n);
    expect(writesOf(fee)[0]).toMatchObject({ item: { onPlatform: true } });
    const back = transfer([fees, 'available'], [account, 'available'], 5n);
    for (const postings of [freeze(account, 5n), [...fee, ...back]])
      expect((writesOf(postings)[0] as Put).item).not.toHaveProperty('onPlatform');
  });

  it('store no balances of platform accounts', () => {
    const deposit = transfer([settlementAccount('USD'), 'available'], [account, 'available'], 5n);
    expect(updatesOf(deposit).map(({ key }) => accountFromKey(key))).toEqual([account]);
    expect(updatesOf(transfer([fees, 'available'], [settlementAccount('USD'), 'available'], 5n))).toEqual([]);
  });

  it('set a guard’s marks, and refuse with its error before a lack of funds', () => {
    const guard: BalanceGuard = {
      account: card,
      when: [absent('closed')],
      set: { seen: true },
      remove: ['mark'],
      onConflict: (current) => (current?.['closed'] ? new RangeError('closed') : undefined),
    };
    const [update] = updatesOf(freeze(card, 5n), [guard]);
    expect(update).toMatchObject({
      set: { seen: true },
      remove: ['mark'],
      when: [absent('closed'), atLeast('available', 5n)],
    });
    expect(update?.onConflict?.({ closed: true })).toBeInstanceOf(RangeError);
    expect(update?.onConflict?.({ available: 3n })).toEqual(new Insufficient(card));
    expect(update?.onConflict?.(undefined)).toEqual(new Insufficient(card));
  });

  it('report how much is needed and available when funds are insufficient', () => {
    const figures: unknown[] = [];
    const insufficient = (...short: unknown[]) => {
      figures.push(short);
      return new Insufficient();
    };
    const entry = { cause: 'test', at: AT, postings: freeze(card, 5n) };
    const [, update] = entryWrites(entry, insufficient);
    for (const current of [{ available: 3n, frozen: 7n }, { available: 4 }, {}, undefined])
      update?.onConflict?.(current);
    expect(figures).toEqual([3n, 4n, 0n, 0n].map((available) => [card, { needed: 5n, available }]));
  });

  it('let an available balance fall below zero where a guard allows it, and a frozen one never', () => {
    const guard = { account: card, overdraws: true, onConflict: () => undefined };
    const postings = [
      ...transfer([card, 'available'], [account, 'available'], 5n),
      ...transfer([card, 'frozen'], [account, 'available'], 7n),
    ];
    const writes = overdraftEntryWrites({ cause: 'test', at: 1, postings }, () => new Error(), [guard]);
    const own = writes.find((write) => write.kind === 'update' && accountFromKey(write.key) === card);
    expect(own).toMatchObject({ add: { available: -5n, frozen: -7n }, when: [atLeast('frozen', 7n)] });
  });

  it('guard an account without postings', () => {
    const guard: BalanceGuard = { account: card, when: [absent('closed')], onConflict: () => undefined };
    const guarded = updatesOf(freeze(account, 5n), [guard]);
    expect(guarded.map(({ key }) => accountFromKey(key))).toEqual([account, card]);
    expect(guarded[1]).toMatchObject({ add: { available: 0n, frozen: 0n }, when: [absent('closed')] });
    expect(guarded[1]).not.toHaveProperty('set');
  });

  it('are refused for coins on a card account of any owner or shard', () => {
    const coins = merchantDptAccount('100001', 'USDT');
    for (const to of [
      merchantCardAccount('100001', 'USDT'),
      shardOf(merchantCardAccount('100001', 'USDC'), 3),
      cardAccount('1234', 'USDT'),
      groupAccount('1234', 'USDT'),
    ]) {
      const from = to.endsWith('USDC') ? merchantDptAccount('100001', 'USDC') : coins;
      const refused = () => writesOf(transfer([from, 'available'], [to, 'available'], 5n));
      expect(refused).toThrow(CoinOnCardAccount);
      expect(refused).toThrow(`order/1/accepted: coins cannot be on ${to}`);
      expect(refused).toThrow(expect.objectContaining({ name: 'CoinOnCardAccount' }));
    }
    const there = merchantCardAccount('1', 'USDT');
    expect(writesOf(transfer([there, 'available'], [coins, 'available'], 5n))).toHaveLength(3);
    // Coins that were there before may still be frozen, in order to leave.
    expect([writesOf(freeze(there, 5n)), writesOf(release(there, 5n))].map(({ length }) => length)).toEqual([
      2, 2,
    ]);
    const onDpt = transfer([custodyAccount('USDT'), 'available'], [coins, 'available'], 5n);
    expect(writesOf(onDpt)).toHaveLength(2);
  });

  it('are refused where two guards are about one account, of which one would be lost', () => {
    const guard = { account, onConflict: () => undefined };
    const other = { ...guard, account: card };
    expect(writesOf(freeze(account, 5n), [guard, other])).toHaveLength(3);
    const refused = () =>
      writesOf(freeze(account, 5n), [guard, other, { ...guard, when: [absent('closed')] }]);
    expect(refused).toThrow(new GuardRepeated(`two guards of ${account}`));
    expect(refused).toThrow(expect.objectContaining({ name: 'GuardRepeated' }));
  });

  it('are refused for an entry that does not balance in each currency', () => {
    const usd: Posting = { account, side: 'available', amount: -5n };
    const eur: Posting = { account: merchantCardAccount('100001', 'EUR'), side: 'available', amount: 5n };
    expect(() => writesOf([usd])).toThrow(UnbalancedEntry);
    expect(() => writesOf([usd])).toThrow(expect.objectContaining({ name: 'UnbalancedEntry' }));
    expect(() => writesOf([usd, eur])).toThrow(/USD postings sum to -5/);
    expect(() => writesOf([...freeze(account, 5n), eur])).toThrow(/EUR postings sum to 5/);
  });
});

describe('an entry', () => {
  const plain: Entry = { cause: 'test/1', at: AT, postings: freeze(account, 5n) };
  const full: Entry = {
    ...plain,
    details: { kind: 'fee', remark: 'x' },
    fee: { cardId: '7', opType: 3 },
    corrects: 'test/0',
    by: 'ada',
  };

  it.each([plain, full])('survives a round trip', (entry) => {
    const [put] = entryWrites(entry, () => new Error()) as [Put];
    expect(entryFrom(put.item)).toStrictEqual(entry);
  });
});
