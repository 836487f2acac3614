import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Merchant } from '../../../shared/merchants/merchant.ts';
import { deliver, type Post } from '../../../shared/notifications/deliver.ts';
import { endpointKey } from '../../../shared/notifications/endpoint.ts';
import { pauseEndpoint, resend, resendAll, resumeEndpoint } from '../../../shared/notifications/resend.ts';
import { sweep } from '../../../shared/platform/sweep.ts';
import type { Item } from '../../../shared/store/item.ts';
import { interruptedStore } from '../../support/interrupted-store.ts';
import { Crash } from '../faults/faulty-store.ts';
import { type NotificationWorld, openNotificationWorld } from './world.ts';

let world: NotificationWorld;
let merchant: Merchant;
const accepting: Post = async () => ({ status: 200, body: 'SUCCESS' });
const attempt = (id: string, post: Post) => deliver(world.platform, post, id);

beforeAll(async () => {
  world = await openNotificationWorld();
  await world.endpoint.close();
});
beforeEach(async () => {
  merchant = await world.merchantTold();
});

describe('a notification that is to be sent again', () => {
  const change = (id: string, set: Item) =>
    world.platform.store.write([
      { kind: 'update', table: 'notifications', key: { pk: `notification/${id}` }, set },
    ]);

  it('is not when what it told, whatever that was, is gone', async () => {
    const [id = ''] = await world.tell(merchant);
    await change(id, { spent: 'activeCode' });
    await expect(resend(world.platform, id)).rejects.toThrow(
      `${id} cannot be sent again: its activeCode is kept no longer`,
    );
  });

  it('is listed among the dead no more, and stands back as one that never did', async () => {
    const [id = ''] = await world.tell(merchant);
    await world.giveUp(id);
    await change(id, { stoodBack: 3 });
    expect(await world.kept(id)).toHaveProperty('trouble');
    await resend(world.platform, id);
    for (const gone of ['trouble', 'troubledAt', 'stoodBack'])
      expect(await world.kept(id)).not.toHaveProperty(gone);
  });

  it('is once its attempt that was cut off can have no end', async () => {
    const [id = ''] = await world.tell(merchant);
    await world.cutOff(id);
    world.moveClock(59_999);
    await expect(resend(world.platform, id)).rejects.toThrow('under way');
    world.moveClock(1);
    expect(await resend(world.platform, id)).toMatchObject({
      notification: { status: 'pending', attempts: 0 },
      atOnce: true,
    });
  });

  it('wakes its worker at once, and is the sweeper’s to find where that fails', async () => {
    const [id = ''] = await world.tell(merchant);
    await attempt(id, accepting);
    world.woken.length = 0;
    await resend(world.platform, id);
    expect(world.woken).toEqual([{ waiting: 'notification', id, delaySeconds: 0 }]);
    await attempt(id, accepting);
    const deaf = { send: async (_: unknown, ids: readonly string[]) => [...ids] };
    expect(await resend({ ...world.platform, wakeUp: deaf }, id)).toMatchObject({ atOnce: false });
    world.woken.length = 0;
    await sweep(world.platform);
    expect(world.woken.map((one) => one.id)).toContain(id);
  });

  it('is not while somebody delivers it', async () => {
    const [id = ''] = await world.tell(merchant);
    const store = interruptedStore(world.platform.store, () => attempt(id, accepting));
    await expect(resend({ ...world.platform, store }, id)).rejects.toThrow(
      `${id} is being delivered right now`,
    );
    expect(await world.kept(id)).toMatchObject({ status: 'delivered' });
  });

  it('says what went wrong with the tables, among many', async () => {
    const kept = await Promise.all((await world.tell(merchant, 3)).map((id) => world.kept(id)));
    const store = interruptedStore(world.platform.store, () => Promise.reject(new Crash()));
    await expect(resendAll({ ...world.platform, store }, kept)).rejects.toThrow(Crash);
  });
});

describe('endpoints', () => {
  it('that are resumed leave alone an attempt that is under way', async () => {
    const [id = ''] = await world.tell(merchant);
    await attempt(id, async () => {
      await pauseEndpoint(world.platform, merchant.userNo);
      await resumeEndpoint(world.platform, merchant.userNo);
      return accepting('', '', {});
    });
    expect(await world.kept(id)).toMatchObject({ status: 'delivered', attempts: 1 });
  });

  it('that were never called are well without being noted', async () => {
    await resumeEndpoint(world.platform, merchant.userNo);
    expect(await world.platform.store.get('notifications', endpointKey(merchant.userNo))).toBeUndefined();
  });
});
