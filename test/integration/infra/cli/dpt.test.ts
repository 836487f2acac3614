import { beforeAll, describe, expect, it } from 'vitest';
import { CommandError } from '../../../../infra/cli/command.ts';
import { paymentsCommand } from '../../../../infra/cli/payments.ts';
import { walletCommand } from '../../../../infra/cli/wallet.ts';
import { withdrawalsCommand } from '../../../../infra/cli/withdrawals.ts';
import { DEMO_WALLETS, openDemoWallets } from '../../../../infra/demo/seed/wallets.ts';
import { XpubRefused } from '../../../../shared/domain/dpt/derivation.ts';
import { findWallet } from '../../../../shared/domain/dpt/wallet.ts';
import { withdraw } from '../../../../shared/domain/dpt/withdraw.ts';
import { NothingFound, StatusNotSuitable } from '../../../../shared/wire/errors.ts';
import { newRequestNo } from '../../../support/fixtures/card-steps.ts';
import { newTxId, paymentBill } from '../../../support/fixtures/dpt.ts';
import { openTestPlatform } from '../../../support/fixtures/test-platform.ts';
import { type DptFixture, openDptFixture } from '../../domain/dpt/dpt-fixture.ts';

const [xpub = '', other = ''] = DEMO_WALLETS.map((wallet) => wallet.xpub);

describe('npm run wallet', () => {
  it('opens a network, replaces its wallet and lists all of them with an address to check', async () => {
    const { operator, deps } = await openTestPlatform();
    expect(await walletCommand(['list'], operator)).toBe('TRC20  closed\nERC20  closed\nBEP20  closed');
    await walletCommand(['set', 'TRC20', other], operator);
    const report = await walletCommand(['set', 'TRC20', xpub], operator);
    expect(report).toMatch(/^TRC20 {2}xpub\w+ {2}check address T\w{33} {2}final after 20 confirmations$/);
    expect((await walletCommand(['list'], operator)).split('\n')[0]).toBe(report);
    expect(await findWallet(deps.store, 'TRC20')).toMatchObject({ network: 'TRC20', xpub });
  });

  it.each([
    ['no command', []],
    ['an unknown command', ['unset', 'TRC20']],
    ['an unknown network', ['set', 'BTC', xpub]],
    ['no key', ['set', 'ERC20']],
    ['confirmations of a closed network', ['confirmations', 'ERC20', '3']],
    ['an invalid key', ['set', 'ERC20', 'xpub123']],
  ])('refuses %s', async (_, args) => {
    const { operator, deps } = await openTestPlatform();
    await expect(walletCommand(args, operator)).rejects.toSatisfy(
      (error) => error instanceof CommandError || error instanceof XpubRefused,
    );
    expect(await findWallet(deps.store, 'ERC20')).toBeUndefined();
  });

  it('sets the required confirmations, which a new key keeps', async () => {
    const { operator, deps } = await openTestPlatform();
    await walletCommand(['set', 'ERC20', xpub], operator);
    expect(await walletCommand(['confirmations', 'ERC20', '64'], operator)).toContain(
      'final after 64 confirmations',
    );
    await walletCommand(['set', 'ERC20', other], operator);
    expect(await findWallet(deps.store, 'ERC20')).toMatchObject({ xpub: other, confirmations: 64 });
    for (const count of ['0', 'many', '10000'])
      await expect(walletCommand(['confirmations', 'ERC20', count], operator)).rejects.toThrow(CommandError);
  });

  it('is not overwritten by the demo, which opens a wallet for TRC20', async () => {
    const { operator, deps } = await openTestPlatform();
    await walletCommand(['set', 'ERC20', xpub], operator);
    await openDemoWallets(deps.store);
    expect(await findWallet(deps.store, 'ERC20')).toMatchObject({ xpub });
    expect(await findWallet(deps.store, 'TRC20')).toMatchObject({ network: 'TRC20' });
    expect(await findWallet(deps.store, 'BEP20')).toBeUndefined();
  });
});

