import { describe, expect, it } from 'vitest';
import type { Dependencies } from '../../../../../../shared/domain/dependencies.ts';
import { type Card, cardKey } from '../../../../../../shared/domain/issuing/model/card.ts';
import {
  transactionKey,
  transactionWith,
} from '../../../../../../shared/domain/issuing/model/transaction.ts';
import { readCardItems } from '../../../../../../shared/domain/issuing/transactions/authorize/card-items.ts';
import { gatherFacts } from '../../../../../../shared/domain/issuing/transactions/authorize/facts.ts';
import type { AuthorizeRequest } from '../../../../../../shared/domain/issuing/transactions/authorize/request.ts';
import { merchantKey } from '../../../../../../shared/domain/parties/merchant.ts';
import { WriteConflict } from '../../../../../../shared/runtime/idempotency/execute-once.ts';
import type { Store } from '../../../../../../shared/runtime/store/store.ts';
import type { CardSecrets } from '../../../../../../shared/runtime/vault/card-secrets.ts';
import type { NumberedCard } from '../../../../../../shared/runtime/vault/numbered-card.ts';
import { NotEntitled } from '../../../../../../shared/wire/errors.ts';
import { transaction } from '../../../../../support/fixtures/transactions.ts';
import { permittedUpstream } from '../../../../../support/fixtures/upstream-permissions.ts';
import { MemoryStore } from '../../../../../support/stores/model/memory-store.ts';
import { eventOf } from '../transaction-replay-fixture.ts';
import { facts, NOW } from './facts-fixture.ts';

const { card } = facts();
const request = {
  networkId: 'purchase-1',
  cardNo: '4999000000001234',
  expiry: card.expiry,
  transCurrency: 'USD',
  transCurrencyAmt: '20',
  merchantName: 'Coffee House',
} as AuthorizeRequest;

/** Returns the facts of a purchase with this card, whose vault record has these secrets. */
async function factsOf(
  changes: Partial<Card>,
  secrets: Partial<CardSecrets> | undefined,
  {
    items = [],
    reads = [],
    ...others
  }: Partial<AuthorizeRequest> & { readonly items?: readonly object[]; readonly reads?: unknown[] } = {},
) {
  const store = new MemoryStore();
  const item = { ...cardKey(card.cardId), ...card, ...changes };
  await store.write([{ kind: 'put', table: 'cards', item }]);
  for (const one of items)
    await store.write([{ kind: 'put', table: 'transactions', item: one as { pk: string } }]);
  const vault = {
    secretsAddress: () => ({ table: 'vault', key: { pk: 'card/1' } }),
    open: async () => secrets,
  };
  const deps = {
    store,
    vault,
    auditCardRead: (read: unknown) => reads.push(read),
    now: () => NOW,
    random: () => 0,
    utcOffset: '+08:00',
  };
  return gatherFacts(
    deps as unknown as Dependencies,
    { ...request, ...others },
    permittedUpstream('90000001'),
    { cardId: card.cardId },
  );
}

const SECRETS = { expiry: '2029-03', cvv2: '123' };

describe('a card without a stored CVV2', () => {
  it.each<[string, Partial<Card>]>([
    ['is closed', { status: 'closed' }],
    ['has expired', { expiry: '2026-02' }],
  ])('is decided on where it %s, whether its number is stored or not', async (_, changes) => {
    expect(await factsOf(changes, { expiry: '2026-02' })).toMatchObject({ secrets: { expiry: '2026-02' } });
    expect(await factsOf(changes, undefined)).toMatchObject({ secrets: { cardId: card.cardId } });
  });

  it('was cancelled while it was read, and is decided on again', async () => {
    await expect(factsOf({}, { expiry: '2029-03' })).rejects.toThrow(WriteConflict);
  });

  it('is a fault where the vault finds it and has no secrets', async () => {
    const reading = factsOf({}, undefined);
    await expect(reading).rejects.toThrow(`the vault finds card ${card.cardId} but stores no secrets for it`);
    await expect(reading).rejects.not.toThrow(WriteConflict);
  });

  it('is valid in its last month', async () => {
    await expect(factsOf({ expiry: '2026-03' }, { expiry: '2026-03' })).rejects.toThrow(WriteConflict);
  });
});

