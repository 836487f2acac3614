import { describe, expect, it } from 'vitest';
import type { Dependencies } from '../../../../../shared/domain/dependencies.ts';
import {
  authorizationKey,
  newAuthorization,
} from '../../../../../shared/domain/issuing/model/authorization.ts';
import {
  transactionKey,
  transactionWith,
  upstreamRecordNoKey,
} from '../../../../../shared/domain/issuing/model/transaction.ts';
import {
  findAuthorization,
  matchAuthorization,
  matchNewTransaction,
} from '../../../../../shared/domain/issuing/transactions/match-authorization.ts';
import { firstIdAt } from '../../../../../shared/runtime/ids.ts';
import { type ReceivedTransaction, transaction } from '../../../../support/fixtures/transactions.ts';
import { MemoryStore } from '../../../../support/stores/model/memory-store.ts';
import { CARD, eventOf, SECOND_CARD, SOURCE } from './transaction-replay-fixture.ts';

const NOW = Date.UTC(2026, 2, 1, 2);

const authorization = (root: string, source = SOURCE) =>
  newAuthorization({ source, root, cardId: CARD.cardId, currency: 'USD' });
const stored = (root: string) => ({ ...authorizationKey(authorization(root)), ...authorization(root) });
const pointer = (root: string, to: string) => ({
  ...authorizationKey(authorization(root)),
  mergedInto: to,
});
const record = (recordNo: string, source = SOURCE, cardId = CARD.cardId) => {
  const event = eventOf(transaction(cardId, { recordNo }), { source });
  const booked = { held: 4_000n, spent: 0n };
  return {
    ...transactionKey({ recordNo }),
    ...transactionWith(undefined, event, { card: { ...CARD, cardId }, booked, now: 0, recordNo }),
  };
};

/** Returns tables with these items; the generated numbers alternate between two values. */
async function tablesWith(...items: object[]) {
  const store = new MemoryStore();
  let turn = 0;
  for (const item of items)
    await store.write([{ kind: 'put', table: 'transactions', item: item as { pk: string } }]);
  const random = (limit: number) => {
    if (limit === 3_600_000) return 0;
    turn += 1;
    return turn % 2;
  };
  return { store, now: () => NOW, random } as unknown as Dependencies;
}

const event = (changes: Partial<ReceivedTransaction>, source = SOURCE) =>
  eventOf(transaction(CARD.cardId, changes), { source });

describe('an event whose number has an authorization, and that names another', () => {
  const renamed = event({ recordNo: '5', originRecordNo: '9' });

  it('belongs to the one it names, where its own has its number', async () => {
    const deps = await tablesWith(stored('5'), stored('9'));
    expect(await matchAuthorization(deps, renamed)).toMatchObject({
      root: '9',
      authorization: { root: '9' },
      merged: { root: '5' },
      links: [],
    });
  });

  it('begins the one it names, where that is not stored yet', async () => {
    const match = await matchAuthorization(await tablesWith(stored('5')), renamed);
    expect(match).toMatchObject({ root: '9', merged: { root: '5' }, links: [] });
    expect(match).not.toHaveProperty('authorization');
  });

  it('belongs to the lower of both, where its own has a third number', async () => {
    const higher = await tablesWith(pointer('5', '3'), stored('3'), stored('9'));
    const match = await matchAuthorization(higher, renamed);
    expect(match).toMatchObject({
      root: '3',
      authorization: { root: '3' },
      merged: { root: '9' },
    });
    expect(match.links).toEqual([]);
    const lower = await tablesWith(pointer('5', '95'), stored('95'), stored('9'));
    expect(await matchAuthorization(lower, renamed)).toMatchObject({
      root: '9',
      authorization: { root: '9' },
      merged: { root: '95' },
      links: [],
    });
  });

  it('links the other to its own, where that is lower and the other is not stored yet', async () => {
    const match = await matchAuthorization(await tablesWith(pointer('5', '3'), stored('3')), renamed);
    expect(match).toMatchObject({ root: '3', authorization: { root: '3' }, links: ['9'] });
    expect(match).not.toHaveProperty('merged');
  });

  it('changes no link where both are one', async () => {
    const deps = await tablesWith(pointer('5', '9'), stored('9'));
    const match = await matchAuthorization(deps, renamed);
    expect(match).toMatchObject({ root: '9', authorization: { root: '9' }, links: [] });
    expect(match).not.toHaveProperty('merged');
  });
});

