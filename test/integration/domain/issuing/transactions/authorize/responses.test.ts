import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MerchantCall } from '../../../../../../shared/domain/dependencies.ts';
import { cardKey } from '../../../../../../shared/domain/issuing/model/card.ts';
import { transactionKey } from '../../../../../../shared/domain/issuing/model/transaction.ts';
import { authorize } from '../../../../../../shared/domain/issuing/transactions/authorize/authorize.ts';
import {
  identifyAuthorization,
  recordNoFor,
  responseWithoutCardPut,
} from '../../../../../../shared/domain/issuing/transactions/authorize/idempotency.ts';
import type { AuthorizeRequest } from '../../../../../../shared/domain/issuing/transactions/authorize/request.ts';
import {
  findTransaction,
  resolveRecordNo,
} from '../../../../../../shared/domain/issuing/transactions/match-authorization.ts';
import { cardAccount } from '../../../../../../shared/domain/money/ledger/account.ts';
import { readBalance } from '../../../../../../shared/domain/money/ledger/balance.ts';
import type { Item } from '../../../../../../shared/runtime/store/item.ts';
import type { Store } from '../../../../../../shared/runtime/store/store.ts';
import { ParameterInvalid, RequestNumberReused } from '../../../../../../shared/wire/errors.ts';
import { openedCard } from '../../../../../support/fixtures/card-steps.ts';
import { openTestPlatform, type TestPlatform } from '../../../../../support/fixtures/test-platform.ts';
import { Crash } from '../../../../../support/stores/faulty-store.ts';
import { interruptedStore } from '../../../../../support/stores/interrupted-store.ts';
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

