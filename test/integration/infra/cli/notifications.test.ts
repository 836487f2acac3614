import { beforeEach, describe, expect, it } from 'vitest';
import { CommandError } from '../../../../infra/cli/command.ts';
import { notificationsCommand } from '../../../../infra/cli/notifications.ts';
import { deliver, type Post } from '../../../../shared/domain/delivery/deliver.ts';
import { acquire } from '../../../../shared/domain/dpt/acquire.ts';
import { handlePaymentBill } from '../../../../shared/domain/dpt/payment-bill-webhook.ts';
import { openCard } from '../../../../shared/domain/issuing/orders/card-opening.ts';
import { fulfilOrder } from '../../../../shared/domain/issuing/orders/fulfil-order.ts';
import { rechargeCard } from '../../../../shared/domain/issuing/orders/recharge.ts';
import { sealSecretField } from '../../../../shared/domain/notifications/secret-field.ts';
import type { Merchant } from '../../../../shared/domain/parties/merchant.ts';
import type { UpstreamCall } from '../../../../shared/domain/upstream-call.ts';
import { sweep } from '../../../../shared/runtime/queue/sweep.ts';
import { newRequestNo, openedCard, opening } from '../../../support/fixtures/card-steps.ts';
import { openCoinNetworks, paymentBill } from '../../../support/fixtures/dpt.ts';
import { permittedUpstream } from '../../../support/fixtures/upstream-permissions.ts';
import { type DeliveryFixture, openDeliveryFixture } from '../../domain/delivery/delivery-fixture.ts';
import { openCardNetwork } from '../../domain/issuing/transactions/authorize/network-fixture.ts';

const HOUR = 3_600_000;

let fixture: DeliveryFixture;
let merchant: Merchant;
const run = (...args: string[]) => notificationsCommand(args, { ...fixture.operator, deps: fixture.deps });
const accepting: Post = async () => ({ status: 200, body: 'SUCCESS' });
const refusing: Post = async () => ({ status: 500, body: '\u001b[2Jbusy\n' });
const attempt = (id: string, post: Post) => deliver(fixture.deps, post, id);
/** Returns the ids in the first column. */
const idsIn = (report: string) =>
  report
    .split('\n')
    .slice(1)
    .map((line) => line.split('  ')[0]);

/** Delivers the notifications that the sweeper finds. Returns their ids. */
async function sweepAndDeliver(post: Post = accepting): Promise<string[]> {
  fixture.enqueued.length = 0;
  await sweep(fixture.deps);
  const ids = fixture.enqueued.splice(0).map(({ id }) => id);
  for (const id of ids) await attempt(id, post);
  return ids.sort();
}

beforeEach(async () => {
  fixture = await openDeliveryFixture();
  await fixture.endpoint.close();
  merchant = await fixture.newMerchant();
});

describe('npm run notifications -- list', () => {
  it('lists those of a merchant by status and time, latest first', async () => {
    const otherMerchant = await fixture.newMerchant();
    const [first = ''] = await fixture.enqueue(merchant);
    await attempt(first, accepting);
    fixture.moveClock(HOUR);
    const [second = ''] = await fixture.enqueue(merchant);
    await fixture.enqueue(otherMerchant);
    await attempt(second, refusing);
    const list = async (...args: string[]) =>
      idsIn(await run('list', '--merchant', merchant.userNo, ...args));
    expect(await list()).toEqual([second, first]);
    expect(await list('--status', 'delivered')).toEqual([first]);
    expect(await list('--status', 'pending')).toEqual([second]);
    expect(await list('--since', '30m')).toEqual([second]);
    expect(await list('--until', '30m')).toEqual([first]);
    expect(await list('--since', '2026-03-01 10:00:00', '--until', '2026-03-01 10:59:59')).toEqual([first]);
    expect(await list('--since', '2026-03-02')).toEqual([]);
    const [one, more] = await list('--limit', '1');
    expect([one, more]).toEqual([second, 'The latest 1; --limit and --until show others.']);
  });

  it('searches back until it has the requested number with that status, each once', async () => {
    const received: string[] = [];
    for (let count = 0; count < 7; count += 1) {
      received.unshift(...(await fixture.enqueue(merchant)));
      fixture.moveClock(1_000);
    }
    const delivered = [received[4], received[6]].map(String);
    for (const id of delivered) await attempt(id, accepting);
    const list = async (status: string, limit: number) =>
      idsIn(await run('list', '--merchant', merchant.userNo, '--status', status, '--limit', String(limit)));
    const more = (limit: number) => `The latest ${limit}; --limit and --until show others.`;
    expect(await list('delivered', 1)).toEqual([received[4], more(1)]);
    expect(await list('delivered', 2)).toEqual([...delivered, more(2)]);
    expect(await list('delivered', 3)).toEqual(delivered);
    const pending = received.filter((id) => !delivered.includes(id));
    expect(await list('pending', 4)).toEqual([...pending.slice(0, 4), more(4)]);
    expect(await list('pending', 5)).toEqual([...pending, more(5)]);
  });

  it('lists dead letters of all merchants or of one, by the time they were given up', async () => {
    const otherMerchant = await fixture.newMerchant();
    const [ownId = ''] = await fixture.enqueue(merchant);
    const [othersId = ''] = await fixture.enqueue(otherMerchant);
    await fixture.giveUp(ownId);
    await fixture.giveUp(othersId);
    expect(idsIn(await run('list'))).toEqual([othersId, ownId]);
    expect(idsIn(await run('list', '--limit', '1'))[0]).toBe(othersId);
    expect(idsIn(await run('list', '--status', 'dead', '--merchant', merchant.userNo))).toEqual([ownId]);
    expect(idsIn(await run('list', '--since', '20h'))).toEqual([othersId]);
    expect(await run('list')).toContain('HTTP 500');
  });
});

