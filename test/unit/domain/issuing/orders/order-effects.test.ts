import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  guardsByAccount,
  inOneStep,
  type OrderEffects,
  StepsContradict,
} from '../../../../../shared/domain/issuing/orders/order-effects.ts';
import { type Account, balanceKey, cardAccount } from '../../../../../shared/domain/money/ledger/account.ts';
import { GuardRepeated, overdraftEntryWrites } from '../../../../../shared/domain/money/ledger/entry.ts';
import type { Posting } from '../../../../../shared/domain/money/ledger/posting.ts';
import type { Store } from '../../../../../shared/runtime/store/store.ts';
import {
  absent,
  absentOrAtMost,
  atLeast,
  equals,
  matchesConditions,
  type Write,
} from '../../../../../shared/runtime/store/write.ts';
import { MemoryStore } from '../../../../support/stores/model/memory-store.ts';

const CARD = cardAccount('5', 'USD');
const KEY = { pk: 'card/5' };
const conflict = (name: string) => () => new Error(name);
const update = (changes: Partial<Extract<Write, { kind: 'update' }>>): Write => ({
  kind: 'update',
  table: 'cards',
  key: KEY,
  ...changes,
});
const only = (step: Partial<OrderEffects>): OrderEffects => ({ postings: [], ...step });
const moves = (side: Posting['side'], amount: bigint, account: Account = CARD) => ({ account, side, amount });

