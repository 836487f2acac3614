import { describe, expect, it } from 'vitest';
import type { Dependencies } from '../../../../../shared/domain/dependencies.ts';
import type { RefundOrder } from '../../../../../shared/domain/issuing/model/order.ts';
import {
  BalanceLimitExceeded,
  CardIsClosed,
  type Settlement,
} from '../../../../../shared/domain/issuing/orders/funding.ts';
import { recharge } from '../../../../../shared/domain/issuing/orders/recharge.ts';
import { refund } from '../../../../../shared/domain/issuing/orders/refund.ts';
import { merchantCardAccount } from '../../../../../shared/domain/money/ledger/account.ts';
import { opTypes } from '../../../../../shared/wire/contract/codes.ts';
import { recharge as rechargeOrder } from './orders-fixture.ts';

type IssuerSuccess = Parameters<typeof recharge.succeed>[1];

const balanceOf = () => Promise.reject(new Error('no balance is read'));
const here: IssuerSuccess = { deps: {} as Dependencies, balanceOf };
const atIssuer: IssuerSuccess = { ...here, issuerResult: { orderId: '9', cost: 0n } };
const attributes = ({ guards = [] }: Settlement) =>
  guards[0]?.when?.map(({ kind, attribute }) => `${kind} ${attribute}`);

describe('a recharge', () => {
  const succeed = (success: IssuerSuccess) =>
    recharge.succeed(rechargeOrder({ cardId: '5' }), success) as Settlement;

  it('requires an open card with room for it', () => {
    expect(attributes(succeed(here))).toEqual(['absent closed', 'absent closing', 'atMost available']);
    expect(attributes(succeed(atIssuer))).toEqual(['absent closed']);
  });

  it.each([
    ['closed', { closed: true }, CardIsClosed],
    ['being closed', { closing: true }, CardIsClosed],
    ['full', {}, BalanceLimitExceeded],
    ['missing', undefined, BalanceLimitExceeded],
  ])('fails when the card is %s', (_, balance, error) => {
    expect(succeed(here).guards?.[0]?.onConflict(balance)).toBeInstanceOf(error);
  });
});

describe('a refund', () => {
  const order = { ...rechargeOrder({ cardId: '5' }), opType: opTypes.refund } as RefundOrder;
  const succeed = (success: IssuerSuccess) => refund.succeed(order, success) as Settlement;

  it('requires an account with room for it, unless it already happened at the issuer', () => {
    const { guards = [] } = succeed(here);
    expect(guards).toMatchObject([
      {
        account: merchantCardAccount('7', 'USD'),
        when: [{ kind: 'atMost', attribute: 'available', orAbsent: true }],
      },
    ]);
    expect(guards[0]?.onConflict({})).toBeInstanceOf(BalanceLimitExceeded);
    expect(succeed(atIssuer).guards).toEqual([]);
  });
});