describe('a number that another network has used', () => {
  const taken = record('5', '90000009');

  it('is replaced by a free one of this platform', async () => {
    const first = firstIdAt(NOW - 1);
    const [lower, higher] = [first, String(BigInt(first) + 1n)];
    for (const [used, free] of [
      [lower, higher],
      [higher, lower],
    ] as const) {
      const match = await matchAuthorization(await tablesWith(taken, record(used)), event({ recordNo: '5' }));
      expect(match).toMatchObject({
        recordNo: free,
        renumbered: [{ upstreamRecordNo: '5', recordNo: free }],
        root: '5',
      });
      expect(match).not.toHaveProperty('record');
    }
  });

  it('keeps its replacement', async () => {
    const alias = { ...upstreamRecordNoKey(SOURCE, '5'), recordNo: '77' };
    const match = await matchAuthorization(
      await tablesWith(taken, alias, record('77')),
      event({ recordNo: '5' }),
    );
    expect(match).toMatchObject({ recordNo: '77', record: { recordNo: '77' }, renumbered: [] });
  });

  it('is notified by its replacement in a follow-up', async () => {
    const alias = { ...upstreamRecordNoKey(SOURCE, '5'), recordNo: '77' };
    const deps = await tablesWith(taken, alias);
    expect(await matchAuthorization(deps, event({ recordNo: '6', originRecordNo: '5' }))).toMatchObject({
      recordNo: '6',
      originRecordNo: '77',
      root: '5',
      links: ['6'],
    });
  });

  it.each<[string, Partial<ReceivedTransaction>, true | undefined]>([
    ['cannot be followed up by this network', { recordNo: '6', originRecordNo: '5' }, true],
    ['cannot be cleared by this network', { recordNo: '5', transCategory: 2 }, true],
    ['can belong to an authorization of this network', { recordNo: '5' }, undefined],
    [
      'can belong to a refund of this network',
      { recordNo: '5', transType: '3', transCategory: 2 },
      undefined,
    ],
  ])('%s', async (_, content, expected) => {
    const match = await matchAuthorization(await tablesWith(taken), event(content));
    expect(match.authorizedByAnother).toBe(expected);
  });

  it('may be cleared here where it was authorized here as well, or there for another card', async () => {
    const clearing = event({ recordNo: '5', transCategory: 2 });
    const here = await matchAuthorization(await tablesWith(taken, stored('5')), clearing);
    expect(here).not.toHaveProperty('authorizedByAnother');
    const ofAnotherCard = record('5', '90000009', SECOND_CARD.cardId);
    expect(await matchAuthorization(await tablesWith(ofAnotherCard), clearing)).not.toHaveProperty(
      'authorizedByAnother',
    );
  });
});

it('a record of its own network is not another’s', async () => {
  const match = await matchAuthorization(
    await tablesWith(record('5')),
    event({ recordNo: '5', transCategory: 2 }),
  );
  expect(match).toMatchObject({ record: { recordNo: '5' } });
  expect(match).not.toHaveProperty('authorizedByAnother');
});

it('the number of a hold expiry of its own network is not another’s', async () => {
  const expiry = { ...record('5'), source: 'embedded', expiryOf: SOURCE };
  const match = await matchAuthorization(
    await tablesWith(expiry),
    event({ recordNo: '5', transCategory: 2 }),
  );
  expect(match.renumbered).toHaveLength(1);
  expect(match).not.toHaveProperty('authorizedByAnother');
});

it('a follow-up refers to a transaction by its own number where the merchant knows it', async () => {
  const deps = await tablesWith(record('5'), stored('5'));
  const match = await matchAuthorization(deps, event({ recordNo: '6', originRecordNo: '5' }));
  expect(match).not.toHaveProperty('originRecordNo');
  expect(match.authorization).toEqual(authorization('5'));
});

it('an event that refers to itself refers to nothing', async () => {
  const match = await matchAuthorization(await tablesWith(), event({ recordNo: '5', originRecordNo: '5' }));
  expect(match).toEqual({ recordNo: '5', renumbered: [], root: '5', links: [] });
});

describe('a transaction with a number of this platform', () => {
  it('is new, and nothing is read', async () => {
    const deps = {} as Dependencies;
    expect(await matchNewTransaction(deps, event({ recordNo: '5' }))).toEqual({
      recordNo: '5',
      renumbered: [],
      root: '5',
      links: [],
    });
  });

  it('belongs to the authorization that it increments', async () => {
    const deps = await tablesWith(stored('3'));
    expect(await matchNewTransaction(deps, event({ recordNo: '5', originRecordNo: '3' }))).toMatchObject({
      root: '3',
      authorization: { root: '3' },
      links: ['5'],
    });
  });
});

describe('an authorization', () => {
  const scope = { source: SOURCE, cardId: CARD.cardId };

  it('is found through all numbers that were merged into it', async () => {
    const { store } = await tablesWith(pointer('7', '5'), pointer('5', '3'), stored('3'));
    expect(await findAuthorization(store, scope, '7')).toEqual(authorization('3'));
    expect(await findAuthorization(store, scope, '8')).toBeUndefined();
  });

  it('is not searched for without end', async () => {
    const { store } = await tablesWith(pointer('7', '5'), pointer('5', '7'));
    await expect(findAuthorization(store, scope, '7')).rejects.toThrow('7 goes round in circles');
  });
});
