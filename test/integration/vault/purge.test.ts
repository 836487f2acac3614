import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inquireCard } from '../../../shared/cards/card-inquiry.ts';
import { purgeCardData } from '../../../shared/cards/purge.ts';
import { TryAgainLater } from '../../../shared/contract/errors.ts';
import { formatDate, parseDateTime } from '../../../shared/contract/time.ts';
import { fulfilOrder } from '../../../shared/orders/fulfil.ts';
import { cancelCard } from '../../../shared/orders/kinds/card-cancellation.ts';
import type { Call } from '../../../shared/platform/platform.ts';
import { cardKey, expiredFrom } from '../../../shared/vault/lifetime.ts';
import { newNumber, openedCard } from '../../support/card-steps.ts';
import { openTestPlatform, type TestPlatform } from '../../support/test-platform.ts';
import { type Network, openNetwork } from '../authorize/network.ts';

const DAY_MS = 86_400_000;

let world: TestPlatform;
let call: Call;
let network: Network;
let merchants = 0;

/** Each test has a clock of its own: what others have purged later is not there for it. */
let clock = 0;
const moveClock = (ms: number) => {
  clock += ms;
};
const inVault = (cardId: string) => world.platform.store.get('vault', cardKey(cardId));
const shown = (cardId: string) => inquireCard({ cardId }, call);
const purge = () => purgeCardData(call.platform);
/** Brings the clock to this moment. */
const at = (moment: number) => moveClock(moment - clock);

/** When the card expires in the zone of the platform, which is ahead of when it is purged. */
const expiredHere = (expiry: string) =>
  parseDateTime(`${formatDate(expiredFrom(expiry) - DAY_MS, '+00:00')} 00:00:00`, world.platform.utcOffset);

/** A card that the network knows, and is cancelled. */
async function cancelledCard(): Promise<string> {
  const cardId = await openedCard(call);
  await network.purchase(cardId);
  const { orderId } = await cancelCard({ userReqNo: newNumber('close'), cardId }, call);
  await fulfilOrder(call.platform, orderId);
  return cardId;
}

beforeAll(async () => {
  world = await openTestPlatform();
});
beforeEach(async () => {
  merchants += 1;
  clock = world.platform.now();
  const platform = { ...world.platform, now: () => clock };
  call = { ...world.call(await world.merchant(String(700 + merchants), 100_000n)), platform };
  network = openNetwork({ platform });
});

describe('a card that is cancelled', () => {
  it('has no verification number any more, and its number for so long as numbers are kept', async () => {
    const cardId = await openedCard(call);
    const before = await shown(cardId);
    const { orderId } = await cancelCard({ userReqNo: newNumber('close'), cardId }, call);
    expect(await shown(cardId)).toHaveProperty('cardVerifyNo');
    await fulfilOrder(call.platform, orderId);
    expect(await inVault(cardId)).not.toHaveProperty('cvv2');
    expect(await shown(cardId)).not.toHaveProperty('cardVerifyNo');
    expect(await shown(cardId)).toMatchObject({ cardNo: before.cardNo, cardStatus: '0' });
    moveClock(world.platform.cardNumberKeptMs - 1);
    await purge();
    expect((await shown(cardId)).cardNo).toBe(before.cardNo);
    moveClock(1);
    await purge();
    expect((await shown(cardId)).cardNo).toMatch(/^\d{6}\*{6}\d{4}$/);
    const { pk, number, ...rest } = (await inVault(cardId)) ?? {};
    expect([pk, number]).toEqual([`card/${cardId}`, expect.stringMatching(/^[0-9a-f]{64}$/)]);
    expect(rest).toEqual({});
  });

  it('is declined as closed, with the right verification number or any, while its number is kept and after', async () => {
    const cardId = await cancelledCard();
    for (const wait of [0, world.platform.cardNumberKeptMs]) {
      moveClock(wait);
      await purge();
      const expiry = (await shown(cardId)).cardExpiryDate;
      const isExpired = clock >= expiredFrom(expiry);
      for (const changes of [{}, { cvv2: '000' }, { cvv2: undefined }])
        expect(await network.authorize(cardId, changes)).toMatchObject({
          respCode: isExpired ? '200004' : '200008',
        });
    }
  });

  it('leaves its number to nobody else', async () => {
    const cardId = await cancelledCard();
    const { cardNo } = await network.purchase(cardId);
    moveClock(world.platform.cardNumberKeptMs);
    await purge();
    expect(await world.platform.vault.findCard(cardNo)).toBe(cardId);
    const drawn = { cardNo, cvv2: '123', expiry: '2039-03' };
    const other = { ...drawn, cardNo: '4999001077777770' };
    const draws = [drawn, other];
    const kept = await world.platform.vault.keep('1190000000000001', () => draws.shift() ?? other);
    expect(kept.cardNo).toBe(other.cardNo);
  });
});

describe('a card that expires', () => {
  it('has no verification number from then on, and later no number', async () => {
    const cardId = await openedCard(call);
    const { cardNo, cardExpiryDate } = await shown(cardId);
    await network.purchase(cardId);
    at(expiredHere(cardExpiryDate) - 1);
    expect(await shown(cardId)).toHaveProperty('cardVerifyNo');
    moveClock(1);
    expect(await shown(cardId)).toMatchObject({ cardNo });
    expect(await shown(cardId)).not.toHaveProperty('cardVerifyNo');
    at(expiredFrom(cardExpiryDate) - 1);
    await purge();
    expect(await inVault(cardId)).toHaveProperty('cvv2');
    moveClock(1);
    const first = await purge();
    expect(first.expired).toBeGreaterThan(0);
    expect(await shown(cardId)).toMatchObject({ cardNo });
    expect(await shown(cardId)).not.toHaveProperty('cardVerifyNo');
    expect(await inVault(cardId)).not.toHaveProperty('cvv2');
    expect(await network.authorize(cardId)).toMatchObject({ respCode: '200004' });
    moveClock(world.platform.cardNumberKeptMs);
    await Promise.all([purge(), purge()]);
    expect((await shown(cardId)).cardNo).not.toBe(cardNo);
    expect(await network.authorize(cardId)).toMatchObject({ respCode: '200004' });
    expect(await purge()).toEqual({ expired: 0, numbers: 0 });
  });

  it('keeps its number a while longer when it is cancelled then', async () => {
    const cardId = await openedCard(call);
    const { cardNo, cardExpiryDate } = await shown(cardId);
    at(expiredFrom(cardExpiryDate) + DAY_MS);
    await purge();
    const { orderId } = await cancelCard({ userReqNo: newNumber('close'), cardId }, call);
    await fulfilOrder(call.platform, orderId);
    moveClock(world.platform.cardNumberKeptMs - 1);
    await purge();
    expect((await shown(cardId)).cardNo).toBe(cardNo);
  });
});

it('a card in use whose secrets are gone is not decided on', async () => {
  const cardId = await openedCard(call);
  await network.purchase(cardId);
  const remove = (name: string) =>
    world.platform.store.write([{ kind: 'update', table: 'vault', key: cardKey(cardId), remove: [name] }]);
  await remove('cvv2');
  await expect(network.authorize(cardId)).rejects.toThrow(TryAgainLater);
  await remove('secrets');
  await expect(network.authorize(cardId)).rejects.toThrow('keeps no secrets');
});

it('leaves clean books', async () => {
  expect((await world.audit()).flatMap(({ differences }) => [...differences])).toEqual([]);
});
