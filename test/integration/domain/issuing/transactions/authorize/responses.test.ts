import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MerchantCall } from '../../../../../../shared/domain/dependencies.ts';
import { cardKey } from '../../../../../../shared/domain/issuing/model/card.ts';
import { authorize } from '../../../../../../shared/domain/issuing/transactions/authorize/authorize.ts';
import type { AuthorizeRequest } from '../../../../../../shared/domain/issuing/transactions/authorize/request.ts';
import { cardAccount } from '../../../../../../shared/domain/money/ledger/account.ts';
import { readBalance } from '../../../../../../shared/domain/money/ledger/balance.ts';
import type { Item } from '../../../../../../shared/runtime/store/item.ts';
import type { Store } from '../../../../../../shared/runtime/store/store.ts';
import { ParameterInvalid, RequestNumberReused } from '../../../../../../shared/wire/errors.ts';
import { openedCard } from '../../../../../support/fixtures/card-steps.ts';
import { openTestPlatform, type TestPlatform } from '../../../../../support/fixtures/test-platform.ts';
import { Crash } from '../../../../../support/stores/faulty-store.ts';
import { type CardNetwork, openCardNetwork, transactionNotifications } from './network-fixture.ts';

let fixture: TestPlatform;
let call: MerchantCall;
let network: CardNetwork;

beforeAll(async () => {
  fixture = await openTestPlatform();
  call = fixture.call(await fixture.merchant('1', 10_000_000n));
  network = openCardNetwork(fixture);
});

afterAll(async () => {
  expect((await fixture.audit()).flatMap(({ differences }) => [...differences])).toEqual([]);
});

const mark = (cardId: string, set: Item) =>
  fixture.deps.store.write([{ kind: 'update', table: 'cards', key: cardKey(cardId), set }]);
const on = (cardId: string) => readBalance(fixture.deps.store, cardAccount(cardId, 'USD'));

describe('an unknown number', () => {
  const unknown = { cardNo: '4999001099999999' };

  it('is declined with 200001, told to nobody, and answered alike again', async () => {
    const before = await transactionNotifications(fixture);
    const request = await network.purchase(await openedCard(call), unknown);
    const answer = await authorize(request, network.call);
    expect(answer).toEqual({
      approved: 0,
      respCode: '200001',
      respCodeDesc: 'invalid card',
      recordNo: expect.stringMatching(/^\d{16}$/),
    });
    expect(await authorize(request, network.call)).toEqual(answer);
    expect(await transactionNotifications(fixture)).toHaveLength(before.length);
  });

  it('is answered with a number that another transaction may have', async () => {
    const cardId = await openedCard(call);
    const of = (random: number) => openCardNetwork({ deps: { ...fixture.deps, random: () => random } });
    fixture.moveClock(1);
    const stranger = await authorize(await network.purchase(cardId, unknown), of(7).call);
    const known = await authorize(await network.purchase(cardId), of(7).call);
    expect(known).toMatchObject({ approved: 1, recordNo: stranger.recordNo });
    expect((await fixture.audit()).flatMap(({ differences }) => [...differences])).toEqual([]);
  });

  it('is also that of another issuer’s card, and of one that is not open', async () => {
    const elsewhere = await openedCard(call);
    await mark(elsewhere, { issuer: 'upstream' });
    expect(await network.authorize(elsewhere)).toMatchObject({ respCode: '200001' });
    await mark(elsewhere, { issuer: 'embedded' });
    const pending = await fixture.deps.vault.getOrCreate('1150000000000007', () => ({
      cardNo: '4999001000000015',
      cvv2: '123',
      expiry: '2029-03',
    }));
    expect(await network.authorize(elsewhere, { ...pending })).toMatchObject({ respCode: '200001' });
  });
});

it('an amount that its currency does not have is refused, whoever’s the card is', async () => {
  const request = await network.purchase(await openedCard(call), { transCurrencyAmt: '1.234' });
  const refusal = new ParameterInvalid('transCurrencyAmt', 'USD has 2 decimals');
  for (const cardNo of [request.cardNo, '4999001099999999'])
    await expect(authorize({ ...request, cardNo }, network.call)).rejects.toThrow(refusal);
});