describe('npm run withdrawals', () => {
  let fixture: DptFixture;
  const run = (...args: string[]) => withdrawalsCommand(args, fixture.operator);
  const claimed = async () => {
    const request = {
      userReqNo: newRequestNo('withdraw'),
      currency: 'USDT',
      network: 'TRC20',
      address: 'TBXSw8fM4jpQkGc6zZjsVABFpVN7UvXPdV',
      amount: '10.5',
    } as const;
    return (await withdraw(request, fixture.own)).orderNo;
  };

  beforeAll(async () => {
    fixture = await openDptFixture();
    await fixture.deposit('1000');
  });

  it('lists pending withdrawals, oldest first', async () => {
    expect(await run('list')).toBe('no withdrawal is pending');
    const first = await claimed();
    fixture.moveClock(1_000);
    const second = await claimed();
    expect((await run('list')).split('\n')).toEqual([
      `${first}  2026-03-01 10:00:00  701  10.500000 USDT  TRC20  TBXSw8fM4jpQkGc6zZjsVABFpVN7UvXPdV`,
      `${second}  2026-03-01 10:00:01  701  10.500000 USDT  TRC20  TBXSw8fM4jpQkGc6zZjsVABFpVN7UvXPdV`,
    ]);
    await run('fail', first, '--reason', 'test');
    await run('fail', second, '--reason', 'test');
    expect(await run('list')).toBe('no withdrawal is pending');
  });

  it('confirms one, and a later report of the chain watcher is a repeat', async () => {
    const [orderNo, txId] = [await claimed(), newTxId()];
    expect(await run('confirm', orderNo, `0x${txId.toUpperCase()}`)).toBe(`withdrawal ${orderNo}: success`);
    expect(await run('confirm', orderNo, txId)).toBe(`withdrawal ${orderNo}: success`);
    const { address } = await fixture.inquire(orderNo);
    await fixture.sendBill(paymentBill({ orderNo, address }, '10.5', { txId }));
    expect(await fixture.inquire(orderNo)).toMatchObject({ status: 1, txIds: [txId] });
    await expect(run('fail', orderNo, '--reason', 'too late')).rejects.toThrow(StatusNotSuitable);
  });

  it('confirms two by two transfers of one transaction, and none by a transfer that confirmed another', async () => {
    const [one, other, third] = [await claimed(), await claimed(), await claimed()];
    const txId = newTxId();
    expect(await run('confirm', one, `${txId}/3`)).toBe(`withdrawal ${one}: success`);
    expect(await run('confirm', other, `${txId}/4`)).toBe(`withdrawal ${other}: success`);
    for (const transfer of [`${txId}/4`, txId])
      await expect(run('confirm', third, transfer)).rejects.toThrow('confirmed another withdrawal');
    await run('fail', third, '--reason', 'test');
  });

  it('fails one with a reason that the merchant sees', async () => {
    const orderNo = await claimed();
    expect(await run('fail', orderNo, '--reason', 'address on hold')).toBe(`withdrawal ${orderNo}: failure`);
    expect(await fixture.inquire(orderNo)).toMatchObject({ status: 2, statusDesc: 'address on hold' });
    await expect(run('confirm', orderNo, newTxId())).rejects.toThrow(StatusNotSuitable);
  });

  it('refuses invalid arguments and unsuitable orders', async () => {
    const orderNo = await claimed();
    const acquiring = await fixture.order();
    const refused = [
      [],
      ['pay', orderNo],
      ['confirm'],
      ['confirm', orderNo],
      ['confirm', orderNo, 'two', 'words'],
      ['confirm', orderNo, 'x'.repeat(129)],
      ['fail', orderNo],
      ['fail', orderNo, 'a bare word'],
      ['fail', orderNo, '--reason', ' '],
      ['fail', orderNo, '--reason', 'x'.repeat(201)],
      ['fail', acquiring.orderNo, '--reason', 'no withdrawal'],
    ];
    for (const args of refused) await expect(run(...args)).rejects.toThrow(CommandError);
    await expect(run('fail', '1234567890123456', '--reason', 'unknown')).rejects.toThrow(NothingFound);
    expect(await fixture.inquire(orderNo)).toMatchObject({ status: 0 });
  });
});