describe('of a purchase', () => {
  it('the reader of the card’s secrets is recorded, with the function', async () => {
    const reads: unknown[] = [];
    await factsOf({}, SECRETS, { reads });
    expect(reads).toEqual([
      { cardId: card.cardId, reader: 'upstream/90000001', operation: 'network/authorize' },
    ]);
  });

  it('it is known whether it requests money, and that it is no increment', async () => {
    const purchase = await factsOf({}, SECRETS);
    expect(purchase).toMatchObject({ requestsMoney: true, merchantEnabled: false, groupEnabled: true });
    expect(purchase).not.toHaveProperty('increment');
    expect(await factsOf({}, SECRETS, { transCurrencyAmt: '0' })).toMatchObject({ requestsMoney: false });
  });

  it('nothing is read for a network without the BIN range', async () => {
    await expect(factsOf({ binRangeId: 'X9' }, SECRETS)).rejects.toThrow(NotEntitled);
  });
});

describe('a number that says whose card it is', () => {
  const owner = { userNo: card.userNo, currency: card.currency };

  /** Returns the keys of each read, and the items that it found. */
  async function readWith(numbered: NumberedCard) {
    const store = new MemoryStore();
    await store.write([
      { kind: 'put', table: 'cards', item: { ...cardKey(card.cardId), ...card } },
      { kind: 'put', table: 'merchants', item: { ...merchantKey(card.userNo), enabled: true } },
    ]);
    const reads: string[][] = [];
    const batchGet: Store['batchGet'] = (addresses) => {
      reads.push(addresses.map(({ key }) => key.pk));
      return store.batchGet(addresses);
    };
    const vault = { secretsAddress: () => ({ table: 'vault', key: { pk: 'secrets' } }) };
    const deps = { store: { batchGet }, vault } as unknown as Dependencies;
    return { items: await readCardItems(deps, numbered), reads };
  }

  it('lets everything be read at once', async () => {
    const { items, reads } = await readWith({ cardId: card.cardId, owner });
    expect(items?.merchant).toMatchObject({ enabled: true });
    expect(reads).toEqual([
      [`card/${card.cardId}`, 'secrets', `merchant/${card.userNo}`, `card/${card.cardId}`],
    ]);
  });

  it.each<[string, NumberedCard['owner']]>([
    ['says nothing', undefined],
    ['names another merchant', { ...owner, userNo: '100009' }],
    ['names another currency', { ...owner, currency: 'EUR' }],
    ['names a group', { ...owner, groupId: '9' }],
  ])('yields to the card’s own record where it %s', async (_, wrong) => {
    const { items, reads } = await readWith({ cardId: card.cardId, ...(wrong && { owner: wrong }) });
    expect(items?.merchant).toMatchObject({ enabled: true });
    expect(reads).toHaveLength(2);
    expect(reads[1]).toEqual([`merchant/${card.userNo}`, `card/${card.cardId}`]);
  });

  it('is of no open card where the card’s record is missing, whatever it says', async () => {
    expect((await readWith({ cardId: '1150000000000002', owner })).items).toBeUndefined();
  });
});

describe('an increment', () => {
  /** Returns the record of an authorization that another network reported. */
  const recordOf = (cardId: string) => {
    const event = eventOf(transaction(cardId, { recordNo: '5' }), { source: '90000009' });
    const booked = { held: 4_000n, spent: 0n };
    return {
      ...transactionKey({ recordNo: '5' }),
      ...transactionWith(undefined, event, { card: { ...card, cardId }, booked, now: 0, recordNo: '5' }),
    };
  };

  it('of an authorization that only another network reported is refused', async () => {
    const items = [recordOf(card.cardId)];
    await expect(factsOf({}, SECRETS, { originRecordNo: '5', items })).rejects.toThrow(
      new NotEntitled('report on a transaction that another upstream authorized'),
    );
  });

  it.each<[string, readonly object[]]>([
    ['is unknown', []],
    ['another network reported for another card', [recordOf('1150000000000009')]],
  ])('of a purchase that %s is decided on', async (_, items) => {
    expect(await factsOf({}, SECRETS, { originRecordNo: '5', items })).toMatchObject({
      increment: { isOtherCards: false },
    });
  });
});