describe('a network id', () => {
  it('gets the first answer again, whatever has become of the card since', async () => {
    const cardId = await openedCard(call);
    const request = await network.purchase(cardId);
    const answer = await authorize(request, network.call);
    await mark(cardId, { status: 'frozen' });
    expect(await authorize({ ...request }, network.call)).toEqual(answer);
    expect(await on(cardId)).toMatchObject({ available: 8_000n, frozen: 2_000n });
    expect(await transactionNotifications(fixture, cardId)).toHaveLength(1);
  });

  it('is the same request in whichever order its fields come', async () => {
    const request = await network.purchase(await openedCard(call));
    const answer = await authorize(request, network.call);
    const reversed = Object.fromEntries(Object.entries(request).reverse()) as AuthorizeRequest;
    expect(Object.keys(reversed)).not.toEqual(Object.keys(request));
    expect(await authorize(reversed, network.call)).toEqual(answer);
  });

  it('is refused with other content', async () => {
    const request = await network.purchase(await openedCard(call));
    await authorize(request, network.call);
    for (const change of [
      { transCurrencyAmt: '21' },
      { merchantName: 'Tea House' },
      { cardNo: '4999001099999999' },
    ]) {
      await expect(authorize({ ...request, ...change }, network.call)).rejects.toThrow(RequestNumberReused);
    }
  });

  it('tells nobody by its repetition which verification number is right', async () => {
    const request = await network.purchase(await openedCard(call));
    const answer = await authorize(request, network.call);
    expect(answer.approved).toBe(1);
    const others = Array.from({ length: 32 }, (_, guess) => String(guess).padStart(3, '0'));
    for (const cvv2 of [...others, undefined])
      expect(await authorize({ ...request, cvv2 }, network.call)).toEqual(answer);
  });

  it('is one purchase when it comes 20 times at once', async () => {
    const cardId = await openedCard(call);
    const request = await network.purchase(cardId);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => authorize({ ...request }, network.call)),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await on(cardId)).toMatchObject({ available: 8_000n, frozen: 2_000n });
    expect(await transactionNotifications(fixture, cardId)).toHaveLength(1);
  });

  it('is each network’s own', async () => {
    const cardId = await openedCard(call);
    const request = await network.purchase(cardId);
    const { recordNo } = await authorize(request, network.call);
    const other = await authorize(request, openCardNetwork(fixture, '90000002').call);
    expect(other.approved).toBe(1);
    expect(other.recordNo).not.toBe(recordNo);
  });
});

it('a purchase is not answered when nobody knows whether it was written, and once when it comes again', async () => {
  const cardId = await openedCard(call);
  const request = await network.purchase(cardId);
  const { store } = fixture.deps;
  let writes = 0;
  const crashing = Object.assign(Object.create(store) as Store, {
    get: store.get.bind(store),
    getMany: store.getMany.bind(store),
    write: async (changes: Parameters<Store['write']>[0]) => {
      writes += 1;
      await store.write(changes);
      throw new Crash();
    },
  });
  const received = { ...network.call, deps: { ...fixture.deps, store: crashing } };
  await expect(authorize(request, received)).rejects.toThrow(Crash);
  expect(writes).toBe(1);
  expect(await authorize(request, network.call)).toMatchObject({ approved: 1 });
  expect(await on(cardId)).toMatchObject({ available: 8_000n, frozen: 2_000n });
});

it('what is kept of authorizations holds no card data, and no hash that it could be found by', async () => {
  const cardId = await openedCard(call);
  const request = await network.purchase(cardId);
  await authorize(request, network.call);
  const items = await fixture.operator.scan('transactions');
  const text = JSON.stringify(items, (_, value) => (typeof value === 'bigint' ? String(value) : value));
  const hash = (secret: string) => createHash('sha256').update(secret).digest('hex');
  expect(text).toContain(request.networkId);
  expect(text).not.toContain(request.cardNo);
  for (const secret of [request.cardNo, JSON.stringify(request), String(request.cvv2)])
    expect(text).not.toContain(hash(secret));
  expect(text).not.toMatch(/"cvv2"|"cardNo"|"expiry"/);
});