describe('npm run notifications -- list by subject', () => {
  const list = async (...args: string[]) => idsIn(await run('list', ...args));

  it('finds those of an order, of its userReqNo, and of its card', async () => {
    const call = fixture.call(merchant);
    const userReqNo = newRequestNo('found');
    const { orderId } = await openCard(opening({ userReqNo }), call);
    await fulfilOrder(fixture.deps, orderId);
    await openedCard(call);
    const received = [`${merchant.userNo}/card_operate/${orderId}`];
    expect(await list('--order', orderId)).toEqual(received);
    expect(await list('--request', userReqNo, '--merchant', merchant.userNo)).toEqual(received);
    expect(await list('--card', orderId)).toEqual(received);
    const { orderId: recharge } = await rechargeCard(
      { userReqNo: newRequestNo('found'), channelType: 1, cardId: orderId, authLimitAmount: '20' },
      call,
    );
    fixture.moveClock(1_000);
    await fulfilOrder(fixture.deps, recharge);
    expect(await list('--card', orderId)).toEqual([
      ...received,
      `${merchant.userNo}/card_operate/${recharge}`,
    ]);
    expect(await run('list', '--order', '1')).toBe('no notification matches');
    const other = ['--request', userReqNo, '--merchant', '799'];
    expect(await run('list', ...other)).toBe('no notification matches');
  });

  it('finds those of a transaction and of its card', async () => {
    const cardId = await openedCard(fixture.call(merchant));
    const { recordNo } = await openCardNetwork(fixture).authorize(cardId);
    const received = [`${merchant.userNo}/card_transaction/${recordNo}/1`];
    expect(await list('--record', recordNo)).toEqual(received);
    expect(await list('--card', cardId)).toEqual([`${merchant.userNo}/card_operate/${cardId}`, ...received]);
  });

  it('finds those of the payments of an acquiring order', async () => {
    await openCoinNetworks(fixture.deps.store);
    const order = await acquire(
      { userReqNo: newRequestNo('found'), currency: 'USDT', network: 'TRC20' },
      fixture.call(merchant),
    );
    const bill = paymentBill(order, '5');
    const upstream = permittedUpstream('900001');
    const upstreamCall = { deps: fixture.deps, upstream, correlationId: 'watcher' } as UpstreamCall;
    await handlePaymentBill(bill, upstreamCall);
    await handlePaymentBill({ ...bill, removed: 1 }, upstreamCall);
    expect(await list('--order', order.orderNo)).toEqual(
      [1, 2].map((version) => `${merchant.userNo}/dpt_payment_bill/${bill.txId}/${version}/${order.orderNo}`),
    );
  });

  it.each([
    [['--order', '1', '--card', '2']],
    [['--order', '1', '--merchant', '7']],
    [['--card', '1', '--status', 'dead']],
    [['--request', 'r']],
  ])('refuses %j', async (args) => {
    await expect(run('list', ...args)).rejects.toThrow(CommandError);
  });
});

