import { beforeEach, describe, expect, it } from 'vitest';
import { notificationsCommand } from '../../../../infra/cli/notifications.ts';
import { deliver, type Post } from '../../../../shared/domain/delivery/deliver.ts';
import { resend } from '../../../../shared/domain/delivery/resend.ts';
import { notificationPut } from '../../../../shared/domain/notifications/outbox.ts';
import type { Merchant } from '../../../../shared/domain/parties/merchant.ts';
import { sweep } from '../../../../shared/runtime/queue/sweep.ts';
import { interruptedStore } from '../../../support/stores/interrupted-store.ts';
import { type DeliveryFixture, openDeliveryFixture } from './delivery-fixture.ts';

const DAY = 86_400_000;
const RETENTION = 90 * DAY;

let fixture: DeliveryFixture;
let merchant: Merchant;
let id: string;
const accepting: Post = async () => ({ status: 200, body: 'SUCCESS' });
const attempt = (post: Post = accepting) => deliver(fixture.deps, post, id);
const expired = () => fixture.dropExpired('notifications');
const run = (...args: string[]) => notificationsCommand(args, { ...fixture.operator, deps: fixture.deps });

beforeEach(async () => {
  fixture = await openDeliveryFixture();
  await fixture.endpoint.close();
  ({ merchant, id } = await fixture.newCardNotification());
});

describe('a delivered notification', () => {
  it.each([
    ['card_operate', true],
    ['card_transaction', true],
    ['dpt_payment_bill', true],
    ['trade_fee', false],
    ['card_activation_status', false],
    ['card_activation_code', false],
    ['card_3ds_otp', false],
  ])('of %s expires: %s', async (type, expires) => {
    const { userNo } = merchant;
    const message = { type, subject: 'some/1', userNo, content: {}, correlationId: 'c' };
    const put = notificationPut(fixture.deps, message as unknown as Parameters<typeof notificationPut>[1]);
    await fixture.deps.store.write([put]);
    id = String(put.item['notificationId']);
    fixture.moveClock(5_000);
    await attempt();
    const stored = await fixture.stored(id);
    expect(stored.status).toBe('delivered');
    expect(stored.expiresAt).toBe(expires ? Math.floor((fixture.deps.now() + RETENTION) / 1_000) : undefined);
  });

  it('is dropped by the table after its retention, and not before', async () => {
    await attempt();
    fixture.moveClock(RETENTION);
    expect(await expired()).toEqual([]);
    fixture.moveClock(1_000);
    expect(await expired()).toEqual([`notification/${id}`]);
  });

  it('expires only once it is delivered: neither pending nor dead', async () => {
    expect(await fixture.stored(id)).not.toHaveProperty('expiresAt');
    await attempt(async () => ({ status: 500, body: 'busy' }));
    expect(await fixture.stored(id)).not.toHaveProperty('expiresAt');
    await fixture.giveUp(id);
    fixture.moveClock(10 * RETENTION);
    expect(await expired()).toEqual([]);
    expect(await fixture.stored(id)).toMatchObject({ status: 'dead' });
  });

  it('no longer expires once it is sent again, until it is delivered again', async () => {
    await attempt();
    // DynamoDB may take days to remove an expired item.
    fixture.moveClock(RETENTION + DAY);
    await resend(fixture.deps, id);
    expect(await expired()).toEqual([]);
    expect(await fixture.stored(id)).not.toHaveProperty('expiresAt');
    await attempt();
    expect((await fixture.stored(id)).expiresAt).toBe(Math.floor((fixture.deps.now() + RETENTION) / 1_000));
  });
});

describe('a notification that has expired', () => {
  const gone = () =>
    `there is no notification ${id}: none was written, or it was delivered more than 90 days ago and is no longer stored`;

  beforeEach(async () => {
    await attempt();
    fixture.moveClock(RETENTION + 1_000);
  });

  it('cannot be sent again nor shown, which is refused with the reason', async () => {
    expect(await expired()).toEqual([`notification/${id}`]);
    await expect(resend(fixture.deps, id)).rejects.toThrow(gone());
    await expect(run('show', id)).rejects.toThrow(gone());
    expect(await fixture.stored(id)).toEqual({});
  });

  it('is not made again by a resend that has just read it', async () => {
    const store = interruptedStore(fixture.deps.store, expired);
    await expect(resend({ ...fixture.deps, store }, id)).rejects.toThrow(gone());
    expect(await fixture.stored(id)).toEqual({});
  });

  it('is in no list, and the others are', async () => {
    const [other = ''] = await fixture.enqueue(merchant);
    await expired();
    const list = await run('list', '--merchant', merchant.userNo);
    expect(list).toContain(other);
    expect(list).not.toContain(id);
    expect(await run('list', '--order', id.split('/').at(-1) ?? '')).toBe('no notification matches');
    expect(await run('recover', '--since', '400d')).toBe('0 go out again, beginning with the first attempt');
  });

  it('changes nothing for a worker with a late message, nor for the sweeper', async () => {
    await expired();
    fixture.enqueued.length = 0;
    await sweep(fixture.deps);
    expect(fixture.enqueued).toEqual([]);
    const unexpected: Post = () => Promise.reject(new Error('nothing is posted'));
    expect(await attempt(unexpected)).toBeUndefined();
    expect(await fixture.stored(id)).toEqual({});
  });
});