describe('an unknown card number', () => {
  const unknown = { cardNo: '4999001099999999' };

  it('is declined with 200001, not notified, and gets the same answer again', async () => {
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

  it('keeps its record number, which no transaction gets', async () => {
    const cardId = await openedCard(call);
    const { recordNo } = await authorize(await network.purchase(cardId, unknown), network.call);
    expect(await findTransaction(fixture.deps.store, recordNo)).toBeUndefined();
    expect(await resolveRecordNo(fixture.deps, network.call.upstream.userNo, recordNo)).toMatchObject({
      renumbered: { upstreamRecordNo: recordNo, recordNo: expect.not.stringMatching(recordNo) },
    });
  });

  it('is answered like another issuer’s card and one that is not open yet', async () => {
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

it('an amount with too many decimals is refused, whether the card is known or not', async () => {
  const request = await network.purchase(await openedCard(call), { transCurrencyAmt: '1.234' });
  const refusal = new ParameterInvalid('transCurrencyAmt', 'USD has 2 decimals');
  for (const cardNo of [request.cardNo, '4999001099999999'])
    await expect(authorize({ ...request, cardNo }, network.call)).rejects.toThrow(refusal);
});

describe('a networkId', () => {
  it('gets its first answer again, even if the card has changed since', async () => {
    const cardId = await openedCard(call);
    const request = await network.purchase(cardId);
    const answer = await authorize(request, network.call);
    await mark(cardId, { status: 'frozen' });
    expect(await authorize({ ...request }, network.call)).toEqual(answer);
    expect(await on(cardId)).toMatchObject({ available: 8_000n, frozen: 2_000n });
    expect(await transactionNotifications(fixture, cardId)).toHaveLength(1);
  });

  it('identifies the same request whatever the order of its fields', async () => {
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

  it('gets the same answer when it is repeated with another CVV2', async () => {
    const request = await network.purchase(await openedCard(call));
    const answer = await authorize(request, network.call);
    expect(answer.approved).toBe(1);
    const others = Array.from({ length: 32 }, (_, guess) => String(guess).padStart(3, '0'));
    for (const cvv2 of [...others, undefined])
      expect(await authorize({ ...request, cvv2 }, network.call)).toEqual(answer);
  });

  it('identifies one purchase when it arrives 20 times at once', async () => {
    const cardId = await openedCard(call);
    const request = await network.purchase(cardId);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => authorize({ ...request }, network.call)),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await on(cardId)).toMatchObject({ available: 8_000n, frozen: 2_000n });
    expect(await transactionNotifications(fixture, cardId)).toHaveLength(1);
  });

  it('has the next number where another transaction has its first, and is found there again', async () => {
    const cardId = await openedCard(call);
    const request = await network.purchase(cardId);
    const { userNo } = network.call.upstream;
    const identified = await identifyAuthorization(fixture.deps, userNo, request);
    const [first, second] = [
      await recordNoFor(fixture.deps, identified),
      await recordNoFor(fixture.deps, identified, 1),
    ];
    const response = { approved: 0, respCode: '200001', respCodeDesc: 'invalid card', recordNo: first };
    const otherRequest = { ...identified, networkId: 'stranger', fingerprint: 'another' };
    await fixture.deps.store.write([responseWithoutCardPut(otherRequest, response)]);
    const answer = await authorize(request, network.call);
    expect(answer).toMatchObject({ approved: 1, recordNo: second });
    expect(await authorize(request, network.call)).toEqual(answer);
    expect(await on(cardId)).toMatchObject({ available: 8_000n, frozen: 2_000n });
    await expect(authorize({ ...request, merchantName: 'Tea House' }, network.call)).rejects.toThrow(
      RequestNumberReused,
    );
  });

  it('has one answer when the same request is answered while its match is looked for', async () => {
    const cardId = await openedCard(call);
    const request = await network.purchase(cardId, { originRecordNo: '1150000000000007' });
    const identified = await identifyAuthorization(fixture.deps, network.call.upstream.userNo, request);
    const recordNo = await recordNoFor(fixture.deps, identified);
    const response = { approved: 0, respCode: '200001', respCodeDesc: 'invalid card', recordNo };
    const { store } = fixture.deps;
    let isFirst = true;
    const overtaken: Store = {
      ...interruptedStore(store, async () => {}),
      getMany: async (table, keys) => {
        const looked = keys.some(({ pk }) => pk === transactionKey({ recordNo }).pk);
        if (looked && isFirst) await store.write([responseWithoutCardPut(identified, response)]);
        if (looked) isFirst = false;
        return store.getMany(table, keys);
      },
    };
    const received = { ...network.call, deps: { ...fixture.deps, store: overtaken } };
    expect(await authorize(request, received)).toEqual(response);
    expect(isFirst).toBe(false);
    expect(await authorize(request, network.call)).toEqual(response);
    expect(await on(cardId)).toMatchObject({ available: 10_000n, frozen: 0n });
  });

  it('belongs to its network', async () => {
    const cardId = await openedCard(call);
    const request = await network.purchase(cardId);
    const { recordNo } = await authorize(request, network.call);
    const other = await authorize(request, openCardNetwork(fixture, '90000002').call);
    expect(other.approved).toBe(1);
    expect(other.recordNo).not.toBe(recordNo);
  });
});

it('a purchase whose write has no known outcome gets no answer, and one answer when it is repeated', async () => {
  const cardId = await openedCard(call);
  const request = await network.purchase(cardId);
  const { store } = fixture.deps;
  let writes = 0;
  const crashing: Store = {
    ...interruptedStore(store, async () => {}),
    write: async (changes) => {
      writes += 1;
      await store.write(changes);
      throw new Crash();
    },
  };
  const received = { ...network.call, deps: { ...fixture.deps, store: crashing } };
  await expect(authorize(request, received)).rejects.toThrow(Crash);
  expect(writes).toBe(1);
  expect(await authorize(request, network.call)).toMatchObject({ approved: 1 });
  expect(await on(cardId)).toMatchObject({ available: 8_000n, frozen: 2_000n });
});

it('stored authorizations contain no card data and no hash of it', async () => {
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
