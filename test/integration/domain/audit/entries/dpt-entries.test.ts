import { beforeEach, describe, expect, it } from 'vitest';
import { dptOrderKey } from '../../../../../shared/domain/dpt/dpt-order.ts';
import { outgoingTransferKey } from '../../../../../shared/domain/dpt/outgoing-transfer.ts';
import { paymentKey } from '../../../../../shared/domain/dpt/payment.ts';
import { withdraw } from '../../../../../shared/domain/dpt/withdraw.ts';
import { custodyAccount, merchantDptAccount } from '../../../../../shared/domain/money/ledger/account.ts';
import { entryWrites } from '../../../../../shared/domain/money/ledger/entry.ts';
import { transfer } from '../../../../../shared/domain/money/ledger/posting.ts';
import type { Item, Key } from '../../../../../shared/runtime/store/item.ts';
import { newRequestNo } from '../../../../support/fixtures/card-steps.ts';
import { paymentBill } from '../../../../support/fixtures/dpt.ts';
import { type DptFixture, openDptFixture } from '../../dpt/dpt-fixture.ts';

let fixture: DptFixture;
let orderNo: string;
let key: Key;
beforeEach(async () => {
  fixture = await openDptFixture();
  const order = await fixture.order();
  orderNo = order.orderNo;
  const bill = paymentBill(order, '100');
  await fixture.sendBill(bill);
  key = paymentKey(orderNo, bill);
});

const differences = async () => (await fixture.audit()).flatMap((check) => check.differences);
const change = (at: Key, set: Item) =>
  fixture.deps.store.write([{ kind: 'update', table: 'dpt', key: at, set }]);

/** Confirms a withdrawal by a coin transfer. */
async function gone(logIndex: number) {
  const network = 'TRC20';
  const address = 'TBXSw8fM4jpQkGc6zZjsVABFpVN7UvXPdV';
  const { orderNo } = await withdraw(
    { userReqNo: newRequestNo('out'), currency: 'USDT', network, address, amount: '5' },
    fixture.own,
  );
  const bill = paymentBill({ orderNo, address }, '5', { logIndex });
  await fixture.sendBill(bill);
  return bill;
}

describe('the audit finds', () => {
  it('no difference in an untouched payment', async () => {
    expect(await differences()).toEqual([]);
  });

  it.each<[string, () => Promise<void>, RegExp]>([
    [
      'a payment with a changed report',
      async () => {
        const bill = (await fixture.deps.store.get('dpt', key))?.['bill'] as Item;
        await change(key, { bill: { ...bill, factAmount: '10' } });
      },
      /by its record/,
    ],
    [
      'a changed sum of an order',
      () => change(dptOrderKey(orderNo), { receivedAmount: 5n }),
      /receivedAmount 5/,
    ],
    [
      'a changed credited amount',
      () => change(dptOrderKey(orderNo), { creditedAmount: 5n }),
      /creditedAmount 5/,
    ],
    [
      'coins of a payment that does not exist',
      () => {
        const to = merchantDptAccount('701', 'USDT');
        const postings = transfer([custodyAccount('USDT'), 'available'], [to, 'available'], 7n);
        const entry = { cause: `payment/${orderNo}/${'ab'.repeat(32)}/1`, at: 1, postings };
        return fixture.deps.store.write(entryWrites(entry, () => new Error('never')));
      },
      /has no record/,
    ],
    [
      'a withdrawal by a transfer that confirmed another one',
      async () => {
        const [one, other] = [await gone(1), await gone(2)];
        await change(dptOrderKey(other.orderNo), { txId: one.txId, logIndex: 1 });
      },
      /its transfer is that of/,
    ],
    [
      'a confirmed transfer of a withdrawal that does not exist',
      async () => {
        const { txId } = await gone(1);
        await change(outgoingTransferKey({ network: 'TRC20' }, txId), { log9: '4711' });
      },
      /confirmed 4711, which is no withdrawal/,
    ],
  ])('%s', async (_, plant, found) => {
    await plant();
    expect((await differences()).join('\n')).toMatch(found);
  });
});
