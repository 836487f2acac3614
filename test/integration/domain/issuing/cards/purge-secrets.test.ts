import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MerchantCall } from '../../../../../shared/domain/dependencies.ts';
import { inquireCard } from '../../../../../shared/domain/issuing/cards/card-inquiry.ts';
import { purgeSecrets } from '../../../../../shared/domain/issuing/cards/purge-secrets.ts';
import { cancelCard } from '../../../../../shared/domain/issuing/orders/card-cancellation.ts';
import { fulfilOrder } from '../../../../../shared/domain/issuing/orders/fulfil-order.ts';
import { cardExpiredAt, vaultCardKey } from '../../../../../shared/runtime/vault/secret-retention.ts';
import { formatDate, parseDateTime } from '../../../../../shared/wire/contract/time.ts';
import { TryAgainLater } from '../../../../../shared/wire/errors.ts';
import { newRequestNo, openedCard } from '../../../../support/fixtures/card-steps.ts';
import {
  fulfilledLater,
  openTestPlatform,
  type TestPlatform,
} from '../../../../support/fixtures/test-platform.ts';
import { type CardNetwork, openCardNetwork } from '../transactions/authorize/network-fixture.ts';

const DAY_MS = 86_400_000;

let fixture: TestPlatform;
let call: MerchantCall;
let network: CardNetwork;
let merchants = 0;

/** Each test has a clock of its own, so that purges of other tests do not affect it. */
let clock = 0;
const moveClock = (ms: number) => {
  clock += ms;
};
const inVault = (cardId: string) => fixture.deps.store.get('vault', vaultCardKey(cardId));
const shown = (cardId: string) => inquireCard({ cardId }, call);
const purge = () => purgeSecrets(call.deps);
/** Moves the clock of the test to `moment`. */
const at = (moment: number) => moveClock(moment - clock);

/** When the card expires in the platform's zone, which is ahead of the time of the purge. */
const expiredHere = (expiry: string) =>
  parseDateTime(`${formatDate(cardExpiredAt(expiry) - DAY_MS, '+00:00')} 00:00:00`, fixture.deps.utcOffset);

/** Creates a cancelled card that the network knows. */
async function cancelledCard(): Promise<string> {
  const cardId = await openedCard(call);
  await network.purchase(cardId);
  const { orderId } = await cancelCard({ userReqNo: newRequestNo('close'), cardId }, call);
  await fulfilOrder(call.deps, orderId);
  return cardId;
}

beforeAll(async () => {
  fixture = await openTestPlatform(fulfilledLater);
});
beforeEach(async () => {
  merchants += 1;
  clock = fixture.deps.now();
  const deps = { ...fixture.deps, now: () => clock };
  call = { ...fixture.call(await fixture.merchant(String(700 + merchants), 100_000n)), deps };
  network = openCardNetwork({ deps });
});

