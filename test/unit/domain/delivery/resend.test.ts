import { expect, it } from 'vitest';
import { resend } from '../../../../shared/domain/delivery/resend.ts';
import type { Dependencies } from '../../../../shared/domain/dependencies.ts';
import { notificationPut } from '../../../../shared/domain/notifications/outbox.ts';
import type { WorkQueue } from '../../../../shared/runtime/queue/work-queue.ts';
import { MemoryStore } from '../../../support/stores/model/memory-store.ts';

it('a resent notification is enqueued in the group of its merchant', async () => {
  const owners: unknown[] = [];
  const workQueue: WorkQueue = {
    async send(kind, ids, delaySeconds, ownerOf) {
      owners.push(...ids.map((id) => [kind, id, delaySeconds, ownerOf?.(id)]));
      return [];
    },
  };
  const store = new MemoryStore();
  const deps = { store, workQueue, now: () => 1_000, graceMs: 1 } as unknown as Dependencies;
  const message = { type: 'card_operate', subject: '5', userNo: '7', content: {}, correlationId: 'test' };
  await store.write([notificationPut(deps, message as unknown as Parameters<typeof notificationPut>[1])]);
  expect(await resend(deps, '7/card_operate/5')).toMatchObject({ enqueued: true });
  expect(owners).toEqual([['notification', '7/card_operate/5', 0, '7']]);
});