describe('two steps as one', () => {
  it('move what is left of both', () => {
    const first = only({ postings: [moves('available', -5n), moves('frozen', 5n)] });
    const second = only({ postings: [moves('frozen', -5n), moves('available', 3n, 'platform:fees/USD')] });
    expect(inOneStep(first, second).postings).toEqual([
      moves('available', -5n),
      moves('available', 3n, 'platform:fees/USD'),
    ]);
  });

  it('have one guard for each account, whose conditions hold before both', () => {
    const first = only({
      postings: [moves('available', -70n), moves('frozen', 70n)],
      guards: [
        {
          account: CARD,
          when: [equals('available', 70n)],
          set: { closing: true, returning: 70n },
          onConflict: conflict('the first'),
        },
      ],
    });
    const second = only({
      guards: [
        {
          account: CARD,
          when: [equals('available', 0n), atLeast('frozen', 70n), absent('closed')],
          set: { closed: true },
          remove: ['closing', 'returning'],
          onConflict: (current) => new Error(`${current?.['available']} ${current?.['closing']}`),
        },
      ],
    });
    const { guards = [] } = inOneStep(first, second);
    expect(guards).toHaveLength(1);
    expect(guards[0]).toMatchObject({
      account: CARD,
      when: [equals('available', 70n), atLeast('frozen', 0n), absent('closed')],
      set: { closed: true },
      remove: ['closing', 'returning'],
    });
    expect(guards[0]?.onConflict({ available: 70n })).toEqual(new Error('the first'));
    const { guards: unguarded = [] } = inOneStep({ ...first, guards: [] }, second);
    expect(unguarded[0]?.onConflict({ available: 70n })).toEqual(new Error('0 undefined'));
  });

  it('leave no room on a new balance for more than the condition of the second allows', () => {
    const first = only({ postings: [moves('available', 5n)] });
    const guardOf = (most: bigint) => {
      const guard = {
        account: CARD,
        when: [absentOrAtMost('available', most)],
        onConflict: conflict('full'),
      };
      return inOneStep(first, only({ guards: [guard] })).guards?.[0]?.when ?? [];
    };
    for (const [most, fits] of [
      [4n, false],
      [5n, true],
    ] as const)
      expect(matchesConditions({}, guardOf(most))).toBe(fits);
  });

  it('keep that an account may be overdrawn', () => {
    const guard = { account: CARD, onConflict: () => undefined };
    const { guards } = inOneStep(
      only({ guards: [guard] }),
      only({ guards: [{ ...guard, overdraft: true }] }),
    );
    expect(guards).toMatchObject([{ overdraft: true }]);
  });

  it('write each item once', () => {
    const first = update({
      set: { status: 'closing' },
      add: { moves: 1 },
      when: [equals('status', 'active')],
      onConflict: conflict('the first'),
    });
    const second = update({
      set: { status: 'closed' },
      add: { moves: 2 },
      remove: ['limit'],
      when: [equals('status', 'closing'), absent('lock')],
      onConflict: (current) => new Error(`the second: ${current?.['status']} ${current?.['moves']}`),
    });
    const { writes = [] } = inOneStep(only({ writes: [first] }), only({ writes: [second] }));
    expect(writes).toHaveLength(1);
    expect(writes[0]).toMatchObject({
      set: { status: 'closed' },
      add: { moves: 3n },
      remove: ['limit'],
      when: [equals('status', 'active'), absent('lock')],
    });
    expect(writes[0]?.onConflict?.({ status: 'frozen' })).toEqual(new Error('the first'));
    expect(writes[0]?.onConflict?.({ status: 'active', moves: 4, lock: 1 })).toEqual(
      new Error('the second: closing 5'),
    );
  });

  it('are none where the first makes the second impossible, or both make the item', () => {
    const both = (...[one, other]: [Write, Write]) =>
      inOneStep(only({ writes: [one] }), only({ writes: [other] }));
    const put: Write = { kind: 'put', table: 'cards', item: KEY };
    expect(() => both(update({ set: { a: 1 } }), update({ when: [equals('a', 2)] }))).toThrow(
      StepsContradict,
    );
    expect(() => both(update({ remove: ['a'] }), update({ when: [equals('a', 2)] }))).toThrow(
      StepsContradict,
    );
    expect(() => both(put, update({ set: { a: 1 } }))).toThrow('a put and a update of cards card/5');
    expect(both(update({ remove: ['a'] }), update({ when: [absent('a')] })).writes).toMatchObject([
      { remove: ['a'] },
    ]);
  });

  it('are none where the first has two writes or two guards of one item', () => {
    const once = only({ writes: [update({ set: { a: 1 } }), update({ key: { pk: 'card/6' } })] });
    expect(inOneStep(once, only({})).writes).toHaveLength(2);
    const twice = only({ writes: [update({ set: { a: 1 } }), update({ set: { b: 1 } })] });
    expect(() => inOneStep(twice, only({}))).toThrow(
      new StepsContradict('the first step writes an item twice'),
    );
    const guard = { account: CARD, onConflict: () => undefined };
    const guarded = only({ guards: [guard, { ...guard, when: [absent('closed')] }] });
    expect(() => inOneStep(guarded, only({}))).toThrow(new GuardRepeated(`two guards of ${CARD}`));
  });

  it('leave the balance that both leave, or are refused as one of them is', async () => {
    const amounts = fc.bigInt({ min: -5n, max: 5n });
    const step = fc.record({
      available: amounts,
      frozen: amounts,
      least: fc.bigInt({ min: -3n, max: 8n }),
      on: fc.constantFrom('available' as const, 'frozen' as const),
    });
    const begun = async (available: bigint) => {
      const store = new MemoryStore();
      const item = { ...balanceKey(CARD), available, frozen: 20n };
      await store.write([{ kind: 'put', table: 'ledger', item }]);
      return store;
    };
    const book = async (store: Store, cause: string, { postings, guards = [] }: OrderEffects) => {
      const sum = postings.reduce((total, { amount }) => total - amount, 0n);
      const entry = { cause, at: 0, postings: [...postings, moves('available', sum, 'platform:fees/USD')] };
      return store.write(overdraftEntryWrites(entry, conflict('too little'), guards));
    };
    await fc.assert(
      fc.asyncProperty(fc.bigInt({ min: 20n, max: 30n }), step, step, async (available, ...steps) => {
        const [first, second] = steps.map(
          ({ available: a, frozen, least, on }): OrderEffects => ({
            postings: [moves('available', a), moves('frozen', frozen)],
            guards: [{ account: CARD, when: [atLeast(on, 20n + least)], onConflict: conflict('refused') }],
          }),
        ) as [OrderEffects, OrderEffects];
        const [apart, together] = [await begun(available), await begun(available)];
        const inTurn = book(apart, 'first', first).then(() => book(apart, 'second', second));
        const isApart = await inTurn.then(
          () => true,
          () => false,
        );
        const one = book(together, 'both', inOneStep(first, second));
        expect(
          await one.then(
            () => true,
            () => false,
          ),
        ).toBe(isApart);
        const sides = async (store: Store) => {
          const { available: free, frozen } = (await store.get('ledger', balanceKey(CARD))) ?? {};
          return [BigInt(free as number), BigInt(frozen as number)];
        };
        if (isApart) expect(await sides(together)).toEqual(await sides(apart));
      }),
      { numRuns: 200 },
    );
  });
});

