import { beforeEach, describe, expect, it } from 'vitest';
import { dptOrderKey } from '../../../shared/dpt/order.ts';
import { paymentKey } from '../../../shared/dpt/payment-record.ts';
import { custodyAccount, merchantDptAccount } from '../../../shared/ledger/accounts.ts';
import { entryWrites, transfer } from '../../../shared/ledger/entry.ts';
import type { Item, Key } from '../../../shared/store/store.ts';
import { paymentBill } from '../../support/dpt.ts';
import { type DptWorld, openDptWorld } from './world.ts';

let world: DptWorld;
let orderNo: string;
let key: Key;
beforeEach(async () => {
  world = await openDptWorld();
  const order = await world.order();
  orderNo = order.orderNo;
  const bill = paymentBill(order, '100');
  await world.tell(bill);
  key = paymentKey(orderNo, bill);
});

const differences = async () => (await world.audit()).flatMap((check) => check.differences);
const change = (at: Key, set: Item) =>
  world.platform.store.write([{ kind: 'update', table: 'dpt', key: at, set }]);

describe('the audit finds', () => {
  it('nothing wrong with a payment as it is', async () => {
    expect(await differences()).toEqual([]);
  });

  it.each<[string, () => Promise<void>, RegExp]>([
    [
      'a payment that arrived as another',
      async () => {
        const bill = (await world.platform.store.get('dpt', key))?.['bill'] as Item;
        await change(key, { bill: { ...bill, factAmount: '10' } });
      },
      /by its record/,
    ],
    ['a sum of an order', () => change(dptOrderKey(orderNo), { receivedAmount: 5n }), /receivedAmount 5/],
    [
      'what was credited of it',
      () => change(dptOrderKey(orderNo), { creditedAmount: 5n }),
      /creditedAmount 5/,
    ],
    [
      'coins from a payment that never was',
      () => {
        const to = merchantDptAccount('701', 'USDT');
        const postings = transfer([custodyAccount('USDT'), 'available'], [to, 'available'], 7n);
        const entry = { cause: `payment/${orderNo}/${'ab'.repeat(32)}/1`, at: 1, postings };
        return world.platform.store.write(entryWrites(entry, () => new Error('never')));
      },
      /no record of it/,
    ],
  ])('%s', async (_, plant, found) => {
    await plant();
    expect((await differences()).join('\n')).toMatch(found);
  });
});
