import { describe, expect, it } from 'vitest';
import { cardAccount, merchantCardAccount } from '../../../../../shared/domain/money/ledger/account.ts';
import { freeze, release, transfer } from '../../../../../shared/domain/money/ledger/posting.ts';

const account = merchantCardAccount('100001', 'USD');
const card = cardAccount('1234', 'USD');

describe('postings', () => {
  it('move an amount from one side to another', () => {
    expect(transfer([account, 'frozen'], [card, 'available'], 5n)).toEqual([
      { account, side: 'frozen', amount: -5n },
      { account: card, side: 'available', amount: 5n },
    ]);
    expect(freeze(account, 5n)).toEqual(transfer([account, 'available'], [account, 'frozen'], 5n));
    expect(release(account, 5n)).toEqual(transfer([account, 'frozen'], [account, 'available'], 5n));
  });

  it('are empty for zero, and never negative', () => {
    expect(freeze(account, 0n)).toEqual([]);
    expect(() => freeze(account, -1n)).toThrow(
      new RangeError('the amount of a transfer must not be negative'),
    );
  });
});
