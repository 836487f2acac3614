import { describe, expect, it } from 'vitest';
import {
  entryDetailsOf,
  MAX_REMARK_LENGTH,
} from '../../../../../shared/domain/money/ledger/entry-details.ts';

describe('the details of an entry on a statement', () => {
  it.each([
    ['deposit/BANK/7', { kind: 'deposit', remark: 'BANK/7' }],
    ['exchange/12', { kind: 'exchange', orderId: '12' }],
    ['withdrawal/12/settled', { kind: 'withdrawal', orderId: '12', remark: 'settled' }],
    ['transfer/12', { kind: 'transfer', orderId: '12' }],
    ['order/12/accepted', { kind: 'other', orderId: '12', remark: 'accepted' }],
    ['prefunding/acme/BANK-7', { kind: 'deposit', remark: 'acme/BANK-7' }],
    ['write-off/7', { kind: 'correction', remark: '7' }],
    ['collection/7', { kind: 'correction', remark: '7' }],
    ['correction/7', { kind: 'correction', remark: '7' }],
    ['payout/7', { kind: 'payout', remark: '7' }],
    ['suspense/acme/7', { kind: 'suspense', remark: 'acme/7' }],
    ['payment/12/0xab', { kind: 'acquiring', orderId: '12', remark: '0xab' }],
    ['assignment/7', { kind: 'fee', remark: 'card assigned' }],
    ['fee/embedded/7', { kind: 'fee' }],
    ['transaction/embedded/7', { kind: 'transaction' }],
    ['hold/embedded/5/7/expired', { kind: 'transaction', remark: 'authorization expired' }],
    ['rebalance/1/2', { kind: 'rebalance' }],
    ['of-no-kind/1', { kind: 'other' }],
  ])('come from the cause %s', (cause, expected) => {
    expect(entryDetailsOf({ cause })).toEqual(expected);
  });

  it('are the entry’s own, and those of its cause where it has none', () => {
    const details = { kind: 'recharge', remark: 'success', recordNo: undefined } as const;
    expect(entryDetailsOf({ cause: 'order/12/settled', details })).toEqual({
      kind: 'recharge',
      orderId: '12',
      remark: 'success',
    });
    expect(entryDetailsOf({ cause: 'transaction/x/7/2', details: { recordNo: '7' } })).toEqual({
      kind: 'transaction',
      recordNo: '7',
    });
  });

  it('have a remark of limited length', () => {
    const { remark = '' } = entryDetailsOf({ cause: `deposit/${'x'.repeat(500)}` });
    expect(remark).toHaveLength(MAX_REMARK_LENGTH);
    expect(remark.endsWith('x…')).toBe(true);
    const whole = 'x'.repeat(MAX_REMARK_LENGTH);
    expect(entryDetailsOf({ cause: `deposit/${whole}` }).remark).toBe(whole);
  });
});
