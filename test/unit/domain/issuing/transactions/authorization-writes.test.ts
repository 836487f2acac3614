import { describe, expect, it } from 'vitest';
import type { Dependencies } from '../../../../../shared/domain/dependencies.ts';
import {
  type Authorization,
  applyEvent,
  authorizationKey,
  mergeAuthorizations,
  newAuthorization,
} from '../../../../../shared/domain/issuing/model/authorization.ts';
import { cardKey } from '../../../../../shared/domain/issuing/model/card.ts';
import {
  authorizationWrites,
  cardUsageWrites,
} from '../../../../../shared/domain/issuing/transactions/authorization-writes.ts';
import type { TransactionToPost } from '../../../../../shared/domain/issuing/transactions/transaction-to-post.ts';
import { WriteConflict } from '../../../../../shared/runtime/idempotency/execute-once.ts';
import type { Write } from '../../../../../shared/runtime/store/write.ts';
import { transaction } from '../../../../support/fixtures/transactions.ts';
import { MemoryStore } from '../../../../support/stores/model/memory-store.ts';
import { CARD, eventOf, SOURCE } from './transaction-replay-fixture.ts';

const deps = { now: () => 1_000, holdMs: 7_000, travelHoldMs: 9_000 } as Dependencies;
const NEW = newAuthorization({
  source: SOURCE,
  root: '5',
  cardId: CARD.cardId,
  groupId: '9',
  currency: 'USD',
});
const purchase = eventOf(transaction(CARD.cardId, { recordNo: '5' }));
const increment = eventOf(transaction(CARD.cardId, { recordNo: '7', originRecordNo: '5' }));
const HELD = applyEvent(NEW, purchase);
/**
 * An authorization with all possible properties: an increment was reported before the authorization that it adds to.
 */
const MERGED: Authorization = {
  ...applyEvent({ ...NEW, root: '6' }, increment),
  settled: true,
  expired: true,
};

const storeOf = async (...items: object[]) => {
  const store = new MemoryStore();
  for (const item of items)
    await store.write([{ kind: 'put', table: 'transactions', item: item as { pk: string } }]);
  return store;
};
const storedMerged = {
  ...authorizationKey(MERGED),
  ...MERGED,
  dueShard: '1',
  dueAt: 8_000,
  releaseFailure: { times: 1, reason: 'no line' },
};
const merging = authorizationWrites(deps, CARD, increment, mergeAuthorizations(HELD, MERGED), {
  recordNo: '7',
  renumbered: [],
  root: '5',
  authorization: HELD,
  merged: MERGED,
  links: [],
});

describe('an authorization that is merged into another', () => {
  it('becomes a pointer to it, and nothing else', async () => {
    const store = await storeOf({ ...authorizationKey(HELD), ...HELD }, storedMerged);
    await store.write(merging);
    expect(await store.get('transactions', authorizationKey(MERGED))).toEqual({
      ...authorizationKey(MERGED),
      source: SOURCE,
      cardId: CARD.cardId,
      root: '6',
      mergedInto: '5',
      version: MERGED.version + 1,
    });
  });

  it('is matched again when it has changed since it was read', async () => {
    const store = await storeOf(
      { ...authorizationKey(HELD), ...HELD },
      { ...storedMerged, version: MERGED.version + 1 },
    );
    await expect(store.write(merging)).rejects.toThrow(WriteConflict);
  });
});

describe('a new number of an authorization', () => {
  const linking = authorizationWrites(deps, CARD, increment, HELD, {
    recordNo: '7',
    renumbered: [],
    root: '5',
    links: ['7'],
  });
  const pointer = authorizationKey({ ...HELD, root: '7' });

  it('points to it', async () => {
    const store = await storeOf();
    await store.write(linking);
    expect(await store.get('transactions', pointer)).toEqual({
      ...pointer,
      source: SOURCE,
      root: '7',
      cardId: CARD.cardId,
      mergedInto: '5',
    });
  });

  it.each([
    ['it', pointer],
    ['the authorization', authorizationKey(HELD)],
  ])('is matched again when %s is stored meanwhile', async (_, key) => {
    const store = await storeOf(key);
    await expect(store.write(linking)).rejects.toThrow(WriteConflict);
  });
});

it('an authorization that has changed since it was read is matched again', async () => {
  const store = await storeOf({ ...authorizationKey(HELD), ...HELD, version: HELD.version + 1 });
  const writes = authorizationWrites(deps, CARD, increment, applyEvent(HELD, increment), {
    recordNo: '7',
    renumbered: [],
    root: '5',
    authorization: HELD,
    links: [],
  });
  await expect(store.write(writes)).rejects.toThrow(WriteConflict);
});

describe('the usage of a card', () => {
  const usage = (
    booking: Partial<TransactionToPost>,
    effects: Partial<Parameters<typeof cardUsageWrites>[1]> = {},
  ): Write[] =>
    cardUsageWrites(
      {
        card: CARD,
        event: purchase,
        match: { recordNo: '5', renumbered: [], root: '5', links: [] },
        correlationId: 'test',
        ...booking,
      },
      { after: HELD, held: 0n, spent: 0n, ...effects },
    );
  const match = { recordNo: '5', renumbered: [], root: '5', links: [] };

  it('is what is held and spent, and counts a use', () => {
    expect(usage({}, { held: 4_000n, spent: 300n })).toMatchObject([
      { kind: 'update', table: 'cards', key: cardKey(CARD.cardId), add: { usedAmount: 4_300n, uses: 1 } },
    ]);
  });

  it('counts one use for all merged authorizations', () => {
    const both = { ...match, authorization: HELD, merged: { ...HELD, root: '6' } };
    expect(usage({ match: both })).toMatchObject([{ add: { usedAmount: 0n, uses: -1 } }]);
    expect(usage({ match: { ...match, authorization: HELD } })).toEqual([]);
  });

  it('counts no uses of a multi-use card', () => {
    const [write] = usage({ card: { ...CARD, multiUse: true } }, { held: 4_000n });
    expect(write).toMatchObject({ add: { usedAmount: 4_000n } });
    expect(write).not.toHaveProperty('add.uses');
    expect(usage({ card: { ...CARD, multiUse: true } })).toEqual([]);
  });

  it('carries the conditions of a decision even where nothing is used', () => {
    const cardUpdate = { when: [], set: { cvv2Failures: 1 }, remove: ['cvv2FailedAt'] };
    const [write] = usage({ cardUpdate, match: { ...match, authorization: HELD } });
    expect(write).toMatchObject({ ...cardUpdate, add: { usedAmount: 0n } });
    expect(write?.onConflict?.(undefined)).toBeInstanceOf(WriteConflict);
  });
});