describe('a cancelled card', () => {
  it('loses its CVV2 at once and its number at the end of its retention', async () => {
    const cardId = await openedCard(call);
    const before = await shown(cardId);
    const { orderId } = await cancelCard({ userReqNo: newRequestNo('close'), cardId }, call);
    expect(await shown(cardId)).toHaveProperty('cardVerifyNo');
    await fulfilOrder(call.deps, orderId);
    expect(await inVault(cardId)).not.toHaveProperty('cvv2');
    expect(await shown(cardId)).not.toHaveProperty('cardVerifyNo');
    expect(await shown(cardId)).toMatchObject({ cardNo: before.cardNo, cardStatus: '0' });
    moveClock(fixture.deps.panRetentionMs - 1);
    await purge();
    expect((await shown(cardId)).cardNo).toBe(before.cardNo);
    moveClock(1);
    await purge();
    expect((await shown(cardId)).cardNo).toMatch(/^\d{6}\*{6}\d{4}$/);
    const { pk, number, ...rest } = (await inVault(cardId)) ?? {};
    expect([pk, number]).toEqual([`card/${cardId}`, expect.stringMatching(/^[0-9a-f]{64}$/)]);
    expect(rest).toEqual({});
  });

  it('is declined as closed, whatever CVV2 is presented, before and after its number is purged', async () => {
    const cardId = await cancelledCard();
    for (const wait of [0, fixture.deps.panRetentionMs]) {
      moveClock(wait);
      await purge();
      const expiry = (await shown(cardId)).cardExpiryDate;
      const isExpired = clock >= cardExpiredAt(expiry);
      for (const changes of [{}, { cvv2: '000' }, { cvv2: undefined }])
        expect(await network.authorize(cardId, changes)).toMatchObject({
          respCode: isExpired ? '200004' : '200008',
        });
    }
  });

  it('has a number that no other card gets', async () => {
    const cardId = await cancelledCard();
    const { cardNo } = await network.purchase(cardId);
    moveClock(fixture.deps.panRetentionMs);
    await purge();
    expect(await fixture.deps.vault.findCardByPan(cardNo)).toBe(cardId);
    const generated = { cardNo, cvv2: '123', expiry: '2039-03' };
    const other = { ...generated, cardNo: '4999001077777770' };
    const draws = [generated, other];
    const stored = await fixture.deps.vault.getOrCreate('1190000000000001', () => draws.shift() ?? other);
    expect(stored.cardNo).toBe(other.cardNo);
  });
});

describe('an expired card', () => {
  it('loses its CVV2 at its expiry, and its number later', async () => {
    const cardId = await openedCard(call);
    const { cardNo, cardExpiryDate } = await shown(cardId);
    await network.purchase(cardId);
    at(expiredHere(cardExpiryDate) - 1);
    expect(await shown(cardId)).toHaveProperty('cardVerifyNo');
    moveClock(1);
    expect(await shown(cardId)).toMatchObject({ cardNo });
    expect(await shown(cardId)).not.toHaveProperty('cardVerifyNo');
    at(cardExpiredAt(cardExpiryDate) - 1);
    await purge();
    expect(await inVault(cardId)).toHaveProperty('cvv2');
    moveClock(1);
    const first = await purge();
    expect(first.expired).toBeGreaterThan(0);
    expect(await shown(cardId)).toMatchObject({ cardNo });
    expect(await shown(cardId)).not.toHaveProperty('cardVerifyNo');
    expect(await inVault(cardId)).not.toHaveProperty('cvv2');
    expect(await network.authorize(cardId)).toMatchObject({ respCode: '200004' });
    moveClock(fixture.deps.panRetentionMs);
    await Promise.all([purge(), purge()]);
    expect((await shown(cardId)).cardNo).not.toBe(cardNo);
    expect(await network.authorize(cardId)).toMatchObject({ respCode: '200004' });
    expect(await purge()).toEqual({ expired: 0, numbers: 0 });
  });

  it('keeps its number for the retention that starts with a cancellation after the expiry', async () => {
    const cardId = await openedCard(call);
    const { cardNo, cardExpiryDate } = await shown(cardId);
    at(cardExpiredAt(cardExpiryDate) + DAY_MS);
    await purge();
    const { orderId } = await cancelCard({ userReqNo: newRequestNo('close'), cardId }, call);
    await fulfilOrder(call.deps, orderId);
    moveClock(fixture.deps.panRetentionMs - 1);
    await purge();
    expect((await shown(cardId)).cardNo).toBe(cardNo);
  });
});

it('a purchase with an active card whose secrets are missing gets no decision', async () => {
  const cardId = await openedCard(call);
  await network.purchase(cardId);
  const remove = (name: string) =>
    fixture.deps.store.write([{ kind: 'update', table: 'vault', key: vaultCardKey(cardId), remove: [name] }]);
  await remove('cvv2');
  await expect(network.authorize(cardId)).rejects.toThrow(TryAgainLater);
  await remove('secrets');
  await expect(network.authorize(cardId)).rejects.toThrow('stores no secrets');
});

it('leaves clean books', async () => {
  expect((await fixture.audit()).flatMap(({ differences }) => [...differences])).toEqual([]);
});
