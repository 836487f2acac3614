import { describe, expect, it } from 'vitest';
import { EnqueueFailed, relay } from '../../../../shared/runtime/queue/relay.ts';
import type { WorkQueue } from '../../../../shared/runtime/queue/work-queue.ts';

const recording = (failing: readonly string[] = []) => {
  const sent: unknown[] = [];
  const workQueue: WorkQueue = {
    async send(waiting, ids, delaySeconds, ownerOf) {
      sent.push({ waiting, ids, delaySeconds, owners: ids.map((id) => ownerOf?.(id)) });
      return ids.filter((id) => failing.includes(id));
    },
  };
  const store = { get: async (table: string) => (table === 'notifications' ? { userNo: '77' } : undefined) };
  return { deps: { workQueue, store }, sent };
};

describe('the relay', () => {
  it.each([
    ['order/1150000000000007', 'order', '1150000000000007', undefined],
    ['notification/card_operate/1150000000000007', 'notification', 'card_operate/1150000000000007', '77'],
  ])('enqueues %s at once', async (pk, waiting, id, owner) => {
    const { deps, sent } = recording();
    expect(await relay(deps, pk)).toEqual({ waiting });
    expect(sent).toEqual([{ waiting, ids: [id], delaySeconds: 0, owners: [owner] }]);
  });

  it('fails when the message could not be sent, so that the stream repeats the item', async () => {
    const { deps } = recording(['7']);
    await expect(relay(deps, 'order/7')).rejects.toThrow(EnqueueFailed);
  });
});
