import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deliver, type Post } from '../../../../shared/domain/delivery/deliver.ts';
import { endpointKey } from '../../../../shared/domain/delivery/endpoint.ts';
import {
  pauseEndpoint,
  resend,
  resendAll,
  resumeEndpoint,
} from '../../../../shared/domain/delivery/resend.ts';
import type { Merchant } from '../../../../shared/domain/parties/merchant.ts';
import { sweep } from '../../../../shared/runtime/queue/sweep.ts';
import type { Item } from '../../../../shared/runtime/store/item.ts';
import { Crash } from '../../../support/stores/faulty-store.ts';
import { interruptedStore } from '../../../support/stores/interrupted-store.ts';
import { type DeliveryFixture, openDeliveryFixture } from './delivery-fixture.ts';

let world: DeliveryFixture;
let merchant: Merchant;
const accepting: Post = async () => ({ status: 200, body: 'SUCCESS' });
const attempt = (id: string, post: Post) => deliver(world.deps, post, id);

beforeAll(async () => {
  world = await openDeliveryFixture();
  await world.endpoint.close();
});
beforeEach(async () => {
  merchant = await world.newMerchant();
});

describe('a notification that is to be sent again', () => {
  const change = (id: string, set: Item) =>
    world.deps.store.write([
      { kind: 'update', table: 'notifications', key: { pk: `notification/${id}` }, set },
    ]);

  it('is not when what it told, whatever that was, is gone', async () => {
    const [id = ''] = await world.enqueue(merchant);
    await change(id, { spent: 'activeCode' });
    await expect(resend(world.deps, id)).rejects.toThrow(
      `${id} cannot be sent again: its activeCode is no longer stored`,
    );
  });

  it('is listed among the dead no more, and stands back as one that never did', async () => {
    const [id = ''] = await world.enqueue(merchant);
    await world.giveUp(id);
    await change(id, { stoodBack: 3 });
    expect(await world.stored(id)).toHaveProperty('trouble');
    await resend(world.deps, id);
    for (const gone of ['trouble', 'troubledAt', 'stoodBack'])
      expect(await world.stored(id)).not.toHaveProperty(gone);
  });

  it('is once its attempt that was cut off can have no end', async () => {
    const [id = ''] = await world.enqueue(merchant);
    await world.cutOff(id);
    world.moveClock(59_999);
    await expect(resend(world.deps, id)).rejects.toThrow('in progress');
    world.moveClock(1);
    expect(await resend(world.deps, id)).toMatchObject({
      notification: { status: 'pending', attempts: 0 },
      enqueued: true,
    });
  });

  it('wakes its worker at once, and is the sweeper’s to find where that fails', async () => {
    const [id = ''] = await world.enqueue(merchant);
    await attempt(id, accepting);
    world.enqueued.length = 0;
    await resend(world.deps, id);
    expect(world.enqueued).toEqual([{ waiting: 'notification', id, delaySeconds: 0 }]);
    await attempt(id, accepting);
    const deaf = { send: async (_: unknown, ids: readonly string[]) => [...ids] };
    expect(await resend({ ...world.deps, workQueue: deaf }, id)).toMatchObject({ enqueued: false });
    world.enqueued.length = 0;
    await sweep(world.deps);
    expect(world.enqueued.map((one) => one.id)).toContain(id);
  });

  it('is not while somebody delivers it', async () => {
    const [id = ''] = await world.enqueue(merchant);
    const store = interruptedStore(world.deps.store, () => attempt(id, accepting));
    await expect(resend({ ...world.deps, store }, id)).rejects.toThrow(`${id} is being delivered right now`);
    expect(await world.stored(id)).toMatchObject({ status: 'delivered' });
  });

  it('says what went wrong with the tables, among many', async () => {
    const kept = await Promise.all((await world.enqueue(merchant, 3)).map((id) => world.stored(id)));
    const store = interruptedStore(world.deps.store, () => Promise.reject(new Crash()));
    await expect(resendAll({ ...world.deps, store }, kept)).rejects.toThrow(Crash);
  });
});

describe('endpoints', () => {
  it('that are resumed leave alone an attempt that is under way', async () => {
    const [id = ''] = await world.enqueue(merchant);
    await attempt(id, async () => {
      await pauseEndpoint(world.deps, merchant.userNo);
      await resumeEndpoint(world.deps, merchant.userNo);
      return accepting('', '', {});
    });
    expect(await world.stored(id)).toMatchObject({ status: 'delivered', attempts: 1 });
  });

  it('that were never called are well without being noted', async () => {
    await resumeEndpoint(world.deps, merchant.userNo);
    expect(await world.deps.store.get('notifications', endpointKey(merchant.userNo))).toBeUndefined();
  });
});
