import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MerchantCall } from '../../../../../shared/domain/dependencies.ts';
import { type Order, readOrder } from '../../../../../shared/domain/issuing/model/order.ts';
import { targetAccount } from '../../../../../shared/domain/issuing/model/order-funds.ts';
import { openCard } from '../../../../../shared/domain/issuing/orders/card-opening.ts';
import { settleOrder } from '../../../../../shared/domain/issuing/orders/settle-order.ts';
import { FrozenFundsMissing } from '../../../../../shared/domain/issuing/orders/settlement-writes.ts';
import { balanceKey, merchantCardAccount } from '../../../../../shared/domain/money/ledger/account.ts';
import { opening } from '../../../../support/fixtures/card-steps.ts';
import {
  fulfilledLater,
  openTestPlatform,
  type TestPlatform,
} from '../../../../support/fixtures/test-platform.ts';

let fixture: TestPlatform;
let call: MerchantCall;
let order: Order;

beforeAll(async () => {
  fixture = await openTestPlatform(fulfilledLater);
  call = fixture.call(await fixture.merchant('1', 1_000_000n));
});
beforeEach(async () => {
  const { orderId } = await openCard(opening(), call);
  order = await readOrder(fixture.deps.store, orderId);
});

// Defects here or at the issuer: each is an error and changes nothing.
describe('an order', () => {
  it('that opened a card without its data stays open', async () => {
    await expect(settleOrder(fixture.deps, order, { state: 'succeeded' })).rejects.toThrow(
      `order ${order.orderId}: an opening succeeded without a card`,
    );
    expect(await readOrder(fixture.deps.store, order.orderId)).toEqual(order);
  });

  it('whose frozen money is missing stays open', async () => {
    const account = merchantCardAccount('1', 'USD');
    await fixture.deps.store.write([
      { kind: 'update', table: 'ledger', key: balanceKey(account), set: { frozen: 10_099n } },
    ]);
    const settled = settleOrder(fixture.deps, order, { state: 'refused', reason: 'no' });
    await expect(settled).rejects.toThrow(FrozenFundsMissing);
    await expect(settled).rejects.toMatchObject({
      name: 'FrozenFundsMissing',
      message: `order/${order.orderId}/settled on ${account}`,
    });
    expect(await readOrder(fixture.deps.store, order.orderId)).toEqual(order);
  });

  it('that must exist and does not is reported by its number', async () => {
    const missing = readOrder(fixture.deps.store, '1150000000000000');
    await expect(missing).rejects.toThrow('order 1150000000000000 is gone');
  });

  it('about neither a card nor a group moves no money', () => {
    expect(() => targetAccount({ currency: 'USD' })).toThrow('an order has neither a card nor a group');
  });
});
