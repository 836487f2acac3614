import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cardAccount,
  feesAccount,
  merchantCardAccount,
} from '../../../../../shared/domain/money/ledger/account.ts';
import { type Posting, release, transfer } from '../../../../../shared/domain/money/ledger/posting.ts';
import {
  upstreamPostings,
  withContraPostings,
} from '../../../../../shared/domain/money/ledger/upstream-positions.ts';

const account = merchantCardAccount('7', 'USD');
const card = cardAccount('50', 'USD');
const minor = fc.bigInt({ min: 0n, max: 10n ** 12n });
const sumOf = (postings: readonly Posting[], account?: string): bigint =>
  postings
    .filter((posting) => account === undefined || posting.account === account)
    .reduce((sum, { amount }) => sum + amount, 0n);
const funding = (amount: bigint, fee: bigint): Posting[] => [
  ...transfer([account, 'frozen'], [card, 'available'], amount),
  ...transfer([account, 'frozen'], [feesAccount('USD'), 'available'], fee),
];

describe('the mirror of an order', () => {
  it('sums to zero, and equals what is on the card here, whatever either side charges', () => {
    fc.assert(
      fc.property(minor, minor, minor, (amount, fee, cost) => {
        const mirror = upstreamPostings('acme', 'USD', funding(amount, fee), cost);
        expect(sumOf(mirror)).toBe(0n);
        expect(sumOf(mirror, 'platform:upstream-cards/acme/USD')).toBe(-amount);
        expect(sumOf(mirror, 'platform:upstream/acme/USD')).toBe(amount + cost);
        expect(sumOf(mirror, 'platform:upstream-cost/acme/USD')).toBe(-cost);
      }),
    );
  });

  it('is empty where the order failed, and for embedded cards', () => {
    expect(upstreamPostings('acme', 'USD', release(account, 101n), 0n)).toEqual([]);
    expect(upstreamPostings('embedded', 'USD', funding(100n, 1n), 0n)).toEqual([]);
  });
});

describe('the contra postings of a card’s usage', () => {
  const side = fc.constantFrom('available' as const, 'frozen' as const);
  const change = fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n });
  const postings = fc.array(fc.record({ account: fc.constantFrom(account, card), side, amount: change }));

  it('sum to zero, each against the place of its money', () => {
    fc.assert(
      fc.property(postings, fc.constantFrom('embedded', 'acme'), (changes, issuer) => {
        const all = withContraPostings(issuer, changes);
        expect(sumOf(all)).toBe(0n);
        expect(all.every(({ amount }) => amount !== 0n)).toBe(true);
        if (issuer === 'embedded') return;
        expect(sumOf(all, 'platform:upstream-cards/acme/USD')).toBe(-sumOf(changes, card));
        expect(sumOf(all, 'platform:upstream/acme/USD')).toBe(-sumOf(changes, account));
      }),
    );
  });

  it('have none that moves nothing', () => {
    const held: Posting[] = [
      { account: card, side: 'frozen', amount: 40n },
      { account: card, side: 'available', amount: -40n },
    ];
    expect(withContraPostings('acme', held)).toEqual(held);
    expect(withContraPostings('acme', [{ account: card, side: 'frozen', amount: 0n }])).toEqual([]);
  });
});