describe('npm run notifications -- show', () => {
  it('shows every attempt, with control characters escaped', async () => {
    const [id = ''] = await fixture.enqueue(merchant);
    await attempt(id, refusing);
    const sheet = await run('show', id);
    expect(sheet).toContain('pending');
    expect(sheet).toMatch(
      /2026-03-01 10:00:00 +0 ms +HTTP 500 +2026-03-01 10:00:0\d +\\u001b\[2Jbusy\\n +http:\/\/127/,
    );
    await expect(run('show', '7/card_operate/1')).rejects.toThrow(
      'there is no notification 7/card_operate/1',
    );
  });

  it('shows no secret, stored or removed', async () => {
    const id = await password();
    expect(await run('show', id)).toMatch(/secret +otp, sealed until 2026-03-01 10:15:00/);
    expect(await run('show', id)).not.toContain('314159');
    await attempt(id, accepting);
    expect(await run('show', id)).toMatch(/secret +otp, no longer stored/);
  });
});

/** Creates a notification with a one-time password. */
async function password(): Promise<string> {
  const [id = ''] = await fixture.enqueue(merchant);
  const until = fixture.deps.now() + 15 * 60_000;
  const secret = await sealSecretField(fixture.deps, id, { field: 'otp', value: '314159', until });
  const key = { pk: `notification/${id}` };
  await fixture.deps.store.write([{ kind: 'update', table: 'notifications', key, set: { secret } }]);
  return id;
}

describe('npm run notifications -- resend', () => {
  it('restarts a notification that is delivered, dead or pending', async () => {
    const [delivered = '', dead = '', waiting = ''] = await fixture.enqueue(merchant, 3);
    await attempt(delivered, accepting);
    await fixture.giveUp(dead);
    await attempt(waiting, refusing);
    for (const id of [delivered, dead, waiting]) {
      expect(await run('resend', id)).toBe(`${id} goes out now`);
    }
    const enqueued = fixture.enqueued.slice(-3).map(({ id }) => id);
    expect(enqueued).toEqual([delivered, dead, waiting]);
    expect(await run('list')).toBe('no notification matches');
    expect(await sweepAndDeliver()).toEqual([delivered, dead, waiting].sort());
    expect(await fixture.stored(dead)).toMatchObject({ status: 'delivered', attempts: 1 });
    expect((await fixture.stored(dead)).history).toHaveLength(9);
    expect((await fixture.stored(delivered)).history).toHaveLength(2);
  });

  it('refuses one without its secret, an unknown one and one in progress', async () => {
    const late = await password();
    fixture.moveClock(15 * 60_000);
    await attempt(late, accepting);
    const received = await password();
    await attempt(received, accepting);
    for (const id of [late, received]) {
      await expect(run('resend', id)).rejects.toThrow(
        `${id} cannot be sent again: its one-time password is no longer stored`,
      );
    }
    await expect(run('resend', '7/card_operate/1')).rejects.toMatchObject({
      name: 'ResendRefused',
      code: 'RESEND_REFUSED',
      message: expect.stringContaining(
        'there is no notification 7/card_operate/1: none was written, or it was',
      ),
    });
    const [busy = ''] = await fixture.enqueue(merchant);
    fixture.moveClock(60_000);
    await attempt(busy, async () => {
      await expect(run('resend', busy)).rejects.toThrow('in progress');
      return { status: 200, body: 'SUCCESS' };
    });
    expect(await fixture.stored(busy)).toMatchObject({ status: 'delivered' });
  });
});

describe('npm run notifications -- recover', () => {
  it('sends all dead letters since a time again, except those without their secret', async () => {
    const otherMerchant = await fixture.newMerchant();
    const [early = '', ownId = ''] = await fixture.enqueue(merchant, 2);
    const [othersId = ''] = await fixture.enqueue(otherMerchant);
    await fixture.giveUp(early);
    fixture.moveClock(10 * HOUR);
    await fixture.giveUp(ownId);
    await fixture.giveUp(othersId);
    const gone = await password();
    fixture.moveClock(HOUR);
    await attempt(gone, accepting);
    expect(await run('recover', '--since', '50h', '--merchant', otherMerchant.userNo)).toBe(
      '1 go out again, beginning with the first attempt',
    );
    expect(await sweepAndDeliver()).toEqual([othersId]);
    expect(await run('recover', '--since', '50h')).toBe(
      `1 go out again, beginning with the first attempt\nnot sent: ${gone} cannot be sent again: its one-time password is no longer stored`,
    );
    expect(await sweepAndDeliver()).toEqual([ownId]);
    expect(await fixture.stored(early)).toMatchObject({ status: 'dead' });
  });
});

describe('npm run notifications -- replay', () => {
  it('sends those that were never attempted, and no others', async () => {
    const { deps } = fixture;
    const silent = await fixture.newMerchant({ notifyUrl: '' });
    const [old = ''] = await fixture.enqueue(silent);
    fixture.moveClock(20 * HOUR);
    const [never = '', waiting = ''] = await fixture.enqueue(silent, 2);
    await fixture.giveUp(never);
    expect(fixture.alarms).toEqual([]);
    await attempt(waiting, accepting);
    await deps.store.write([
      {
        kind: 'update',
        table: 'merchants',
        key: { pk: `merchant/${silent.userNo}` },
        set: { notifyUrl: 'http://127.0.0.1:9/' },
      },
    ]);
    const [tried = ''] = await fixture.enqueue(silent);
    await attempt(tried, refusing);
    const report = await run('replay', '--merchant', silent.userNo, '--since', '35h');
    expect(report).toBe('2 go out again, beginning with the first attempt');
    expect(await fixture.stored(old)).toMatchObject({ status: 'pending' });
    const swept = await sweepAndDeliver();
    expect(swept).toEqual([never, waiting, old].sort());
    expect(await fixture.stored(never)).toMatchObject({ status: 'delivered', attempts: 1 });
  });
});

describe('endpoints', () => {
  const waitingOne = async () => {
    const [id = ''] = await fixture.enqueue(merchant);
    await attempt(id, accepting);
    return id;
  };

  it('that are unhealthy are listed', async () => {
    expect(await run('endpoints')).toBe('all endpoints are healthy');
    const [id = ''] = await fixture.enqueue(merchant);
    await attempt(id, refusing);
    const [, row = ''] = (await run('endpoints')).split('\n');
    expect(row.split(/ {2,}/)).toEqual([
      merchant.userNo,
      'strained',
      '2026-03-01 10:00:00',
      '2026-03-01 10:00:00',
      'HTTP 500',
      '-',
    ]);
  });

  it('are paused, without probes, until they are resumed', async () => {
    await run('pause', merchant.userNo);
    expect(await run('endpoints')).toMatch(/paused .* none: the operator resumes it$/);
    const id = await waitingOne();
    for (let hour = 0; hour < 5; hour += 1) {
      fixture.moveClock(2 * HOUR);
      expect(await attempt(id, accepting)).toMatchObject({ status: 'pending', attempts: 0 });
    }
    expect(await run('resend', id)).toBe(
      `${id} waits: the endpoint of merchant ${merchant.userNo} is paused (resume ${merchant.userNo})`,
    );
    await attempt(id, accepting);
    expect(await run('resume', merchant.userNo)).toContain('is open');
    expect(await run('endpoints')).toBe('all endpoints are healthy');
    expect(await sweepAndDeliver()).toEqual([id]);
    expect(await fixture.stored(id)).toMatchObject({ status: 'delivered' });
  });

  it('that are resumed keep the schedule of a pending notification', async () => {
    const [id = ''] = await fixture.enqueue(merchant);
    await attempt(id, refusing);
    fixture.moveClock((await fixture.stored(id)).nextAttemptAt - fixture.deps.now());
    await attempt(id, refusing);
    const { nextAttemptAt } = await fixture.stored(id);
    await run('pause', merchant.userNo);
    await run('resume', merchant.userNo);
    expect(await fixture.stored(id)).toMatchObject({ attempts: 2, nextAttemptAt });
  });

  it('that are resumed do not affect other merchants', async () => {
    const otherMerchant = await fixture.newMerchant();
    const [ownId = ''] = await fixture.enqueue(merchant);
    const [othersId = ''] = await fixture.enqueue(otherMerchant);
    for (const { userNo } of [merchant, otherMerchant]) await run('pause', userNo);
    for (const id of [ownId, othersId]) await attempt(id, accepting);
    const waiting = await fixture.stored(othersId);
    await run('resume', merchant.userNo);
    expect(await fixture.stored(othersId)).toEqual(waiting);
    expect(await sweepAndDeliver()).toEqual([ownId]);
  });

  it('of a merchant without notifications can be resumed', async () => {
    expect(await run('resume', '799')).toContain('is open');
    expect(await run('endpoints')).toBe('all endpoints are healthy');
  });
});

describe('npm run notifications', () => {
  it.each([
    [[]],
    [['delete', '7/card_operate/1']],
    [['list', '--status', 'pending']],
    [['list', '--status', 'lost']],
    [['list', '--merchant', 'shop']],
    [['list', '--since', 'yesterday']],
    [['list', '--since', '2026-13-01']],
    [['list', '--limit', '0']],
    [['list', 'more']],
    [['show']],
    [['show', 'a', 'b']],
    [['show', 'a', '--limit', '5']],
    [['recover']],
    [['recover', '--since', '1h', '--status', 'dead']],
    [['replay', '--since', '1h']],
    [['replay', '--merchant', '7']],
    [['pause']],
    [['resume', 'shop']],
  ])('refuses %j', async (args) => {
    await expect(run(...args)).rejects.toThrow(CommandError);
  });

  it('refuses an unknown option', async () => {
    await expect(run('list', '--all')).rejects.toThrow("Unknown option '--all'");
  });
});