describe('npm run payments', () => {
  let fixture: DptFixture;
  const run = (...args: string[]) => paymentsCommand(args, { ...fixture.operator, deps: fixture.deps });
  const sender = `41${'5'.repeat(40)}`;
  const because = ['--reason', 'looked at by hand'];

  beforeAll(async () => {
    fixture = await openDptFixture();
  });

  const heldPayment = async () => {
    await run('hold-from', 'TRC20', sender, '--reason', 'on a list');
    const order = await fixture.order();
    const bill = paymentBill(order, '5', { fromAddress: sender, logIndex: 2 });
    await fixture.sendBill(bill);
    return { orderNo: order.orderNo, transfer: `${bill.txId}/2` };
  };

  it('lists held and detected payments, and releases or returns held ones', async () => {
    expect(await run('list')).toBe('no payment needs attention');
    const [one, two] = [await heldPayment(), await heldPayment()];
    const order = await fixture.order();
    await fixture.sendBill(paymentBill(order, '7', { confirmations: 1 }));
    const list = (await run('list')).split('\n').slice(1);
    expect(list.map((line) => line.split(/ {2,}/)[3]).sort()).toEqual(['detected', 'held', 'held']);
    expect(list.join()).toContain('on a list');
    const { available } = await fixture.balance();
    expect(await run('release', one.orderNo, one.transfer, ...because)).toBe(`${one.transfer}: credited`);
    expect(await run('return', two.orderNo, two.transfer, ...because)).toBe(`${two.transfer}: returned`);
    expect((await fixture.balance()).available - available).toBe(4_950_000n);
    expect(await run('show', two.orderNo)).toMatch(/returned .* looked at by hand$/);
  });

  it('reports the state of a payment that needs no decision', async () => {
    const order = await fixture.order();
    const bill = paymentBill(order, '5');
    const decide = (what: string) => run(what, order.orderNo, bill.txId, ...because);
    for (const confirmations of [1, 1_000]) await fixture.sendBill({ ...bill, confirmations });
    const { available } = await fixture.balance();
    expect(await decide('release')).toBe(`${bill.txId}: credited when it arrived; it was never held`);
    expect((await fixture.balance()).available).toBe(available);
    await decide('remove');
    expect(await decide('remove')).toBe(`${bill.txId}: removed already`);
    await decide('release');
    expect(await decide('release')).toBe(`${bill.txId}: credited already`);
  });

  it('reports an unknown order or transfer', async () => {
    await expect(run('show', '12')).rejects.toThrow('orderNo: no such order');
    const { orderNo } = await fixture.order();
    await expect(run('remove', orderNo, 'mistyped', ...because)).rejects.toThrow('transfer: no such payment');
    expect(await run('show', orderNo)).toBe(`order ${orderNo} has no payments`);
  });

  it('removes a payment that was reorganised out of the chain', async () => {
    const order = await fixture.order();
    const bill = paymentBill(order, '5');
    await fixture.sendBill(bill);
    const { available } = await fixture.balance();
    expect(await run('remove', order.orderNo, bill.txId, ...because)).toBe(`${bill.txId}: removed`);
    expect((await fixture.balance()).available - available).toBe(-4_950_000n);
    await expect(run('return', order.orderNo, bill.txId, ...because)).rejects.toThrow(StatusNotSuitable);
  });

  it('lists a payment that was removed and reported again, and credits it on release', async () => {
    const order = await fixture.order();
    const bill = paymentBill(order, '5');
    await fixture.sendBill({ ...bill, removed: 1 });
    await fixture.sendBill(bill);
    expect(await run('list')).toMatch(new RegExp(`${bill.txId} .* doubtful .* removed, then reported again`));
    const { available } = await fixture.balance();
    expect(await run('release', order.orderNo, bill.txId, ...because)).toBe(`${bill.txId}: credited`);
    expect((await fixture.balance()).available - available).toBe(4_950_000n);
    expect(await run('list')).not.toContain(bill.txId);
  });

  it.each([
    [[]],
    [['pay']],
    [['release', '1', 'a']],
    [['release', '1', '', ...because]],
    [['hold-from', 'BTC', sender, ...because]],
    [['hold-from', 'TRC20', 'nowhere', ...because]],
  ])('refuses %j', async (args) => {
    await expect(run(...args)).rejects.toThrow(CommandError);
  });

  it('finds no payment of an unknown order', async () => {
    await expect(run('release', '1234567890123456', 'a', ...because)).rejects.toThrow(NothingFound);
  });

  it('leaves the books clean', async () => {
    expect((await fixture.audit()).flatMap((check) => check.differences)).toEqual([]);
  });
});
