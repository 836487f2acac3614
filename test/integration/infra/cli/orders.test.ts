import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CommandError } from '../../../../infra/cli/command.ts';
import { ordersCommand } from '../../../../infra/cli/orders.ts';
import type { MerchantCall } from '../../../../shared/domain/dependencies.ts';
import { readOrder } from '../../../../shared/domain/issuing/model/order.ts';
import { openCard } from '../../../../shared/domain/issuing/orders/card-opening.ts';
import { fulfilOrder } from '../../../../shared/domain/issuing/orders/fulfil-order.ts';
import { rechargeCard } from '../../../../shared/domain/issuing/orders/recharge.ts';
import { merchantCardAccount } from '../../../../shared/domain/money/ledger/account.ts';
import { readBalance } from '../../../../shared/domain/money/ledger/balance.ts';
import { onCard, openedCard, opening } from '../../../support/fixtures/card-steps.ts';
import {
  fulfilledLater,
  openTestPlatform,
  type TestPlatform,
} from '../../../support/fixtures/test-platform.ts';
import { interruptedStore } from '../../../support/stores/interrupted-store.ts';

let fixture: TestPlatform;
let call: MerchantCall;

beforeAll(async () => {
  fixture = await openTestPlatform(fulfilledLater);
  call = fixture.call(await fixture.merchant('51', 1_000_000n));
});
afterEach(async () => {
  expect((await fixture.audit()).flatMap(({ differences }) => differences)).toEqual([]);
});

const run = (...args: string[]) => ordersCommand(args, fixture.operator);
const placed = async () => (await openCard(opening(), call)).orderId;
const order = (orderId: string) => readOrder(fixture.deps.store, orderId);
const account = () => readBalance(fixture.deps.store, merchantCardAccount('51', 'USD'));
const end = (orderId: string, ...more: string[]) => run('end', orderId, '--as', 'failure', ...more);

describe('npm run orders', () => {
  it('lists pending orders, oldest first, and marks those that are no longer due', async () => {
    expect(await run('list')).toBe('every order and change has an outcome');
    const first = await placed();
    fixture.moveClock(1_000);
    const second = await placed();
    const key = { pk: `order/${first}` };
    const remove = ['dueAt', 'dueShard'];
    await fixture.deps.store.write([{ kind: 'update', table: 'orders', key, remove }]);
    expect((await run('list')).split('\n')).toEqual([
      `${first}  2026-03-01 10:00:00  merchant 51  embedded  opType 15  100.00 USD  not carried out yet  needs an operator`,
      `${second}  2026-03-01 10:00:01  merchant 51  embedded  opType 15  100.00 USD  not carried out yet`,
    ]);
    expect(await run('continue', first)).toBe(`order ${first}: success`);
    expect(await run('continue', second)).toBe(`order ${second}: success`);
  });

  it('ends an embedded order as a failure, with a reason that the merchant sees', async () => {
    const before = await account();
    const orderId = await placed();
    expect(await end(orderId, '--reason', 'range withdrawn')).toBe(`order ${orderId}: failure`);
    const reason = 'range withdrawn';
    expect(await order(orderId)).toMatchObject({
      status: 'failure',
      failure: reason,
      operatorReason: reason,
    });
    expect(await account()).toEqual(before);
    expect(await fulfilOrder(fixture.deps, orderId)).toMatchObject({ status: 'failure' });
    const { notifications, entries } = await fixture.snapshot();
    const received = notifications.find(
      ({ notificationId }) => notificationId === `51/card_operate/${orderId}`,
    );
    expect(JSON.parse(received?.content ?? '{}')).toMatchObject({ status: 2, amount: 100, fee: 1 });
    expect(entries.find(({ cause }) => cause === `order/${orderId}/settled`)?.details).toMatchObject({
      remark: `failure: ${reason}`,
    });
  });

  it('ends no order twice, and none that ends at the same moment', async () => {
    const [cardId, orderId] = [await openedCard(call), await placed()];
    await end(orderId, '--reason', 'once');
    await expect(end(orderId, '--reason', 'twice')).rejects.toThrow('ended with failure');
    const recharge = await rechargeCard({ ...onCard(cardId), authLimitAmount: '50' }, call);
    const store = interruptedStore(fixture.deps.store, () => fulfilOrder(fixture.deps, recharge.orderId));
    const operator = { ...fixture.operator, deps: { ...fixture.deps, store } };
    const ending = ['end', recharge.orderId, '--as', 'failure', '--reason', 'late'];
    await expect(ordersCommand(ending, operator)).rejects.toThrow('ended with success in the meantime');
    expect(await order(recharge.orderId)).not.toHaveProperty('operatorReason');
  });

  it('refuses to end an embedded order as a success: it succeeds by being carried out', async () => {
    const orderId = await placed();
    const success = ['end', orderId, '--as', 'success', '--reason', 'why not', '--issuer-order', '1'];
    await expect(run(...success)).rejects.toThrow('npm run orders -- continue');
    await run('continue', orderId);
  });

  it('refuses unknown arguments', async () => {
    const orderId = await placed();
    for (const args of [
      [],
      ['dance'],
      ['continue', '12'],
      ['continue', 'x'],
      ['end', '12', '--as', 'failure', '--reason', 'why'],
      ['end', orderId, '--as', 'failure'],
      ['end', orderId, '--reason', 'why'],
      ['end', orderId, '--as', 'maybe', '--reason', 'why'],
      ['end', orderId, '--as', 'failure', '--reason', ' '],
      ['end', orderId, '--as', 'failure', '--reason', 'x'.repeat(201)],
      ['end', orderId, '--as', 'failure', '--reason', 'two\nlines'],
    ])
      await expect(run(...args)).rejects.toThrow(CommandError);
    await run('continue', orderId);
  });
});