describe('two updates of one item in two steps', () => {
  const name = fc.constantFrom('one', 'other');
  const change = fc
    .record({
      set: fc.dictionary(name, fc.constantFrom(1, 2), { maxKeys: 2 }),
      remove: fc.uniqueArray(name, { maxLength: 2 }),
      add: fc.constantFrom(-1n, 0n, 1n).map((sum) => ({ sum, times: 1n })),
      when: fc.array(
        fc.oneof(
          fc.tuple(name, fc.constantFrom(1, 2)).map(([attribute, value]) => equals(attribute, value)),
          name.map(absent),
          fc.constantFrom(4n, 5n, 6n).map((least) => atLeast('sum', least)),
        ),
        { maxLength: 2 },
      ),
    })
    // No update sets and removes the same attribute.
    .map(({ set, remove, when, ...rest }): Partial<Extract<Write, { kind: 'update' }>> => {
      const others = remove.filter((one) => !(one in set));
      return {
        ...rest,
        ...(Object.keys(set).length > 0 && { set }),
        ...(others.length > 0 && { remove: others }),
        ...(when.length > 0 && { when }),
      };
    });
  const begun = async (item: object) => {
    const store = new MemoryStore();
    await store.write([{ kind: 'put', table: 'cards', item: { ...KEY, sum: 5n, ...item } }]);
    return store;
  };
  const succeeds = (work: () => Promise<unknown>) =>
    work().then(
      () => true,
      () => false,
    );

  it.each<[string, (one: object, other: object) => Write[]]>([
    [
      'as writes',
      (one, other) => [
        ...(inOneStep(only({ writes: [update(one)] }), only({ writes: [update(other)] })).writes ?? []),
      ],
    ],
    [
      'as guards',
      (one, other) => {
        const guard = { account: CARD, onConflict: () => undefined };
        const { guards = [] } = inOneStep(
          only({ guards: [{ ...guard, ...one }] }),
          only({ guards: [{ ...guard, ...other }] }),
        );
        return guards.map(({ when = [], set = {}, remove = [] }) =>
          update({ when, set, remove, add: { times: 2n } }),
        );
      },
    ],
  ])('change what both change, or are refused as one of them is: %s', async (as, inOne) => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(name, fc.constantFrom(1, 2)),
        change,
        change,
        async (item, first, second) => {
          const [one, other] = [first, second].map(({ add, ...rest }) => ({
            ...rest,
            add: as === 'as writes' ? add : { times: 1n },
          })) as [object, object];
          const [apart, together] = [await begun(item), await begun(item)];
          const isApart = await succeeds(async () => {
            await apart.write([update(one)]);
            await apart.write([update(other)]);
          });
          expect(await succeeds(async () => together.write(inOne(one, other)))).toBe(isApart);
          if (isApart) expect(await together.get('cards', KEY)).toEqual(await apart.get('cards', KEY));
        },
      ),
      { numRuns: 500 },
    );
  });
});

it('guards of one account in one step are one guard', () => {
  const guards = [
    { account: CARD, when: [absent('locked')], onConflict: () => undefined },
    { account: CARD, when: [absent('closed')], onConflict: conflict('closed') },
  ];
  const [guard, ...others] = guardsByAccount(guards);
  expect(others).toEqual([]);
  expect(guard).toMatchObject({ when: [absent('locked'), absent('closed')] });
  expect(guard?.onConflict({})).toEqual(new Error('closed'));
});
