import { beforeAll, describe, expect, it } from 'vitest';
import { DEMO_WALLETS } from '../../../../infra/demo/seed/wallets.ts';
import { acquire } from '../../../../shared/domain/dpt/acquire.ts';
import { deriveAddress } from '../../../../shared/domain/dpt/derivation.ts';
import {
  FeeRuleMissing,
  ParameterInvalid,
  ProductNotEnabled,
  RequestNumberReused,
} from '../../../../shared/wire/errors.ts';
import { newRequestNo } from '../../../support/fixtures/card-steps.ts';
import { type DptFixture, openDptFixture } from './dpt-fixture.ts';

let fixture: DptFixture;
beforeAll(async () => {
  fixture = await openDptFixture();
});

const request = (changes: object = {}) => ({
  userReqNo: newRequestNo('acquire'),
  currency: 'USDT' as const,
  network: 'TRC20' as const,
  ...changes,
});

describe('Digital currency acquiring', () => {
  it('returns an address that is derived from its order number and expires after 24 hours', async () => {
    const requested = request({ amount: '12.5', network: 'ERC20', currency: 'USDC' });
    const answer = await acquire(requested, fixture.own);
    const xpub = DEMO_WALLETS.find(({ network }) => network === 'ERC20')?.xpub ?? '';
    expect(answer).toEqual({
      orderNo: expect.stringMatching(/^\d{16}$/),
      userReqNo: requested.userReqNo,
      address: deriveAddress(xpub, 'ERC20', answer.orderNo),
      currency: 'USDC',
      network: 'ERC20',
      amount: 12.5,
      expireTime: '2026-03-02 10:00:00',
    });
  });

  it('gives each order its own address', async () => {
    const orders = await Promise.all(Array.from({ length: 30 }, () => fixture.order()));
    expect(new Set(orders.map(({ address }) => address)).size).toBe(30);
  });

  it('returns no amount when none is requested', async () => {
    expect(await fixture.order()).not.toHaveProperty('amount');
  });

  it('returns one result to concurrent repeats, and refuses other content', async () => {
    const requested = request({ amount: '1' });
    const answers = await Promise.all(Array.from({ length: 8 }, () => acquire(requested, fixture.own)));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    await expect(acquire({ ...requested, amount: '2' }, fixture.own)).rejects.toThrow(RequestNumberReused);
  });

  it('generates another order number when the number or its address is already in use', async () => {
    // No number of this millisecond is taken yet, so each draw is for the address alone.
    const claimed = await fixture.order();
    fixture.moveClock(1);
    const fresh = '0x0000000000000000000000000000000000000abc';
    const answers = [claimed.address, claimed.address, fresh];
    const addresses = { addressFor: async () => answers.shift() ?? '' };
    expect(await acquire(request(), fixture.own, addresses)).toMatchObject({ address: fresh });
    expect(answers).toEqual([]);

    // No number of this millisecond is taken yet.
    fixture.moveClock(1);
    const stuck = { ...fixture.own, deps: { ...fixture.deps, random: numbers(7, 7, 8) } };
    const [first, second] = [await acquire(request(), stuck), await acquire(request(), stuck)];
    expect(Number(second.orderNo)).toBe(Number(first.orderNo) + 1);
  });

  it('is refused for a network without a wallet', async () => {
    await expect(fixture.order({ network: 'BEP20' })).rejects.toThrow(ProductNotEnabled);
  });

  it('is refused for a merchant without fee rules', async () => {
    const { fees: _, ...merchant } = fixture.own.merchant;
    await expect(acquire(request(), { ...fixture.own, merchant })).rejects.toThrow(FeeRuleMissing);
  });

  it('is refused for more decimals than the coin has', async () => {
    const refused = fixture.order({ amount: '0.0000001' });
    await expect(refused).rejects.toThrow(expect.objectContaining({ field: 'amount' }));
    await expect(refused).rejects.toThrow(ParameterInvalid);
  });
});

/** Returns a generator of these numbers, in this order. */
function numbers(...generated: number[]): () => number {
  return () => generated.shift() ?? 0;
}
