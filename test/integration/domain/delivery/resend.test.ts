import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deliver, type Post } from '../../../../shared/domain/delivery/deliver.ts';
import { endpointKey } from '../../../../shared/domain/delivery/endpoint-health.ts';
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

let fixture: DeliveryFixture;
let merchant: Merchant;
const accepting: Post = async () => ({ status: 200, body: 'SUCCESS' });
const attempt = (id: string, post: Post) => deliver(fixture.deps, post, id);

beforeAll(async () => {
  fixture = await openDeliveryFixture();
  await fixture.endpoint.close();
});
beforeEach(async () => {
  merchant = await fixture.newMerchant();
});

describe('a resend', () => {
  const change = (id: string, set: Item) =>
    fixture.deps.store.write([
      { kind: 'update', table: 'notifications', key: { pk: `notification/${id}` }, set },
    ]);

  it('is refused when the secret of the notification is gone', async () => {
    const [id = ''] = await fixture.enqueue(merchant);
    await change(id, { erasedField: 'activeCode' });
    await expect(resend(fixture.deps, id)).rejects.toThrow(
      `${id} cannot be sent again: its activeCode is no longer stored`,
    );
  });

  it('clears the dead letter and the postponements', async () => {
    const [id = ''] = await fixture.enqueue(merchant);
    await fixture.giveUp(id);
    await change(id, { deferrals: 3 });
    expect(await fixture.stored(id)).toHaveProperty('attention');
    await resend(fixture.deps, id);
    for (const gone of ['attention', 'attentionAt', 'deferrals'])
      expect(await fixture.stored(id)).not.toHaveProperty(gone);
  });

  it('is refused until the lease of an interrupted attempt has ended', async () => {
    const [id = ''] = await fixture.enqueue(merchant);
    await fixture.crashDuringAttempt(id);
    fixture.moveClock(59_999);
    await expect(resend(fixture.deps, id)).rejects.toThrow('in progress');
    fixture.moveClock(1);
    expect(await resend(fixture.deps, id)).toMatchObject({
      notification: { status: 'pending', attempts: 0 },
      enqueued: true,
    });
  });

  it('enqueues the notification at once, or leaves it to the sweeper when that fails', async () => {
    const [id = ''] = await fixture.enqueue(merchant);
    await attempt(id, accepting);
    fixture.enqueued.length = 0;
    await resend(fixture.deps, id);
    expect(fixture.enqueued).toEqual([{ waiting: 'notification', id, delaySeconds: 0 }]);
    await attempt(id, accepting);
    const refusingQueue = { send: async (_: unknown, ids: readonly string[]) => [...ids] };
    expect(await resend({ ...fixture.deps, workQueue: refusingQueue }, id)).toMatchObject({
      enqueued: false,
    });
    fixture.enqueued.length = 0;
    await sweep(fixture.deps);
    expect(fixture.enqueued.map((one) => one.id)).toContain(id);
  });

  it('is refused while the notification is being delivered', async () => {
    const [id = ''] = await fixture.enqueue(merchant);
    const store = interruptedStore(fixture.deps.store, () => attempt(id, accepting));
    await expect(resend({ ...fixture.deps, store }, id)).rejects.toThrow(
      `${id} is being delivered right now`,
    );
    expect(await fixture.stored(id)).toMatchObject({ status: 'delivered' });
  });

  it('of many notifications reports a failure of the tables', async () => {
    const stored = await Promise.all((await fixture.enqueue(merchant, 3)).map((id) => fixture.stored(id)));
    const store = interruptedStore(fixture.deps.store, () => Promise.reject(new Crash()));
    await expect(resendAll({ ...fixture.deps, store }, stored)).rejects.toThrow(Crash);
  });
});

describe('endpoints', () => {
  it('that are resumed during an attempt do not disturb it', async () => {
    const [id = ''] = await fixture.enqueue(merchant);
    await attempt(id, async () => {
      await pauseEndpoint(fixture.deps, merchant.userNo);
      await resumeEndpoint(fixture.deps, merchant.userNo);
      return accepting('', '', {}, 0);
    });
    expect(await fixture.stored(id)).toMatchObject({ status: 'delivered', attempts: 1 });
  });

  it('that were never called need no record to be healthy', async () => {
    await resumeEndpoint(fixture.deps, merchant.userNo);
    expect(await fixture.deps.store.get('notifications', endpointKey(merchant.userNo))).toBeUndefined();
  });
});
